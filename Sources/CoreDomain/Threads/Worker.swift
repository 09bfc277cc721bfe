/// One of several processes that carry on the threads of one store. Its threads are its own for as long as its lease
/// lasts, which it renews again and again.
public struct Worker: Hashable, Sendable {
    /// Another one for each start, and after each lease that ran out.
    public let id: Identifier
    /// Tells people where it runs.
    public let name: String
    public let startedAt: Timestamp
    /// Until when its threads are its own.
    public let leaseUntil: Timestamp
    /// When it was declared dead, so that its threads are others'; nil while it lives.
    public let diedAt: Timestamp?

    /// The name of one of which nothing is known but its threads.
    public static let unknownName = "unknown"

    /// A worker of these parts.
    public init(
        id: Identifier, name: String, startedAt: Timestamp, leaseUntil: Timestamp, diedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.startedAt = startedAt
        self.leaseUntil = leaseUntil
        self.diedAt = diedAt
    }
}
