public import CoreLanguage

/// What happened to a thread: an entry of its journal, and of its organization's history. Small: what was computed is
/// in the journal's ``JournalEntry``.
public struct Event: Hashable, Sendable {
    public let organization: Identifier
    /// Its place in the organization's history: grows by one with each event, without gaps.
    public let organizationSequence: Int64
    public let thread: Identifier
    /// Its place in the thread's journal, counted from 1 without gaps.
    public let sequence: Int64
    public let at: Timestamp
    public let kind: EventKind
    /// The step; empty for what concerns the whole thread.
    public let path: String
    /// The attempt, the cost, the failure: facts of a few hundred bytes.
    public let body: JSONValue

    /// An event of these parts.
    public init(
        organization: Identifier, organizationSequence: Int64, thread: Identifier, sequence: Int64, at: Timestamp,
        kind: EventKind, path: String, body: JSONValue
    ) {
        self.organization = organization
        self.organizationSequence = organizationSequence
        self.thread = thread
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.path = path
        self.body = body
    }
}

/// An event with what it brought: the input of a thread, or the output of a step.
public struct JournalEntry: Hashable, Sendable {
    public let event: Event
    /// JSON; nil when the event brought nothing.
    public let payload: [UInt8]?

    /// An entry of these parts.
    public init(_ event: Event, payload: [UInt8]?) {
        self.event = event
        self.payload = payload
    }
}

/// What an event tells. A word that was once stored keeps its meaning.
public enum EventKind: String, Hashable, Sendable, CaseIterable {
    case threadCreated = "thread.created"
    case threadStarted = "thread.started"
    case threadCompleted = "thread.completed"
    case threadFailed = "thread.failed"
    case threadCancelled = "thread.cancelled"
    case threadExpired = "thread.expired"
    /// It waits for someone.
    case threadPaused = "thread.paused"
    /// It goes on after it was paused.
    case threadResumed = "thread.resumed"
    /// Its owner wants it to end: what it did is taken back.
    case threadCancelling = "thread.cancelling"
    /// A wait began, for a time or an event.
    case stepWaiting = "step.waiting"
    /// Written before the call of an ingredient that must not be called twice.
    case stepIntended = "step.intended"
    /// A person is asked.
    case stepAsked = "step.asked"
    /// The thread that the step runs has begun.
    case stepStarted = "step.started"
    /// A value that whoever watches is told.
    case stepYielded = "step.yielded"
    /// A call that gives a stream gave an item.
    case stepItem = "step.item"
    case stepCompleted = "step.completed"
    /// An attempt failed, and another follows.
    case stepRetrying = "step.retrying"
    /// The last attempt failed.
    case stepFailed = "step.failed"
}

/// An event that has no place in any order yet; the commit gives it one.
public struct NewEvent: Hashable, Sendable {
    public let kind: EventKind
    public let path: String
    public let body: JSONValue
    /// JSON of what the event brings; nil when it brings nothing.
    public let payload: [UInt8]?

    /// An event about the step at `path`, or about the whole thread.
    public init(
        _ kind: EventKind, path: String = "", body: JSONValue = .object(JSONObject()), payload: [UInt8]? = nil
    ) {
        self.kind = kind
        self.path = path
        self.body = body
        self.payload = payload
    }
}
