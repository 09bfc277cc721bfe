public import CoreLanguage

/// A thread as callers see it.
public struct ThreadRecord: Message, Hashable {
    /// How a thread stands.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case pending
        case running
        case paused
        case cancelling
        case completed
        case failed
        case cancelled

        /// A thread whose time is over has failed.
        init(_ state: ThreadState) {
            switch state {
            case .pending: self = .pending
            case .running: self = .running
            case .paused: self = .paused
            case .cancelling: self = .cancelling
            case .completed: self = .completed
            case .failed, .expired: self = .failed
            case .cancelled: self = .cancelled
            }
        }
    }

    public let threadID: Identifier
    public let scriptName: String
    public let version: Int64
    public let status: Status
    public let error: String
    public let failure: ThreadFailure?
    public let pauseReason: PauseReason?
    public let currentStepPath: String
    public let currentStepName: String
    public let totalSteps: Int64
    public let completedSteps: Int64
    public let createdAt: Timestamp
    public let startedAt: Timestamp?
    public let finishedAt: Timestamp?
    public let metadata: JSONValue
    public let pendingAsks: [AskRecord]
    public let lastEventSequence: Int64
    public let forkedFrom: Identifier?

    public static let schema = ObjectSchema(
        "A thread.",
        ThreadRecord.init(
            threadID:scriptName:version:status:error:failure:pauseReason:currentStepPath:currentStepName:totalSteps:
            completedSteps:createdAt:startedAt:finishedAt:metadata:pendingAsks:lastEventSequence:
            forkedFrom:),
        ThreadField.id(\.threadID),
        Field("script_name", \.scriptName, .string(count: 1...200), "The script that it runs."),
        Field("version", \.version, .integer(in: 0...LibraryField.versionMax), "In this version, to its end."),
        Field("status", \.status, .word, "How it stands."),
        Field("error", \.error, .text, "Why it failed or is paused, in one line; empty when it did not."),
        Field(optional: "failure", \.failure, .message, "The same in parts."),
        Field(optional: "pause_reason", \.pauseReason, .word, "What it waits for, when it is paused."),
        Field("current_step_path", \.currentStepPath, .string(count: 0...2_048), "The step of its latest event."),
        Field("current_step_name", \.currentStepName, .text, "The same as people call it."),
        Field(
            "total_steps", \.totalSteps, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Steps of the script that touch the world."),
        Field(
            "completed_steps", \.completedSteps, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "How often such a step was done: in loops each time counts."),
        Field("created_at", \.createdAt, .timestamp, "When it was accepted."),
        Field(optional: "started_at", \.startedAt, .timestamp, "When it began."),
        Field(optional: "finished_at", \.finishedAt, .timestamp, "When it was over."),
        Field("metadata", \.metadata, ThreadField.metadata, "Texts of the caller's own."),
        Field("pending_asks", \.pendingAsks, .array(of: .message, countMax: 10_000), "What it asks, unanswered."),
        Field(
            "last_event_seq", \.lastEventSequence, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "The number of its latest event."),
        Field(
            optional: "forked_from_thread_id", \.forkedFrom, .identifier(.thread),
            "The thread whose doings it took over."))
}

extension ThreadRecord {
    init(_ thread: Thread, _ tx: any ReadTransaction) throws(CoreError) {
        let status = thread.status
        let failure = try status.failure.map { bytes throws(CoreError) in
            guard let json = try? JSONValue.parse(bytes, limits: .stored) else {
                throw CoreError(.databaseCorrupt, "A stored failure is not JSON.")
            }
            return try ThreadFailure.stored(json)
        }
        let begun = try tx.events.events(of: thread.id, after: 1, limit: 1).first
        let latest = try tx.events.events(of: thread.id, after: max(0, status.sequence - 8), limit: 8)
            .last { !$0.path.isEmpty && (failure?.step == nil || $0.path == failure?.step) }
        let asks =
            status.state.isFinal ? [] : try tx.waits.asks(of: thread.id).filter { $0.answeredAt == nil }
        self.init(
            thread, failure, latest, startedAt: begun.flatMap { $0.kind == .threadStarted ? $0.at : nil },
            pendingAsks: asks.map(AskRecord.init))
    }

    /// A thread that was just stored, and has done nothing yet.
    init(accepted thread: Thread) {
        self.init(thread, nil, nil, startedAt: nil, pendingAsks: [])
    }

    private init(
        _ thread: Thread, _ failure: ThreadFailure?, _ latest: Event?, startedAt: Timestamp?, pendingAsks: [AskRecord]
    ) {
        let status = thread.status
        self.init(
            threadID: thread.id, scriptName: thread.program.name, version: Int64(thread.program.version) ?? 0,
            status: Status(status.state), error: failure?.message ?? "", failure: failure, pauseReason: status.pause,
            currentStepPath: latest?.path ?? "", currentStepName: latest?.body["label"]?.stringValue ?? "",
            totalSteps: status.progress.total, completedSteps: status.progress.done, createdAt: thread.createdAt,
            startedAt: startedAt, finishedAt: status.finishedAt,
            metadata: thread.options?.metadata ?? [:], pendingAsks: pendingAsks,
            lastEventSequence: status.sequence, forkedFrom: thread.options?.forkedFrom?.thread)
    }
}
