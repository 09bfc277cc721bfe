import CoreLanguage

/// The events of jobs as their owner follows them: a projection of the organization's history.
enum JobFeed {
    /// Events read at once.
    static let pageSize = 64

    /// What happened to any job of an organization behind `position`; without one, from now on.
    static func page(
        of organization: Identifier, after position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<JobEvent> {
        guard let position else {
            return ItemPage(items: [], next: try tx.events.latest(of: organization), isOver: false)
        }
        // A place that is not there yet comes from another history, such as one before a backup was put back.
        let place = min(position, try tx.events.latest(of: organization))
        let events = try tx.events.history(of: organization, after: place, limit: pageSize)
        return ItemPage(
            items: try items(try withoutRemoved(events, tx)), next: events.last?.organizationSequence ?? place,
            isOver: false)
    }

    /// What happened to one job behind `position`; without one, from its beginning. Over after its last event.
    static func page(
        of thread: Thread, after position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<JobEvent> {
        let events = try tx.events.events(
            of: thread.id, after: try sequence(of: thread, at: position, tx), limit: pageSize)
        let isOver =
            thread.status.state.isFinal && (events.last?.sequence ?? thread.status.sequence) >= thread.status.sequence
        return ItemPage(
            items: try items(events), next: events.last?.organizationSequence ?? position ?? 0, isOver: isOver)
    }

    private static func items(_ events: [Event]) throws(CoreError) -> [(position: StreamPosition, item: JobEvent)] {
        var items: [(position: StreamPosition, item: JobEvent)] = []
        for event in events { items.append((event.organizationSequence, try JobEvent(event))) }
        return items
    }

    /// The events of jobs that their owner did not remove from view.
    private static func withoutRemoved(
        _ events: [Event], _ tx: any ReadTransaction
    ) throws(CoreError) -> [Event] {
        var removed: Set<Identifier> = []
        for thread in Set(events.map(\.thread)) where try tx.threads.status(thread)?.deletedAt != nil {
            removed.insert(thread)
        }
        return events.filter { !removed.contains($0.thread) }
    }

    /// The number of the thread's last event at or before a place in the organization's history.
    private static func sequence(
        of thread: Thread, at position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> Int64 {
        guard let position, position > 0 else { return 0 }
        return try tx.events.sequence(of: thread.id, at: position)
    }
}

/// Which jobs are followed.
public struct JobWatch: Message, Hashable {
    public let jobID: Identifier?
    public let after: Int64?

    public static let schema = ObjectSchema(
        "Which jobs are followed.",
        JobWatch.init(jobID:after:),
        Field(
            optional: "job_id", \.jobID, .identifier(.uuid),
            "Only this one, from its beginning to its end; all of the account's from now on when absent."),
        Field(
            optional: "after", \.after, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Go on behind the event with this number."))
}

/// One thing that happened to a job.
public struct JobEvent: Message, Hashable {
    public let jobID: Identifier
    public let event: EventKind
    public let status: JobStatus
    public let step: String?
    public let attempt: Int64?
    public let progress: Double?
    public let cost: Money?
    public let error: ThreadFailure?
    public let occurredAt: Timestamp

    init(
        jobID: Identifier, event: EventKind, status: JobStatus, step: String?, attempt: Int64?, progress: Double?,
        cost: Money?, error: ThreadFailure?, occurredAt: Timestamp
    ) {
        self.jobID = jobID
        self.event = event
        self.status = status
        self.step = step
        self.attempt = attempt
        self.progress = progress
        self.cost = cost
        self.error = error
        self.occurredAt = occurredAt
    }

    init(_ event: Event) throws(CoreError) {
        self.init(
            jobID: event.thread, event: event.kind, status: JobStatus(after: event.kind),
            step: event.path.isEmpty ? nil : event.path, attempt: event.body["attempt"]?.int64Value,
            progress: Self.progress(event.body),
            cost: try event.body["cost"].map(Money.stored), error: try event.body["error"].map(ThreadFailure.stored),
            occurredAt: event.at)
    }

    private static func progress(_ body: JSONValue) -> Double? {
        guard let done = body["steps_done"]?.int64Value, let total = body["steps_total"]?.int64Value, total > 0 else {
            return nil
        }
        return min(1, max(0, Double(done) / Double(total)))
    }

    public static let schema = ObjectSchema(
        "One thing that happened to a job.",
        JobEvent.init(jobID:event:status:step:attempt:progress:cost:error:occurredAt:),
        Field("job_id", \.jobID, .identifier(.uuid), "The job."),
        Field("event", \.event, .word, "What happened."),
        Field("status", \.status, .word, "How the job stood then."),
        Field(optional: "step", \.step, .string(count: 1...1_024), "The step that it happened to."),
        Field(optional: "attempt", \.attempt, .integer(in: 1...1_000), "In which attempt."),
        Field(optional: "progress", \.progress, .number(in: 0...1), "The part of the job's steps that was done then."),
        Field(optional: "cost", \.cost, .message, "What the step cost."),
        Field(optional: "error", \.error, .message, "What went wrong."),
        Field("occurred_at", \.occurredAt, .timestamp, "When."))
}

extension JobStatus {
    /// How a job stands after an event.
    init(after event: EventKind) {
        switch event {
        case .threadCreated: self = .pending
        case .threadStarted, .threadPaused, .threadResumed, .threadCancelling, .stepIntended, .stepWaiting, .stepAsked,
            .stepStarted, .stepYielded, .stepItem, .stepCompleted, .stepRetrying, .stepFailed:
            self = .processing
        case .threadCompleted: self = .completed
        case .threadFailed, .threadExpired: self = .failed
        case .threadCancelled: self = .cancelled
        }
    }
}
