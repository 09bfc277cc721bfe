import Synchronization

/// Passes the only lasting reference of an object to the thread that will use it, so that the object is gone when the
/// thread says that it ended.
public final class Handoff<Object: AnyObject & Sendable>: Sendable {
    private let object: Mutex<Object?>

    /// Holds `object` until it is taken.
    public init(_ object: Object) { self.object = Mutex(object) }

    /// Runs `body` with the object and lets go of it. Does nothing the second time.
    public func withTaken(_ body: (Object) -> Void) {
        let taken = object.withLock { object in
            defer { object = nil }
            return object
        }
        if let taken { body(taken) }
    }
}
