import CoreDomain
import Glibc

/// Wakes tasks at their deadlines, from one thread of its own.
///
/// A sleeper that is cancelled is forgotten at once. The runtime's own `Task.sleep` keeps what it allocated until the
/// deadline all the same, which adds up when most sleeps are timeouts that do not come to pass.
///
/// SAFETY: every access to the stored properties happens under `mutex`; the two pthread objects live as long as the
/// process, since ``shared`` is the only queue.
final class TimerQueue: @unchecked Sendable {
    /// The queue of the process.
    static let shared = TimerQueue()

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var deadlines = DeadlineHeap()
    private var sleepers: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    private var latest: UInt64 = 0
    private var hasThread = false

    private init() {
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    /// Returns when `now`, a monotonic time, has reached `deadline`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func sleep(until deadline: Duration, now: @escaping @Sendable () -> Duration) async throws {
        try startThread(now)
        let number = locked {
            latest += 1
            return latest
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = locked {
                    if Task.isCancelled { return true }
                    sleepers[number] = continuation
                    if deadlines.insert(deadline, number) { pthread_cond_signal(changed) }
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = locked {
                let sleeper = sleepers.removeValue(forKey: number)
                if sleeper != nil { deadlines.compact(whenFewerThan: sleepers) }
                return sleeper
            }
            sleeper?.resume(throwing: CancellationError())
        }
    }

    private func startThread(_ now: @escaping @Sendable () -> Duration) throws(CoreError) {
        let isFirst = locked {
            defer { hasThread = true }
            return !hasThread
        }
        guard isFirst else { return }
        do throws(CoreError) {
            try WorkerThread.start { self.run(now) }
        } catch {
            locked { hasThread = false }
            throw error
        }
    }

    private func run(_ now: @Sendable () -> Duration) {
        while true {
            for sleeper in due(now) { sleeper.resume() }
        }
    }

    /// Waits until someone is due, and takes all who are.
    private func due(_ now: () -> Duration) -> [CheckedContinuation<Void, any Error>] {
        locked {
            while true {
                var due: [CheckedContinuation<Void, any Error>] = []
                let time = now()
                while let number = deadlines.popFirst(at: time) {
                    if let sleeper = sleepers.removeValue(forKey: number) { due.append(sleeper) }
                }
                if !due.isEmpty { return due }
                if let first = deadlines.first {
                    var limit = timespec(first)
                    pthread_cond_timedwait(changed, mutex, &limit)
                } else {
                    pthread_cond_wait(changed, mutex)
                }
            }
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

/// Deadlines in a binary heap, the earliest first.
struct DeadlineHeap {
    private var entries: [(deadline: Duration, number: UInt64)] = []

    /// Entries kept before those of sleepers that are gone are cleared away.
    private static let countBeforeCompaction = 1_024

    var count: Int { entries.count }

    /// The earliest deadline.
    var first: Duration? { entries.first?.deadline }

    /// Adds a deadline; whether it is the earliest now.
    mutating func insert(_ deadline: Duration, _ number: UInt64) -> Bool {
        entries.append((deadline, number))
        var index = entries.count - 1
        while index > 0, entries[index].deadline < entries[(index - 1) / 2].deadline {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
        return index == 0
    }

    /// Takes the earliest entry if its deadline is at `time` or before.
    mutating func popFirst(at time: Duration) -> UInt64? {
        guard let first = entries.first, first.deadline <= time else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        sink(0)
        return first.number
    }

    /// Clears away the entries of sleepers that are gone, once they are most of many.
    mutating func compact<Sleeper>(whenFewerThan sleepers: [UInt64: Sleeper]) {
        guard entries.count > Self.countBeforeCompaction, entries.count > 2 * sleepers.count else { return }
        entries.removeAll { sleepers[$0.number] == nil }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
                if entries[child].deadline < entries[least].deadline { least = child }
            }
            if least == index { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}

extension timespec {
    /// A monotonic time, as the system counts it.
    fileprivate init(_ time: Duration) {
        let (seconds, attoseconds) = max(time, .zero).components
        self.init(tv_sec: Int(clamping: seconds), tv_nsec: Int(clamping: attoseconds / 1_000_000_000))
    }
}
