/// Carries threads on; the engine is one.
public protocol ThreadRunner: Sendable {
    /// Looks at a thread whose stored state changed: begins it, or stops what runs of it. Returns at once.
    func wake(_ thread: Identifier, of organization: Identifier)
    /// Looks for open threads that nobody told of. Returns at once.
    func lookAgain()
}

/// For programs without threads.
public struct NoThreads: ThreadRunner {
    /// A runner that runs nothing.
    public init() {}
    public func wake(_ thread: Identifier, of organization: Identifier) {}
    public func lookAgain() {}
}

/// What a committed change asks of the engine and of those who watch.
public struct ThreadWake: Hashable, Sendable {
    private struct Place: Hashable {
        let thread: Identifier
        let organization: Identifier
    }
    private let place: Place?

    /// Nothing was touched.
    public static let none = ThreadWake(place: nil)

    /// The thread with new events, and its organization.
    public static func thread(_ thread: Identifier, of organization: Identifier) -> ThreadWake {
        ThreadWake(place: Place(thread: thread, organization: organization))
    }

    func perform(_ threads: any ThreadRunner, _ changes: Changes) {
        guard let place else { return }
        changes.notify(place.organization)
        threads.wake(place.thread, of: place.organization)
    }
}
