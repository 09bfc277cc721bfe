public import CoreLanguage

/// Something that others tell a thread. Only who carries a thread on moves it; everybody else leaves a note.
public struct Note: Hashable, Sendable {
    public let thread: Identifier
    /// Its place among the notes of the thread, from 1.
    public let number: Int64
    public let kind: NoteKind
    /// The step it is for, or the name of an event; empty where there is neither.
    public let name: String
    public let body: JSONValue

    /// Notes that wait for one thread at most; whoever leaves more is refused, but for those that it must hear.
    public static let countMax: Int64 = 10_000
    /// As many as are read at once: all that there may be, those included that a thread must hear.
    static let readMax = 1_000_000
    /// Bytes of a note's body as JSON.
    public static let bytesMax = 1_048_576

    /// A note of these parts.
    public init(thread: Identifier, number: Int64, kind: NoteKind, name: String, body: JSONValue) {
        self.thread = thread
        self.number = number
        self.kind = kind
        self.name = name
        self.body = body
    }
}

/// What a note says. A word that was once stored keeps its meaning.
public enum NoteKind: String, Hashable, Sendable, CaseIterable {
    /// An event of this name came.
    case event
    /// The person whom the step asks has answered, or may not answer any more.
    case answer
    /// The thread that the step runs is over.
    case ended
    /// The thread is to go on from the step at which it is paused.
    case resume
    /// The thread is to end.
    case cancel

    /// Whether the thread must hear it, however many others wait. There is one of each step, and one that ends the thread.
    public var isAlwaysLeft: Bool { self == .ended || self == .cancel }
}

/// A note that has no number yet.
public struct NewNote: Hashable, Sendable {
    public let kind: NoteKind
    public let name: String
    public let body: JSONValue
    /// Of notes with the same identity a thread gets only the first; nil for one that is always another.
    public let identity: String?

    /// A note of these parts.
    public init(_ kind: NoteKind, _ name: String = "", body: JSONValue = [:], identity: String? = nil) {
        self.kind = kind
        self.name = name
        self.body = body
        self.identity = identity
    }
}

/// What became of a note.
public enum NoteReception: Hashable, Sendable {
    case left
    /// The thread got one with this identity before.
    case repeated
    /// The thread is over, or there is none.
    case closed
    /// Too many wait for the thread.
    case full
}
