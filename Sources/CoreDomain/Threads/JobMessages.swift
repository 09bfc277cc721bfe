public import CoreLanguage

/// A run of a recipe that is asked for.
public struct RecipeRun: Message, Hashable {
    public let recipeID: String
    public let version: String?
    public let input: JSONValue
    public let webhookURL: String?
    public let webhookSecret: Secret?
    public let referenceID: String?
    public let paymentMethod: PaymentMethod
    public let timeToLive: Int64

    /// How a run is paid.
    public enum PaymentMethod: String, Hashable, Sendable, CaseIterable {
        /// From the account's balance.
        case balance
    }

    /// Seconds that a run may take when nothing else is asked.
    static let timeToLiveDefault: Int64 = 3_600

    public static let schema = ObjectSchema(
        "A run of a recipe.",
        RecipeRun.init(
            recipeID:version:input:webhookURL:webhookSecret:referenceID:paymentMethod:timeToLive:),
        Field("recipe_id", \.recipeID, .ingredientName, "`namespace:kind:slug`."),
        Field(optional: "version", \.version, .string(count: 1...64), "Its version; the latest when absent."),
        Field("input", \.input, .jsonObject, "What the recipe's input schema describes."),
        Field(
            optional: "webhook_url", \.webhookURL, .string(count: 1...2_048),
            "Where the end is told; this server does not offer it yet."),
        Field(optional: "webhook_secret", \.webhookSecret, .secret(count: 1...1_024), "Signs what is told there."),
        Field(
            optional: "reference_id", \.referenceID, .string(count: 1...200), "The caller's own name for the run."),
        Field("payment_method", \.paymentMethod, .word, default: .balance, "How it is paid."),
        Field(
            "ttl_seconds", \.timeToLive, .integer(in: 1...604_800), default: timeToLiveDefault,
            "How long it may take; then it expires and costs nothing."))
}

/// What a caller is told of an accepted run.
public struct AcceptedJob: Message, Hashable {
    public let jobID: Identifier
    public let status: JobStatus

    public static let schema = ObjectSchema(
        "An accepted run.",
        AcceptedJob.init(jobID:status:),
        Field("job_id", \.jobID, .identifier(.uuid), "Names the job."),
        Field("status", \.status, .word, "`pending`: it is begun next."))
}

/// A job's state in ScryptedAI's words.
public enum JobStatus: String, Hashable, Sendable, CaseIterable {
    case pending
    case processing
    case completed
    case failed
    case cancelled

    /// The word for a thread's state.
    public init(_ state: ThreadState) {
        switch state {
        case .pending: self = .pending
        case .running, .paused, .cancelling: self = .processing
        case .completed: self = .completed
        case .failed, .expired: self = .failed
        case .cancelled: self = .cancelled
        }
    }

    /// The states that have this word.
    var states: [ThreadState] { ThreadState.allCases.filter { JobStatus($0) == self } }
}

/// Names one job.
public struct JobName: Message, Hashable {
    public let jobID: Identifier

    public static let schema = ObjectSchema(
        "Names a job.",
        JobName.init(jobID:),
        Field("job_id", \.jobID, .identifier(.uuid), "The job."))
}

/// Which jobs are asked for.
public struct JobListInput: Message, Hashable {
    public let status: JobStatus?
    public let limit: Int64
    public let cursor: String?

    public static let schema = ObjectSchema(
        "Which jobs are asked for.",
        JobListInput.init(status:limit:cursor:),
        Field(optional: "status", \.status, .word, "Only jobs that stand like this."),
        Field("limit", \.limit, .integer(in: 1...200), default: Int64(PageRequest.defaultLimit), "Most in one answer."),
        Field(optional: "cursor", \.cursor, .string(count: 1...2_048), "`next_cursor` of the page before."))
}

/// A page of the list of jobs.
public struct JobList: Message, Hashable {
    public let jobs: [Job]
    public let nextCursor: String?

    public static let schema = ObjectSchema(
        "Jobs, the newest first.",
        JobList.init(jobs:nextCursor:),
        Field("jobs", \.jobs, .array(of: .message, countMax: 200), "This page; results are left out."),
        Field("next_cursor", \.nextCursor, .optional(.string(count: 1...2_048)), "Null on the last page."))
}
