import Synchronization

/// A value that is made when it is first asked for, and kept.
public final class Lazy<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let make: @Sendable () -> Value

    /// The value that `make` gives. Whoever asks while it is being made waits.
    public init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    /// The value.
    public func get() -> Value {
        value.withLock { value in
            if let value { return value }
            let made = make()
            value = made
            return made
        }
    }
}
