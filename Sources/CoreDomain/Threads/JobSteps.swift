import CoreLanguage

/// Names a job whose steps are listed.
public struct JobStepsInput: Message, Hashable {
    public let jobID: Identifier
    public let limit: Int64
    public let cursor: String?

    public static let schema = ObjectSchema(
        "Names a job whose steps are listed.",
        JobStepsInput.init(jobID:limit:cursor:),
        Field("job_id", \.jobID, .identifier(.uuid), "The job."),
        Field("limit", \.limit, .integer(in: 1...1_000), default: 200, "How many at most."),
        Field(optional: "cursor", \.cursor, .string(count: 1...2_048), "`next_cursor` of the page before."))
}

/// What the steps of a job did.
public struct JobSteps: Message, Hashable {
    public let steps: [JobStep]
    public let nextCursor: String?

    public static let schema = ObjectSchema(
        "What the steps of a job did, in the order in which they were first tried.",
        JobSteps.init(steps:nextCursor:),
        Field("steps", \.steps, .array(of: .message, countMax: 1_000), "The steps that were tried so far."),
        Field("next_cursor", \.nextCursor, .optional(.string(count: 1...2_048)), "Null on the last page."))

    init(steps: [JobStep], nextCursor: String?) {
        self.steps = steps
        self.nextCursor = nextCursor
    }

    private static let eventsAtOnce = 500

    /// At most `limit` steps from number `first` on, each as its latest event tells, and the number of the next.
    static func page(
        of thread: Identifier, from first: Int, limit: Int, _ tx: any ReadTransaction
    ) throws(CoreError) -> (steps: [JobStep], next: Int?) {
        var numbers: [String: Int] = [:]
        var steps: [Int: JobStep] = [:]
        var latest: Int64 = 0
        while true {
            let events = try tx.events.events(of: thread, after: latest, limit: eventsAtOnce)
            for event in events where !event.path.isEmpty {
                let number = numbers[event.path] ?? numbers.count
                numbers[event.path] = number
                if number >= first, number - first < limit { steps[number] = try JobStep(event) }
            }
            guard let last = events.last, events.count == eventsAtOnce else { break }
            latest = last.sequence
        }
        let next = numbers.count > first + steps.count && !steps.isEmpty ? first + steps.count : nil
        return (steps.sorted { $0.key < $1.key }.map(\.value), next)
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

    init(_ event: Event) throws(CoreError) {
        let status: Status
        switch event.kind {
        case .stepCompleted: status = .completed
        case .stepFailed: status = .failed
        case .stepRetrying, .stepWaiting: status = .waiting
        default: status = .running
        }
        self.init(
            step: event.path, status: status, attempt: event.body["attempt"]?.int64Value ?? 1,
            durationMilliseconds: event.body["duration_ms"]?.int64Value,
            cost: try event.body["cost"].map(Money.stored), error: try event.body["error"].map(ThreadFailure.stored),
            at: event.at)
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
