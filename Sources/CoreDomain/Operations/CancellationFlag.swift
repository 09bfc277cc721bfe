import Synchronization

/// Tells work on another thread that whoever waits for it has gone.
public final class CancellationFlag: Sendable {
    private let isRaisedFlag = Atomic<Bool>(false)

    /// A flag that is down.
    public init() {}

    /// Asks the work to end.
    public func raise() { isRaisedFlag.store(true, ordering: .relaxed) }

    /// Whether it was asked to.
    public var isRaised: Bool { isRaisedFlag.load(ordering: .relaxed) }

    /// - Throws: `CANCELLED` once the flag is raised.
    public func check() throws(CoreError) {
        if isRaised {
            throw CoreError(.cancelled, "The call was cancelled before it took effect.")
        }
    }
}
