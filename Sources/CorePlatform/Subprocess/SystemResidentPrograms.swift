public import CoreDomain
import Glibc

/// Runs programs of the operating system that stay.
///
/// Each has a thread of its own, which starts it, feeds and reads it, and ends with it: the system ends the program with
/// that thread, whatever becomes of this process.
public struct SystemResidentPrograms: ResidentPrograms {
    /// Programs of this machine.
    public init() {}

    public func start(
        _ command: ResidentCommand, receive: @escaping @Sendable (ResidentEvent) -> Void
    ) async throws(CoreError) -> any ResidentProgram {
        let path = try Self.path(of: command)
        let desk = try ResidentDesk()
        let started: Result<ResidentDesk, CoreError> = await withCheckedContinuation { continuation in
            do throws(CoreError) {
                try WorkerThread.start {
                    var signals = sigset_t()
                    sigfillset(&signals)
                    pthread_sigmask(SIG_SETMASK, &signals, nil)
                    Self.carry(command, path, desk, receive) { continuation.resume(returning: $0) }
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try started.get()
    }

    /// Starts the program, tells whether that worked, and stays until it has ended.
    private static func carry(
        _ command: ResidentCommand, _ path: String, _ desk: ResidentDesk,
        _ receive: @escaping @Sendable (ResidentEvent) -> Void, _ tell: (Result<ResidentDesk, CoreError>) -> Void
    ) {
        var run: ResidentRun
        do throws(CoreError) {
            run = try ResidentRun(command, path: path, desk: desk, receive: receive)
        } catch {
            desk.close()
            return tell(.failure(error))
        }
        tell(.success(desk))
        let ending = run.untilEnd()
        receive(.ended(ending))
        desk.close()
    }

    /// The first file of this name that can be executed.
    private static func path(of command: ResidentCommand) throws(CoreError) -> String {
        let name = command.program
        let isUsable = !name.isEmpty && !name.utf8.contains(0)
        let isPath = name.utf8.contains(UInt8(ascii: "/"))
        if isUsable, isPath, name.hasPrefix("/"), isProgram(name) { return name }
        if isUsable, !isPath {
            let folders = (command.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            for folder in folders where folder.hasPrefix("/") && isProgram("\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        throw CoreError(
            .programMissing, "The program \(name.debugDescription) is not there, or cannot be executed.",
            fix: "Give its absolute path, or a name that is found along PATH.")
    }

    private static func isProgram(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
