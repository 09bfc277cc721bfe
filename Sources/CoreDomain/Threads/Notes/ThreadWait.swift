public import CoreLanguage

/// A step that waits for someone outside: a person, or an event. It is stored so that whoever has the answer finds it.
public struct ThreadWait: Hashable, Sendable {
    public let thread: Identifier
    public let path: String
    public let organization: Identifier
    public let kind: Kind
    /// The name of the event; of a question its label.
    public let name: String
    /// What the step asks: its prompt, options, type …
    public let body: JSONValue
    public let begunAt: Timestamp
    /// When nobody is waited for any more; nil for never.
    public let expiresAt: Timestamp?
    /// The attempt at the answer that is waited for, from 1.
    public var attempt: Int64
    /// When a valid answer came; nil before.
    public var answeredAt: Timestamp?

    /// What is waited for. A word that was once stored keeps its meaning.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case ask
        case event
    }

    /// A wait of these parts.
    public init(
        thread: Identifier, path: String, organization: Identifier, kind: Kind, name: String, body: JSONValue,
        begunAt: Timestamp, expiresAt: Timestamp?, attempt: Int64 = 1, answeredAt: Timestamp? = nil
    ) {
        self.thread = thread
        self.path = path
        self.organization = organization
        self.kind = kind
        self.name = name
        self.body = body
        self.begunAt = begunAt
        self.expiresAt = expiresAt
        self.attempt = attempt
        self.answeredAt = answeredAt
    }
}
