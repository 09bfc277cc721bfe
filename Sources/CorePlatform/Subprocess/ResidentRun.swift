import CPlatform
import CoreDomain
import Glibc

/// A program that stays, on the thread that started it. Everything here may block.
struct ResidentRun {
    /// How long a program that is to end may take for it.
    private static let grace = Duration.seconds(2)
    /// Milliseconds between two looks whether a program that says nothing has ended.
    private static let pause: Int32 = 500

    private let command: ResidentCommand
    private let desk: ResidentDesk
    private let receive: @Sendable (ResidentEvent) -> Void
    private let child: ChildHandle
    private let input: PipeEnd
    private let output: PipeEnd
    private let error: PipeEnd
    private var outgoing: ArraySlice<UInt8> = []
    private var line: [UInt8] = []
    private var said: [UInt8] = []
    private var isTooLong = false
    private var chunk = [UInt8](repeating: 0, count: 65_536)

    /// Starts the program.
    init(
        _ command: ResidentCommand, path: String, desk: ResidentDesk,
        receive: @escaping @Sendable (ResidentEvent) -> Void
    ) throws(CoreError) {
        let (input, output, error) = (try Pipe(), try Pipe(), try Pipe())
        for end in [input.writer, output.reader, error.reader] { Pipe.setNonBlocking(end) }
        child = ChildHandle(id: try Self.spawn(command, path, (input.reader, output.writer, error.writer)))
        for end in [input.reader, output.writer, error.writer] { end.end() }
        (self.input, self.output, self.error) = (input.writer, output.reader, error.reader)
        (self.command, self.desk, self.receive) = (command, desk, receive)
    }

    /// Feeds and reads the program until it has ended, or was to end.
    mutating func untilEnd() -> ResidentEnding {
        var ending: SubprocessResult.Ending?
        while ending == nil, output.isOpen, !isTooLong, !desk.isEnding {
            step()
            // What it said before it ended is read first.
            if isQuiet() { ending = child.ending() }
        }
        input.end()
        let deadline = SystemClock().monotonic() + Self.grace
        while ending == nil, !isTooLong, SystemClock().monotonic() < deadline {
            ending = child.ending()
            if ending == nil { step(milliseconds: 20) }
        }
        if ending == nil { child.kill() }
        return ResidentEnding(ending: ending ?? .signalled(SIGKILL), wroteTooLongLine: isTooLong, error: said)
    }

    private func isQuiet() -> Bool {
        var polled = pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) == 0
    }

    /// Waits until something can be done, and does it.
    private mutating func step(milliseconds: Int32 = pause) {
        // A negative descriptor is passed over.
        var polled = [
            pollfd(fd: desk.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: outgoing.isEmpty ? -1 : input.descriptor, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        if polled[0].revents != 0 { outgoing += desk.take() }
        if polled[1].revents != 0 { feed() }
        if polled[2].revents != 0 { readOutput() }
        if polled[3].revents != 0 { readError() }
    }

    private mutating func feed() {
        let count = outgoing.withUnsafeBytes { write(input.descriptor, $0.baseAddress, $0.count) }
        if count > 0 { outgoing = outgoing.dropFirst(count) }
        if outgoing.isEmpty { outgoing = [] }
        // A program that closed its input takes nothing more; that it does not answer tells so.
        if count < 0, errno != EAGAIN, errno != EINTR { (outgoing, _) = ([], input.end()) }
    }

    private mutating func readOutput() {
        var rest = next(output)
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            guard extend(rest[..<end]) else { return }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if !line.isEmpty { receive(.line(line)) }
            line.removeAll(keepingCapacity: line.count < 65_536)
            rest = rest[end...].dropFirst()
        }
        _ = extend(rest)
    }

    /// Makes the line longer; false when it is too long.
    private mutating func extend(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count <= command.lineBytesMax - line.count else {
            isTooLong = true
            return false
        }
        line += bytes
        return true
    }

    private mutating func readError() {
        said += next(error)
        if said.count > command.errorBytesMax { said.removeFirst(said.count - command.errorBytesMax) }
    }

    private mutating func next(_ end: PipeEnd) -> ArraySlice<UInt8> {
        let count = chunk.withUnsafeMutableBytes { read(end.descriptor, $0.baseAddress, $0.count) }
        if count > 0 { return chunk[..<count] }
        if count == 0 || (errno != EAGAIN && errno != EINTR) { end.end() }
        return []
    }

    // MARK: Starting

    private static func spawn(
        _ command: ResidentCommand, _ path: String, _ ends: (input: PipeEnd, output: PipeEnd, error: PipeEnd)
    ) throws(CoreError) -> pid_t {
        let variables = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        guard !(command.arguments + variables).contains(where: { $0.utf8.contains(0) }) else {
            throw CoreError(.requestInvalid, "An argument of the program \(command.program) contains a NUL.")
        }
        let (arguments, environment) = (CStrings([command.program] + command.arguments), CStrings(variables))
        let status = path.withCString { path in
            // The operator chose it: it may take what this process may. One less than no limit, since the system is given
            // one more as the hard limit.
            var request = cplatform_spawn_t(
                path: path, arguments: arguments.pointers, environment: environment.pointers,
                input: ends.input.descriptor, output: ends.output.descriptor, error: ends.error.descriptor,
                cpu_seconds: hardLimit(RLIMIT_CPU) - 1, address_space_bytes: hardLimit(RLIMIT_AS),
                file_bytes: hardLimit(RLIMIT_FSIZE), descriptors: min(hardLimit(RLIMIT_NOFILE), 4_096))
            return cplatform_spawn(&request)
        }
        withExtendedLifetime((arguments, environment)) {}
        guard status < 0 else { return status }
        switch -status {
        case EAGAIN, ENOMEM, ENFILE, EMFILE: throw SubprocessRun.noRoom(-status)
        case let errorNumber:
            throw CoreError(
                .programMissing,
                "The program \(command.program) cannot be started: \(systemText(errorNumber: errorNumber)).",
                fix: "Look whether it is one that this machine can execute.")
        }
    }

    private static func hardLimit(_ resource: __rlimit_resource) -> UInt64 {
        var limits = rlimit()
        guard getrlimit(Int32(resource.rawValue), &limits) == 0 else { return UInt64(Int64.max) }
        return max(1, UInt64(limits.rlim_max))
    }
}
