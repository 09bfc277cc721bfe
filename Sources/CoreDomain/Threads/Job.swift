public import CoreLanguage

/// A run of a recipe, as its owner sees it.
public struct Job: Message, Hashable {
    public let jobID: Identifier
    public let recipeID: String
    public let recipeVersion: String
    public let status: JobStatus
    public let result: JSONValue?
    public let error: ThreadFailure?
    public let errorMessage: String?
    public let progress: Double
    public let stepsDone: Int64
    public let stepsTotal: Int64
    public let held: Money?
    public let cost: Money?
    public let referenceID: String?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let finishedAt: Timestamp?
    public let expiresAt: Timestamp

    public static let schema = ObjectSchema(
        "A run of a recipe.",
        Job.init(
            jobID:recipeID:recipeVersion:status:result:error:errorMessage:progress:stepsDone:stepsTotal:held:cost:
            referenceID:createdAt:updatedAt:finishedAt:expiresAt:),
        Field("job_id", \.jobID, .identifier(.uuid), "Names the job."),
        Field("recipe_id", \.recipeID, .string(count: 1...200), "The recipe that it runs."),
        Field("recipe_version", \.recipeVersion, .string(count: 1...64), "In this version, to its end."),
        Field("status", \.status, .word, "How it stands."),
        Field(optional: "result", \.result, .json, "What the recipe's output schema describes, once it is completed."),
        Field(optional: "error", \.error, .message, "Why it failed."),
        Field(optional: "error_message", \.errorMessage, .string(), "The same in one line."),
        Field("progress", \.progress, .number(in: 0...1), "The part of its steps that is done."),
        Field("steps_done", \.stepsDone, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Steps that are done."),
        Field("steps_total", \.stepsTotal, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Steps of the recipe."),
        Field(
            optional: "held", \.held, .message, "The most that it costs, held while it runs; absent when it is free."),
        Field(optional: "cost", \.cost, .message, "What it has cost; nothing when it failed or was cancelled."),
        Field(optional: "reference_id", \.referenceID, .string(count: 1...200), "The caller's own name for it."),
        Field("created_at", \.createdAt, .timestamp, "When it was accepted."),
        Field("updated_at", \.updatedAt, .timestamp, "When something last happened to it."),
        Field(optional: "finished_at", \.finishedAt, .timestamp, "When it was over."),
        Field("expires_at", \.expiresAt, .timestamp, "When it is given up."))
}

extension Job {
    /// The job that `thread` is, with its result (JSON) where that is shown.
    init(_ thread: Thread, result: [UInt8]?) throws(CoreError) {
        let status = thread.status
        let failure = try status.failure.map { bytes throws(CoreError) in
            try ThreadFailure.schema.decode(try Job.json(bytes))
        }
        let result = try result.map { bytes throws(CoreError) in try Job.json(bytes) }
        let (done, total) = (status.progress.done, status.progress.total)
        self.init(
            jobID: thread.id, recipeID: thread.program.name, recipeVersion: thread.program.version,
            status: JobStatus(status.state), result: result, error: failure, errorMessage: failure?.message,
            progress: total > 0 ? min(1, Double(done) / Double(total)) : 1, stepsDone: done, stepsTotal: total,
            held: status.held, cost: status.held.map { Money(amount: status.charged, currency: $0.currency) },
            referenceID: thread.reference, createdAt: thread.createdAt, updatedAt: status.updatedAt,
            finishedAt: status.finishedAt, expiresAt: thread.expiresAt)
    }

    private static func json(_ bytes: [UInt8]) throws(CoreError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes, limits: .stored)
        } catch {
            throw CoreError(.databaseCorrupt, "A stored result is not JSON.")
        }
    }
}
