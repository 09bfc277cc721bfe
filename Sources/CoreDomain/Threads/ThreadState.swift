/// Where a thread stands. One stored state machine for every kind of program; each wire has its own words for it.
public enum ThreadState: String, Hashable, Sendable, CaseIterable {
    /// Accepted, not begun.
    case pending = "PENDING"
    case running = "RUNNING"
    /// Waits for someone; keeps nothing in memory.
    case paused = "PAUSED"
    /// Undoes what it did, before it is cancelled.
    case cancelling = "CANCELLING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
    /// Its time to live passed first.
    case expired = "EXPIRED"

    /// Whether nothing follows.
    public var isFinal: Bool {
        switch self {
        case .pending, .running, .paused, .cancelling: false
        case .completed, .failed, .cancelled, .expired: true
        }
    }
}

/// What a thread runs. Each surface lists its own kinds.
public enum ThreadKind: String, Hashable, Sendable, CaseIterable {
    case recipe
    case script
}
