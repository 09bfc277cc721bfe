import CoreLanguage

/// What one step of a thread did.
public struct StepRecord: Message, Hashable {
    /// How a step stands.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case running
        case waiting
        case completed
        case failed
        case inDoubt = "in_doubt"
    }

    public var stepPath: String
    public var stepName: String
    public var primitive: String
    public var status: Status
    public var attempts: Int64
    public var startedAt: Timestamp
    public var finishedAt: Timestamp?
    public var error: ThreadFailure?
    public var durationMilliseconds: Int64?
    public var cost: Money?
    public var childThread: Identifier?

    public static let schema = ObjectSchema(
        "What one step of a thread did.",
        StepRecord.init(
            stepPath:stepName:primitive:status:attempts:startedAt:finishedAt:error:durationMilliseconds:cost:
            childThread:),
        Field("step_path", \.stepPath, .string(count: 1...2_048), "Its path."),
        Field("step_name", \.stepName, .text, "What it is called; empty when it has no label."),
        Field("primitive", \.primitive, .string(count: 0...64), "What it does: `do`, `ask`, `wait` …"),
        Field("status", \.status, .word, "How it stands."),
        Field("attempts", \.attempts, .integer(in: 1...1_000_000), "How often it was tried."),
        Field("started_at", \.startedAt, .timestamp, "When it was first heard of."),
        Field(optional: "finished_at", \.finishedAt, .timestamp, "When it was over."),
        Field(optional: "failure", \.error, .message, "What went wrong last."),
        Field(
            optional: "duration_ms", \.durationMilliseconds, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "How long its last attempt took."),
        Field(optional: "cost", \.cost, .message, "What it cost."),
        Field(optional: "child_thread_id", \.childThread, .identifier(.thread), "The thread that it runs."))
}

extension StepRecord {
    /// A step of which the first event is told.
    init(_ event: Event) throws(CoreError) {
        self.init(
            stepPath: event.path, stepName: "", primitive: "", status: .running, attempts: 1, startedAt: event.at,
            finishedAt: nil, error: nil, durationMilliseconds: nil, cost: nil, childThread: nil)
        try take(event)
    }

    /// Takes the next event of the step.
    mutating func take(_ event: Event) throws(CoreError) {
        let body = event.body
        if let label = body["label"]?.stringValue { stepName = label }
        if let word = body["step"]?.stringValue { primitive = word }
        attempts = max(attempts, body["attempt"]?.int64Value ?? 1)
        durationMilliseconds = body["duration_ms"]?.int64Value ?? durationMilliseconds
        if let cost = body["cost"] { self.cost = try Money.stored(cost) }
        error = try body["error"].map(ThreadFailure.stored)
        finishedAt = nil
        switch event.kind {
        case .stepCompleted, .stepYielded: (status, finishedAt) = (.completed, event.at)
        case .stepFailed:
            (status, finishedAt) = (error?.reason == Reason.stepInDoubt.name ? .inDoubt : .failed, event.at)
        case .stepRetrying, .stepWaiting, .stepAsked: status = .waiting
        case .stepStarted:
            status = .waiting
            childThread = body["thread"]?.stringValue.flatMap { Identifier($0) }
        default: status = .running
        }
    }
}

/// Which steps of a thread are asked for.
public struct StepListInput: Message, Hashable {
    public let threadID: Identifier
    public let pathPrefix: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which steps of a thread are asked for.", StepListInput.init(threadID:pathPrefix:pageSize:pageToken:),
        ThreadField.id(\.threadID),
        Field(
            "path_prefix", \.pathPrefix, .string(count: 0...2_048), default: "",
            "Only the step at this path and those below it."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of steps.
public struct StepList: Message, Hashable {
    public let steps: [StepRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "What the steps of a thread did, in the order in which they were first heard of.",
        StepList.init(steps:nextPageToken:),
        Field("steps", \.steps, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}
