/// Carries threads on; the engine is one.
public protocol ThreadRunner: Sendable {
    /// Looks at a thread whose stored state changed: begins it, or stops what runs of it. Returns at once.
    func wake(_ thread: Identifier)
}

/// For programs without threads.
public struct NoThreads: ThreadRunner {
    /// A runner that runs nothing.
    public init() {}
    public func wake(_ thread: Identifier) {}
}

/// What a committed change asks of the engine and of those who watch.
public struct ThreadWake: Hashable, Sendable {
    let thread: Identifier?
    let organization: Identifier?

    /// Nothing was touched.
    public static let none = ThreadWake(thread: nil, organization: nil)

    /// The thread with new events, and its organization.
    public static func thread(_ thread: Identifier, of organization: Identifier) -> ThreadWake {
        ThreadWake(thread: thread, organization: organization)
    }

    func perform(_ threads: any ThreadRunner, _ changes: Changes) {
        if let organization { changes.notify(organization) }
        if let thread { threads.wake(thread) }
    }
}
