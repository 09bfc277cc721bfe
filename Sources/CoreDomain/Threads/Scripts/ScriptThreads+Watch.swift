import CoreLanguage

/// Threads as they go on.
extension ScriptThreads {
    private static let eventsAtOnce = 100

    @Sendable func watch(
        _ input: ThreadWatch, _ caller: Caller, _ position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<ThreadEventRecord> {
        let thread = try find(input.threadID, caller, tx)
        let after = position ?? (input.liveOnly ? thread.status.sequence : input.after)
        let events = try tx.events.events(of: thread.id, after: after, limit: Self.eventsAtOnce)
        var items: [(position: StreamPosition, item: ThreadEventRecord)] = []
        for event in events where input.stepPath.isEmpty || event.path == input.stepPath {
            if let item = try ThreadEventRecord(event, tx) { items.append((event.sequence, item)) }
        }
        let last = events.last?.sequence ?? after
        return ItemPage(
            items: items, next: last, isOver: thread.status.state.isFinal && last >= thread.status.sequence)
    }
}

/// Which thread is followed.
public struct ThreadWatch: Message, Hashable {
    public let threadID: Identifier
    public let after: Int64
    public let liveOnly: Bool
    public let stepPath: String

    public static let schema = ObjectSchema(
        "Which thread is followed.", ThreadWatch.init(threadID:after:liveOnly:stepPath:), ThreadField.id(\.threadID),
        Field(
            "after_seq", \.after, .integer(in: 0...Schema<Int64>.exactIntegerMax), default: 0,
            "Go on behind the event with this number; 0 for the beginning."),
        Field("live_only", \.liveOnly, .bool, default: false, "Whether what happened before is left out."),
        Field(
            "step_path", \.stepPath, .string(count: 0...2_048), default: "",
            "Only events of this step; empty for all."))
}

/// One thing that happened to a thread.
public struct ThreadEventRecord: Message, Hashable {
    public let sequence: Int64
    public let at: Timestamp
    public let threadID: Identifier
    public let event: EventKind
    public let statusChanged: ThreadStatusChange?
    public let step: StepEventRecord?
    public let yielded: YieldedValue?
    public let ask: AskRecord?

    public static let schema = ObjectSchema(
        "One thing that happened to a thread.",
        ThreadEventRecord.init(sequence:at:threadID:event:statusChanged:step:yielded:ask:),
        Field("seq", \.sequence, .integer(in: 1...Schema<Int64>.exactIntegerMax), "Its place in the thread's history."),
        Field("at", \.at, .timestamp, "When."), ThreadField.id(\.threadID),
        Field("event", \.event, .word, "What happened."),
        Field(optional: "status_changed", \.statusChanged, .message, "How the thread stands now."),
        Field(optional: "step", \.step, .message, "What became of a step."),
        Field(optional: "yielded", \.yielded, .message, "A value that it tells."),
        Field(optional: "ask", \.ask, .message, "What it asks; absent once that was answered."))
}

/// How a thread came to stand.
public struct ThreadStatusChange: Message, Hashable {
    public let to: ThreadRecord.Status
    public let pauseReason: PauseReason?
    public let failure: ThreadFailure?

    public static let schema = ObjectSchema(
        "How a thread came to stand.", ThreadStatusChange.init(to:pauseReason:failure:),
        Field("to", \.to, .word, "How it stands now."),
        Field(optional: "pause_reason", \.pauseReason, .word, "What it waits for."),
        Field(optional: "failure", \.failure, .message, "What went wrong."))
}

/// What became of a step.
public struct StepEventRecord: Message, Hashable {
    public let stepPath: String
    public let stepName: String
    public let status: StepRecord.Status
    public let attempt: Int64
    public let failure: ThreadFailure?
    public let nextRetryAt: Timestamp?

    public static let schema = ObjectSchema(
        "What became of a step.",
        StepEventRecord.init(stepPath:stepName:status:attempt:failure:nextRetryAt:),
        Field("step_path", \.stepPath, .string(count: 1...2_048), "Its path."),
        Field("step_name", \.stepName, .text, "What it is called."),
        Field("status", \.status, .word, "How it stands."),
        Field("attempt", \.attempt, .integer(in: 1...1_000_000), "In which attempt."),
        Field(optional: "failure", \.failure, .message, "What went wrong."),
        Field(optional: "next_retry_at", \.nextRetryAt, .timestamp, "When it is tried again."))
}

extension ThreadEventRecord {
    /// Nil for what changes nothing that is shown.
    init?(_ event: Event, _ tx: any ReadTransaction) throws(CoreError) {
        let failure = try event.body["error"].map(ThreadFailure.stored)
        var (yielded, ask) = (YieldedValue?.none, AskRecord?.none)
        if event.kind == .stepYielded {
            yielded = try tx.events.journal(of: event.thread, after: event.sequence - 1, limit: 1).first
                .map(YieldedValue.init)
        }
        if event.kind == .stepAsked {
            ask = try tx.waits.find(event.thread, event.path).flatMap { $0.answeredAt == nil ? AskRecord($0) : nil }
        }
        self.init(
            sequence: event.sequence, at: event.at, threadID: event.thread, event: event.kind,
            statusChanged: event.kind.status.map { status in
                ThreadStatusChange(
                    to: status, pauseReason: event.body["reason"]?.stringValue.flatMap { PauseReason(rawValue: $0) },
                    failure: failure)
            },
            step: event.path.isEmpty || yielded != nil ? nil : try StepEventRecord(event), yielded: yielded, ask: ask)
    }
}

extension StepEventRecord {
    fileprivate init(_ event: Event) throws(CoreError) {
        let step = try StepRecord(event)
        self.init(
            stepPath: step.stepPath, stepName: step.stepName, status: step.status, attempt: step.attempts,
            failure: step.error,
            nextRetryAt: event.body["retry_at_ns"]?.int64Value.map { Timestamp(nanoseconds: $0) })
    }
}

extension EventKind {
    /// How a thread stands after an event of its own; nil for an event of a step.
    fileprivate var status: ThreadRecord.Status? {
        switch self {
        case .threadCreated: .pending
        case .threadStarted, .threadResumed: .running
        case .threadPaused: .paused
        case .threadCancelling: .cancelling
        case .threadCompleted: .completed
        case .threadFailed, .threadExpired: .failed
        case .threadCancelled: .cancelled
        case .stepIntended, .stepWaiting, .stepAsked, .stepStarted, .stepYielded, .stepItem, .stepCompleted,
            .stepRetrying, .stepFailed:
            nil
        }
    }
}
