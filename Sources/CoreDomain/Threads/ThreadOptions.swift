public import CoreLanguage

/// What a thread was begun with besides its input. It never changes.
public struct ThreadOptions: Message, Hashable {
    /// Texts of the caller's own, by their names.
    public let metadata: JSONValue
    /// The thread that runs this one as a step, and that step; nil for one that a caller began.
    public let parent: ThreadPlace?
    /// Threads above this one.
    public let depth: Int64
    /// The thread whose doings it took over, and the step before which; nil for one that began at its beginning.
    public let forkedFrom: ThreadPlace?
    /// When it begins; nil for at once.
    public let startAt: Timestamp?

    /// Options of these parts.
    public init(
        metadata: JSONValue = [:], parent: ThreadPlace? = nil, depth: Int64 = 0, forkedFrom: ThreadPlace? = nil,
        startAt: Timestamp? = nil
    ) {
        self.metadata = metadata
        self.parent = parent
        self.depth = depth
        self.forkedFrom = forkedFrom
        self.startAt = startAt
    }

    /// How deep threads may run threads.
    static let depthMax: Int64 = 16

    public static let schema = ObjectSchema(
        "What a thread was begun with.", ThreadOptions.init(metadata:parent:depth:forkedFrom:startAt:),
        Field("metadata", \.metadata, .jsonObject, default: [:], "Texts of the caller's own."),
        Field(optional: "parent", \.parent, .message, "The step that it is run by."),
        Field("depth", \.depth, .integer(in: 0...1_000), default: 0, "Threads above it."),
        Field(optional: "forked_from", \.forkedFrom, .message, "The step of another thread before which it begins."),
        Field(optional: "start_at", \.startAt, .timestamp, "When it begins."))
}

/// A step of a thread.
public struct ThreadPlace: Message, Hashable {
    public let thread: Identifier
    public let path: String

    /// The step at `path` of `thread`.
    public init(thread: Identifier, path: String) {
        self.thread = thread
        self.path = path
    }

    public static let schema = ObjectSchema(
        "A step of a thread.", ThreadPlace.init(thread:path:),
        Field("thread", \.thread, .identifier(.uuid), "The thread."),
        Field("path", \.path, .string(count: 1...2_048), "The step's path."))
}

/// Why a thread waits for someone.
public enum PauseReason: String, Hashable, Sendable, CaseIterable {
    /// A person is asked.
    case ask
    /// A step failed, and nothing in the program handles it.
    case error
    /// A step was begun before a crash that must not be done twice, and nobody knows whether it was done.
    case inDoubt = "in_doubt"
}
