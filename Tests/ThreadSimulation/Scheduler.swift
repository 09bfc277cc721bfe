import CoreTesting
import Glibc

/// Runs every task of one simulation on one thread, in an order drawn from its seed.
///
/// The Swift runtime asks a hook where a task that is ready is to run. On the thread of a simulation that is its
/// scheduler; everywhere else it is the usual pool, so the rest of the process notices nothing.
///
/// SAFETY: only the thread of the simulation touches it, from ``takeOver()`` to ``letGo()``.
final class Scheduler: TaskExecutor, @unchecked Sendable {
    /// Whose task it is: tasks belong to whom the task belongs that began or resumed them.
    typealias Owner = Int

    private struct Ready {
        let job: UnownedJob
        let owner: Owner
    }

    /// Nobody's server: people, services, and the simulation itself.
    static let world: Owner = 0

    private(set) var owner = Scheduler.world
    private(set) var jobCount = 0
    private var ready: [Ready] = []
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

    fileprivate func add(_ job: UnownedJob) { ready.append(Ready(job: job, owner: owner)) }

    /// Does something in the name of `owner`.
    func act<Value>(as owner: Owner, _ body: () throws -> Value) rethrows -> Value {
        let before = self.owner
        self.owner = owner
        defer { self.owner = before }
        return try body()
    }

    /// Begins a task of `owner`.
    func begin(as owner: Owner, _ body: @escaping @Sendable () async -> Void) {
        act(as: owner) { _ = Task { await body() } }
    }

    /// Runs one ready task of those that are not held up, up to where it waits; false when there is none.
    func runOne(isHeld: (Owner) -> Bool) -> Bool {
        guard let index = choose(isHeld) else { return false }
        ready.swapAt(index, ready.count - 1)
        let next = ready.removeLast()
        jobCount += 1
        act(as: next.owner) { next.job.runSynchronously(on: asUnownedTaskExecutor()) }
        return true
    }

    private func choose(_ isHeld: (Owner) -> Bool) -> Int? {
        guard !ready.isEmpty else { return nil }
        let first = Int(random.next() % UInt64(ready.count))
        if !isHeld(ready[first].owner) { return first }
        return (0..<ready.count).lazy.map { (first + $0) % self.ready.count }.first { !isHeld(self.ready[$0].owner) }
    }
}

// MARK: The hook of the runtime

extension Scheduler {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    /// The scheduler of a thread.
    fileprivate static let ofThread: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Set once, for the whole process.
    private static let isHooked: Bool = {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "swift_task_enqueueGlobal_hook") else { return false }
        symbol.assumingMemoryBound(to: Hook?.self).pointee = { job, original in
            guard let scheduler = pthread_getspecific(Scheduler.ofThread) else { return original(job) }
            Unmanaged<Scheduler>.fromOpaque(scheduler).takeUnretainedValue().add(job)
        }
        return true
    }()

    /// Has every task that becomes ready on this thread come here.
    func takeOver() {
        guard Self.isHooked else { fatalError("The runtime has no hook for tasks.") }
        pthread_setspecific(Self.ofThread, Unmanaged.passUnretained(self).toOpaque())
    }

    /// The opposite of ``takeOver()``.
    func letGo() { pthread_setspecific(Self.ofThread, nil) }
}
