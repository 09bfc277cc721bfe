import Synchronization

/// Tells work on another thread that whoever waits for it has gone.
public final class CancellationFlag: Sendable {
    private let isRaised = Atomic<Bool>(false)

    /// A flag that is down.
    public init() {}

    /// Asks the work to end.
    public func raise() { isRaised.store(true, ordering: .relaxed) }

    /// - Throws: `CANCELLED` once the flag is raised.
    public func check() throws(CoreError) {
        if isRaised.load(ordering: .relaxed) {
            throw CoreError(.cancelled, "The call was cancelled before it took effect.")
        }
    }
}
