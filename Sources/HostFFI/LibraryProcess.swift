import CScriptorium
import Glibc
import Synchronization

/// What the library knows of the process and the thread it is called from.
enum LibraryProcess {
    /// The process that used the library first; 0 before that.
    private static let owner = Atomic<Int32>(0)

    /// Whether this process is a fork of the one that used the library first: its threads did not come along.
    static var isForked: Bool {
        let current = getpid()
        let (_, first) = owner.compareExchange(expected: 0, desired: current, ordering: .relaxed)
        return first != 0 && first != current
    }

    /// Marks threads that run a callback of the caller's.
    private static let callbackKey: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Whether this thread runs a callback, so that it must not wait for the library.
    static var isInCallback: Bool { pthread_getspecific(callbackKey) != nil }

    /// Marks this thread as one that runs callbacks, for good.
    static func markCallbackThread() {
        pthread_setspecific(callbackKey, UnsafeRawPointer(bitPattern: 1))
    }

    /// Why a call that waits may not be made here; nil when it may.
    static var refusalToWait: scriptorium_status_t? {
        if isForked { return SCRIPTORIUM_FORKED }
        return isInCallback ? SCRIPTORIUM_WOULD_DEADLOCK : nil
    }
}
