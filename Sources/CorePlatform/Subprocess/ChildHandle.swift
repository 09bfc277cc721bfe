import CoreDomain
import Glibc

/// A program that was started, and its process group, which is named by the same id.
///
/// The group is only signalled while the program itself is not waited for: until then the system gives its id to nobody
/// else.
struct ChildHandle {
    let id: pid_t

    /// How the program ended, after which nothing of its group is left; nil while it runs.
    func ending() -> SubprocessResult.Ending? {
        guard let isOver = isOver() else { return .unknown }
        guard isOver else { return nil }
        return reap()
    }

    /// Ends the program and its group, and waits until it is gone.
    func kill() {
        guard isOver() != nil else { return }
        _ = reap()
    }

    /// Whether the program has ended, which leaves it waited for by nobody; nil when somebody else waited for it.
    private func isOver() -> Bool? {
        while true {
            var facts = siginfo_t()
            if waitid(P_PID, id_t(bitPattern: id), &facts, WEXITED | WNOHANG | WNOWAIT) == 0 {
                return facts._sifields._sigchld.si_pid != 0
            }
            if errno != EINTR { return nil }
        }
    }

    private func reap() -> SubprocessResult.Ending {
        Glibc.kill(-id, SIGKILL)
        while true {
            var status: Int32 = 0
            if waitpid(id, &status, 0) == id {
                let signal = status & 0x7f
                return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
            }
            if errno != EINTR { return .unknown }
        }
    }
}
