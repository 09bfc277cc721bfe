public import CoreDomain
import Glibc
import Synchronization

/// As many threads as the machine has processors, begun with the first work they are given.
public final class WorkerPool: Workers {
    private let queue: JobQueue<@Sendable () -> Void>
    private let threadsMax: Int
    private let threads = Mutex(0)

    /// A pool in which at most `waitingMax` computations wait for their turn.
    public init(waitingMax: Int = 4_096) {
        queue = JobQueue(countMax: waitingMax)
        threadsMax = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    deinit { queue.close() }

    public func run<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) -> Result<Value, CoreError>
    ) async -> Result<Value, CoreError> {
        let flag = CancellationFlag()
        do throws(CoreError) { try startThread() } catch { return .failure(error) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let admission = queue.push {
                    do throws(CoreError) {
                        try flag.check()
                        continuation.resume(returning: body(flag))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
                if admission == .accepted { return }
                continuation.resume(
                    returning: .failure(
                        CoreError(
                            .busy, "Too many computations wait for their turn.", retry: .later(after: .seconds(1)))))
            }
        } onCancel: {
            flag.raise()
        }
    }

    /// One more thread, until there are as many as may be.
    private func startThread() throws(CoreError) {
        let isNeeded = threads.withLock { count in
            guard count < threadsMax else { return false }
            count += 1
            return true
        }
        guard isNeeded else { return }
        let queue = queue
        do throws(CoreError) {
            try WorkerThread.start {
                while let work = queue.take(limit: 1) { for body in work { body() } }
            }
        } catch {
            let left = threads.withLock { count in
                count -= 1
                return count
            }
            // Those that were begun before do the work too.
            if left == 0 { throw error }
        }
    }
}
