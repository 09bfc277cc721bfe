import Glibc
import UnixSignals

/// What the system tells the process. The watch goes on after the server has stopped, while the backend closes.
enum Signals {
    /// SIGTERM and SIGINT stop the server; a second one ends the process at once, which costs nothing that was committed.
    /// SIGHUP reads the certificates again, where there are any, and never ends the server.
    static func watch(_ certificates: Certificates?, stop: @escaping @Sendable () async -> Void) async {
        let ending = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        Task {
            var isStopping = false
            for await signal in ending {
                if isStopping { _exit(128 + signal.rawValue) }
                isStopping = true
                await stop()
            }
        }
        let again = await UnixSignalsSequence(trapping: .sighup)
        Task {
            for await _ in again { certificates?.reload() }
        }
    }
}
