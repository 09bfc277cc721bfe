import Glibc

/// A bounded queue between tasks and threads of our own: tasks never wait on it, threads do.
///
/// SAFETY: every access to the stored properties happens under `mutex`; the two pthread objects live at fixed
/// addresses until the last reference is gone.
public final class JobQueue<Job: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private let countMax: Int
    private var jobs: [Job] = []
    private var head = 0
    private var isClosed = false
    /// Threads that wait for a job.
    private var idleCount = 0

    /// Whether a job was taken in.
    public enum Admission: Sendable {
        case accepted
        /// As many jobs wait as may.
        case full
        case closed
    }

    /// A queue in which at most `countMax` jobs wait.
    public init(countMax: Int) {
        self.countMax = countMax
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Takes a job in, if it may.
    public func push(_ job: Job) -> Admission {
        let (admission, isAwaited): (Admission, Bool) = locked {
            if isClosed { return (.closed, false) }
            if jobs.count - head >= countMax { return (.full, false) }
            jobs.append(job)
            return (.accepted, idleCount > 0)
        }
        // Outside the lock, so that the thread that wakes does not run into it.
        if isAwaited { pthread_cond_signal(changed) }
        return admission
    }

    /// Waits for work and takes up to `limit` jobs in order; nil once the queue is closed and empty.
    public func take(limit: Int) -> [Job]? {
        locked {
            if head == jobs.count, !isClosed { letOthersRun() }
            while head == jobs.count {
                if isClosed { return nil }
                idleCount += 1
                pthread_cond_wait(changed, mutex)
                idleCount -= 1
            }
            let end = min(jobs.count, head + limit)
            let taken = Array(jobs[head..<end])
            head = end
            if head == jobs.count {
                jobs.removeAll(keepingCapacity: jobs.capacity <= 4_096)
                head = 0
            } else if head >= 4_096 {
                jobs.removeFirst(head)
                head = 0
            }
            return taken
        }
    }

    /// Refuses further jobs; those inside are still handed out.
    public func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(changed)
        }
    }

    /// Who would bring the next job may wait for the processor: to sleep now would cost a waking, and a job alone.
    private func letOthersRun() {
        pthread_mutex_unlock(mutex)
        sched_yield()
        pthread_mutex_lock(mutex)
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
