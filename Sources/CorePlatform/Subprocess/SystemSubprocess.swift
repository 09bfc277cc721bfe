public import CoreDomain
import Glibc

/// Runs programs of the operating system.
///
/// Each run has a thread of its own, which starts the program, feeds and reads it, and waits for it by its id: signals
/// and their handlers are left to whoever owns the process.
public struct SystemSubprocess: Subprocess {
    /// Where programs are looked for, in this order.
    static let folders = ["/usr/bin", "/bin", "/usr/local/bin"]
    /// All that a program sees of an environment.
    static let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent"]

    /// Programs of the system's folders.
    public init() {}

    public func run(_ command: SubprocessCommand) async throws(CoreError) -> SubprocessResult {
        let path = try Self.path(of: command)
        let alarm = try CancellationAlarm()
        do {
            return try await withTaskCancellationHandler {
                try await WorkerThread.result {
                    // Signals are for the threads of the process that expect them, and a closed pipe is an answer here.
                    var signals = sigset_t()
                    sigfillset(&signals)
                    pthread_sigmask(SIG_SETMASK, &signals, nil)
                    return Result { () throws(CoreError) in
                        var run = try SubprocessRun(command, path: path, alarm: alarm)
                        return try run.result()
                    }
                }
            } onCancel: {
                alarm.raise()
            }
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    /// The first file of this name that can be executed.
    private static func path(of command: SubprocessCommand) throws(CoreError) -> String {
        let isName = !command.program.isEmpty && !command.program.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
        if isName {
            for folder in folders {
                let path = "\(folder)/\(command.program)"
                var facts = stat()
                if stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 { return path }
            }
        }
        throw CoreError(
            .programMissing, "The program \(command.program.debugDescription) is not installed on the server.",
            fix: "Install the Debian package \(command.package).")
    }
}

/// Tells a thread that waits in `poll` that the task was cancelled.
final class CancellationAlarm: Sendable {
    private let pipe: Pipe

    init() throws(CoreError) {
        pipe = try Pipe()
        Pipe.setNonBlocking(pipe.writer)
    }

    /// Becomes readable once the alarm is raised.
    var descriptor: Int32 { pipe.reader.descriptor }

    func raise() {
        var byte: UInt8 = 1
        write(pipe.writer.descriptor, &byte, 1)
    }
}
