import CoreLanguage

/// What the steps of a job did.
public struct JobSteps: Message, Hashable {
    public let steps: [JobStep]

    public static let schema = ObjectSchema(
        "What the steps of a job did, in the order in which they were done.",
        JobSteps.init(steps:),
        Field("steps", \.steps, .array(of: .message, countMax: 10_000), "The steps that were tried so far."))

    init(steps: [JobStep]) { self.steps = steps }

    init(_ history: ThreadHistory, _ thread: Thread) {
        var steps: [String: JobStep] = [:]
        var order: [String] = []
        for event in history.steps {
            if steps[event.path] == nil { order.append(event.path) }
            steps[event.path] = JobStep(event)
        }
        self.init(steps: order.compactMap { steps[$0] })
    }
}

/// What one step, or one lane of it, did last.
public struct JobStep: Message, Hashable {
    /// How it stands.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case running
        case waiting
        case completed
        case failed
    }

    public let step: String
    public let status: Status
    public let attempt: Int64
    public let durationMilliseconds: Int64?
    public let cost: Money?
    public let error: ThreadFailure?
    public let at: Timestamp

    init(
        step: String, status: Status, attempt: Int64, durationMilliseconds: Int64?, cost: Money?,
        error: ThreadFailure?, at: Timestamp
    ) {
        self.step = step
        self.status = status
        self.attempt = attempt
        self.durationMilliseconds = durationMilliseconds
        self.cost = cost
        self.error = error
        self.at = at
    }

    init(_ event: Event) {
        let status: Status
        switch event.kind {
        case .stepCompleted: status = .completed
        case .stepFailed: status = .failed
        case .stepRetrying: status = .waiting
        default: status = .running
        }
        self.init(
            step: event.path, status: status, attempt: event.body["attempt"]?.int64Value ?? 1,
            durationMilliseconds: event.body["duration_ms"]?.int64Value,
            cost: event.body["cost"].flatMap { Money.decoded($0) },
            error: event.body["error"].flatMap { ThreadFailure.decoded($0) }, at: event.at)
    }

    public static let schema = ObjectSchema(
        "What a step did last.",
        JobStep.init(step:status:attempt:durationMilliseconds:cost:error:at:),
        Field("step", \.step, .string(count: 1...1_024), "Its path."),
        Field("status", \.status, .word, "How it stands."),
        Field("attempt", \.attempt, .integer(in: 1...1_000), "In which attempt."),
        Field(
            optional: "duration_ms", \.durationMilliseconds, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "How long the attempt took."),
        Field(optional: "cost", \.cost, .message, "What it cost."),
        Field(optional: "error", \.error, .message, "What went wrong."),
        Field("at", \.at, .timestamp, "When."))
}
