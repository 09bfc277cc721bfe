/// Word between the processes that share a store of what one of them changed.
///
/// Best effort: a signal may come late, twice or never. Whoever waits for one looks by itself now and then.
public protocol Signals: Sendable {
    /// Tells the other processes. Returns at once, and never fails.
    func send(_ signal: Signal)
    /// Has `handler` told of what the others send. It returns at once. Only one handler is kept.
    func receive(_ handler: @escaping @Sendable (Signal) -> Void)
}

/// What one process tells the others.
public enum Signal: Hashable, Sendable {
    /// An organization has new events.
    case events(of: Identifier)
    /// A thread of an organization was changed by someone who does not carry it on.
    case thread(Identifier, of: Identifier)
    /// There are threads that nobody carries on.
    case work
    /// Signals may have been lost, so everything is to be looked at.
    case everything
}
