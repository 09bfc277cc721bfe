/// Carries threads on; the engine is one.
public protocol ThreadRunner: Sendable {
    /// Looks at a thread whose stored state changed: begins it, or stops what runs of it. Returns at once.
    func wake(_ thread: Identifier, of organization: Identifier)
    /// Begins a thread that was just stored.
    func begin(_ thread: BegunThread)
    /// Looks for open threads that nobody told of. Returns at once.
    func lookAgain()
}

/// For programs without threads.
public struct NoThreads: ThreadRunner {
    /// A runner that runs nothing.
    public init() {}
    public func wake(_ thread: Identifier, of organization: Identifier) {}
    public func begin(_ thread: BegunThread) {}
    public func lookAgain() {}
}

/// What a committed change asks of the engine and of those who watch.
public enum ThreadWake: Sendable {
    /// Nothing was touched.
    case none
    /// Threads with new events, and their organization.
    case threads([Identifier], of: Identifier)
    /// A new thread.
    case begun(BegunThread)
    /// The call is refused, and what it changed is kept all the same.
    case refused(CoreError, Identifier, of: Identifier)

    func perform(_ threads: any ThreadRunner, _ changes: Changes) {
        switch self {
        case .none: break
        case .threads(let woken, let organization):
            changes.notify(organization)
            for thread in woken { threads.wake(thread, of: organization) }
        case .refused(_, let thread, let organization):
            ThreadWake.threads([thread], of: organization).perform(threads, changes)
        case .begun(let begun):
            changes.notify(begun.thread.organization)
            threads.begin(begun)
        }
    }
}
