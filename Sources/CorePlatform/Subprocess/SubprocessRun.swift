import CPlatform
import CoreDomain
import Glibc

/// One run of a program, on the thread that started it. Everything here may block.
struct SubprocessRun {
    private let command: SubprocessCommand
    private let alarm: CancellationAlarm
    private let child: ChildHandle
    private let deadline: Duration
    private var transfer: PipeTransfer

    /// Starts the program.
    init(_ command: SubprocessCommand, path: String, alarm: CancellationAlarm) throws(CoreError) {
        self.command = command
        self.alarm = alarm
        let (input, output, error) = (try Pipe(), try Pipe(), try Pipe())
        for end in [input.writer, output.reader, error.reader] { Pipe.setNonBlocking(end) }
        deadline = SystemClock().monotonic() + command.limits.duration
        child = ChildHandle(
            id: try Self.spawn(command, path, (input.reader, output.writer, error.writer)))
        for end in [input.reader, output.writer, error.writer] { end.end() }
        transfer = PipeTransfer(command, input: input.writer, output: output.reader, error: error.reader)
    }

    /// What the program left, once nothing is left of it.
    mutating func result() throws(CoreError) -> SubprocessResult {
        do throws(CoreError) {
            var ending: SubprocessResult.Ending?
            // Both streams may be closed long before the program ends, and be held open by others long after.
            var pause: Int32 = 1
            while ending == nil || !transfer.isOver {
                let wait = min(transfer.isOver ? pause : Self.pauseMax, try millisecondsLeft())
                let isIdle = try transfer.step(alarm, milliseconds: wait)
                if ending == nil, isIdle || transfer.isOver { ending = child.ending() }
                if transfer.isOver { pause = min(2 * pause, Self.pauseMax) }
            }
            try refuseLimits(ending)
            return SubprocessResult(ending: ending ?? .unknown, output: transfer.output, error: transfer.error)
        } catch {
            child.kill()
            throw error
        }
    }

    /// Milliseconds between two looks at a program that says nothing.
    private static let pauseMax: Int32 = 20

    private func millisecondsLeft() throws(CoreError) -> Int32 {
        let left = deadline - SystemClock().monotonic()
        guard left > .zero else {
            throw Self.limit(command, "took longer than \(command.limits.duration.components.seconds) s")
        }
        return Int32(
            clamping: left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
    }

    private func refuseLimits(_ ending: SubprocessResult.Ending?) throws(CoreError) {
        switch ending {
        case .signalled(SIGXCPU):
            throw Self.limit(command, "computed longer than \(command.limits.cpuSeconds) s")
        case .signalled(SIGXFSZ):
            throw Self.limit(command, "wrote a file of more than \(command.limits.fileBytes) bytes")
        default: return
        }
    }

    // MARK: Failures

    static func limit(_ command: SubprocessCommand, _ what: String) -> CoreError {
        CoreError(.programLimit, "The program \(command.program) \(what), and was ended.")
    }

    static func noRoom(_ errorNumber: Int32) -> CoreError {
        CoreError(
            .busy, "The system gave no further process: \(systemText(errorNumber: errorNumber)).",
            retry: .later(after: .seconds(1)))
    }

    // MARK: Starting

    private static func spawn(
        _ command: SubprocessCommand, _ path: String, _ ends: (input: PipeEnd, output: PipeEnd, error: PipeEnd)
    ) throws(CoreError) -> pid_t {
        guard !command.arguments.contains(where: { $0.utf8.contains(0) }) else {
            throw CoreError(.requestInvalid, "An argument of the program \(command.program) contains a NUL.")
        }
        let (arguments, environment) = (
            CStrings([command.program] + command.arguments), CStrings(SystemSubprocess.environment)
        )
        let status = path.withCString { path in
            var request = cplatform_spawn_t(
                path: path, arguments: arguments.pointers, environment: environment.pointers,
                input: ends.input.descriptor, output: ends.output.descriptor, error: ends.error.descriptor,
                cpu_seconds: command.limits.cpuSeconds, address_space_bytes: command.limits.addressSpaceBytes,
                file_bytes: command.limits.fileBytes, descriptors: 64)
            return cplatform_spawn(&request)
        }
        withExtendedLifetime((arguments, environment)) {}
        guard status < 0 else { return status }
        switch -status {
        case EAGAIN, ENOMEM, ENFILE, EMFILE: throw noRoom(-status)
        case let errorNumber:
            throw CoreError(
                .programMissing,
                "The program \(command.program) cannot be started: \(systemText(errorNumber: errorNumber)).",
                fix: "Look at the Debian package \(command.package).")
        }
    }
}
