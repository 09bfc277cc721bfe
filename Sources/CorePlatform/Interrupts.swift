internal import Glibc
internal import Synchronization

/// Ctrl-C (SIGINT) as an event instead of the end. A second one ends the program at once.
public enum Interrupts {
    private static let count = Atomic<Int>(0)
    private static let wakeup = Atomic<Int32>(-1)

    /// Calls `body` once, on a thread of its own, at the first SIGINT from now on. Only the first caller is served.
    ///
    /// False when the system gives no pipe or thread: then SIGINT ends the program as ever.
    @discardableResult
    public static func onFirst(_ body: @escaping @Sendable () -> Void) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard wakeup.load(ordering: .relaxed) == -1, pipe(&ends) == 0 else { return false }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeup.store(writing, ordering: .releasing)
        do {
            try WorkerThread.start {
                var byte: UInt8 = 0
                while read(reading, &byte, 1) < 0, errno == EINTR {}
                body()
            }
        } catch {
            return false
        }
        // Only what is safe in a signal handler: two atomics, `write` and `_exit`.
        signal(SIGINT) { _ in
            if Interrupts.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
            var byte: UInt8 = 1
            _ = write(Interrupts.wakeup.load(ordering: .acquiring), &byte, 1)
        }
        return true
    }
}
