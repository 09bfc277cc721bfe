/// Says who carries on a thread that is about to be stored, so that it need not be claimed.
public protocol ThreadPlacement: Sendable {
    /// The worker that has room for a thread of `organization`; nil when whoever comes first may take it up.
    func worker(for organization: Identifier) -> Identifier?
}

/// For a store that one process has to itself: its threads have no worker.
public struct ExclusivePlacement: ThreadPlacement {
    /// A placement without workers.
    public init() {}
    public func worker(for organization: Identifier) -> Identifier? { nil }
}
