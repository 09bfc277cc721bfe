import Glibc
import Synchronization

/// A value that one thread of the caller's waits for and another thread, or a task, gives. Never used on the pool.
///
/// SAFETY: the semaphore lives at a fixed address until the last reference is gone, and orders every access to `value`.
public final class Waiter<Value: Sendable>: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>
    private let value = Mutex<Value?>(nil)

    /// A waiter without a value.
    public init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Gives the value; once.
    public func give(_ given: Value) {
        value.withLock { $0 = given }
        sem_post(semaphore)
    }

    /// Blocks this thread until the value is there.
    public func wait() -> Value {
        while true {
            while sem_wait(semaphore) != 0 {}
            if let given = value.withLock({ $0 }) { return given }
        }
    }
}
