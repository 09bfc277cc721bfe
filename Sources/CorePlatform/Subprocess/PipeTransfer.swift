import CoreDomain
import Glibc

/// Feeds a program and reads what it says, all at once, so that neither side waits for the other for ever.
struct PipeTransfer {
    private let command: SubprocessCommand
    private let inputEnd: PipeEnd
    private let outputEnd: PipeEnd
    private let errorEnd: PipeEnd
    private var written = 0
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private(set) var output: [UInt8] = []
    private(set) var error: [UInt8] = []

    init(_ command: SubprocessCommand, input: PipeEnd, output: PipeEnd, error: PipeEnd) {
        self.command = command
        inputEnd = input
        outputEnd = output
        errorEnd = error
        if command.input.isEmpty { inputEnd.end() }
    }

    /// Whether the program has closed what it writes to.
    var isOver: Bool { !outputEnd.isOpen && !errorEnd.isOpen }

    /// Waits until something can be done, at most so long, and does it; whether there was nothing to do.
    ///
    /// - Throws: `CANCELLED` once the alarm is raised; `PROGRAM_LIMIT` for too much output.
    mutating func step(_ alarm: CancellationAlarm, milliseconds: Int32) throws(CoreError) -> Bool {
        // A negative descriptor is passed over.
        var polled = [
            pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inputEnd.descriptor, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: outputEnd.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorEnd.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return true }
        if polled[0].revents != 0 { throw Self.cancelled }
        if polled[1].revents != 0 { feed() }
        if polled[2].revents != 0 { try readOutput() }
        if polled[3].revents != 0 { readError() }
        return false
    }

    private static let cancelled = CoreError(.cancelled, "The call was cancelled before it took effect.")

    /// A program that closes its input early needs no more of it.
    private mutating func feed() {
        let rest = command.input[written...]
        let count = rest.withUnsafeBytes { write(inputEnd.descriptor, $0.baseAddress, $0.count) }
        if count > 0 { written += count }
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if isBroken || written == command.input.count { inputEnd.end() }
    }

    private mutating func readOutput() throws(CoreError) {
        output += next(outputEnd)
        guard output.count <= command.limits.outputBytes else {
            throw SubprocessRun.limit(command, "wrote more than \(command.limits.outputBytes) bytes")
        }
    }

    private mutating func readError() {
        let room = max(0, command.limits.errorBytes - error.count)
        error += next(errorEnd).prefix(room)
    }

    private mutating func next(_ end: PipeEnd) -> ArraySlice<UInt8> {
        let count = chunk.withUnsafeMutableBytes { read(end.descriptor, $0.baseAddress, $0.count) }
        if count > 0 { return chunk[..<count] }
        if count == 0 || (errno != EAGAIN && errno != EINTR) { end.end() }
        return []
    }
}
