import CoreLanguage

/// The operations on runs of recipes.
public struct Jobs: Sendable {
    private let registry: Registry
    private let entropy: any Entropy
    private let pageTokens: PageTokens
    private let journal: ThreadJournal
    private let documents: DocumentInputs

    /// Jobs that run recipes of `registry`.
    public init(
        registry: Registry, entropy: any Entropy, cryptography: any Cryptography, pageTokens: PageTokens
    ) {
        self.registry = registry
        self.entropy = entropy
        self.pageTokens = pageTokens
        journal = ThreadJournal(cryptography)
        documents = DocumentInputs(cryptography: cryptography)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .process(
                "recipes.run", "Run a recipe; the answer names the job to look at.", access: .member(.jobWrite),
                idempotency: .optional, accept: run),
            .read("jobs.get", "Show a job and its result.", access: .member(.jobRead), handle: get),
            .read("jobs.list", "List the account's jobs, the newest first.", access: .member(.jobRead), handle: list),
            .process(
                "jobs.cancel", "Cancel a job; what it cost is given back.", access: .member(.jobWrite),
                idempotency: .optional, accept: cancel),
            .transaction(
                "jobs.delete", "Remove a job that is over from view.", access: .member(.jobWrite),
                idempotency: .optional, handle: delete),
            .read("jobs.steps", "List what the steps of a job did and cost.", access: .member(.jobRead), handle: steps),
            .stream(
                "jobs.watch", "Follow the account's jobs, or one of them, as they go on.", access: .member(.jobRead),
                item: JobEvent.self, page: watch),
        ]
    }

    // MARK: Running

    @Sendable func run(
        _ input: RecipeRun, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (AcceptedJob, ThreadWake) {
        if input.webhookURL != nil || input.webhookSecret != nil { throw Self.noWebhooks }
        let member = try Member(caller)
        let recipe = try registry.find(input.recipeID, version: input.version, tx.snapshot)
        let loaded = try registry.library.load(recipe.program, tx.snapshot)
        let values = try checkedInput(input.input, loaded)
        let quote = try Quote(of: loaded.program, .root, tx.snapshot)
        let now = tx.now
        let thread = Thread(
            id: try entropy.identifier(at: now), organization: member.organization, principal: member.principal,
            kind: .recipe,
            program: ProgramReference(digest: recipe.program, name: recipe.name, version: recipe.version),
            createdAt: now, expiresAt: now.adding(.seconds(input.timeToLive)), reference: input.referenceID,
            status: .accepted(at: now, held: quote.maximum, steps: Int64(loaded.targets.count)))
        let stored = try documents.stored(values, for: loaded.program.inputSchema, thread, tx)
        try EngineLimits().check(.object(stored), "The input")
        try journal.begin(thread, input: stored, quote.money, tx)
        return (
            AcceptedJob(jobID: thread.id, status: .pending), .thread(thread.id, of: thread.organization)
        )
    }

    private static let noWebhooks = CoreError(
        .unsupported, "This server does not call webhooks.",
        fix: "Leave out `webhook_url` and `webhook_secret`; follow the job by GET /jobs/stream or GET /jobs/{id}.")

    /// The recipe's input with its defaults.
    private func checkedInput(_ input: JSONValue, _ loaded: LoadedProgram) throws(CoreError) -> JSONObject {
        let place = JSONPointer.root.appending(key: "input")
        guard case .object(var members) = input else {
            throw CoreError(inputViolations: [.wrongType(place, expected: "an object", found: input)])
        }
        for (name, value) in loaded.program.inputDefaults where members[name] == nil { members[name] = value }
        try loaded.inputSchema.check(.object(members), at: place)
        return members
    }

    // MARK: Looking

    @Sendable func get(_ input: JobName, _ caller: Caller, _ tx: any ReadTransaction) throws(CoreError) -> Job {
        try Job(try find(input.jobID, caller, tx), withResult: true)
    }

    @Sendable func list(
        _ input: JobListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> JobList {
        let organization = try Member(caller).organization
        let scope = Array("jobs.list/\(input.status?.rawValue ?? "")/".utf8) + organization.bytes
        let request = PageRequest(limit: Int(input.limit), token: input.cursor)
        let before = try request.token.map { token throws(CoreError) in
            Identifier(bytes: try pageTokens.position(in: token, scope: scope))
        }
        let filter = ThreadFilter(organization: organization, kinds: [.recipe], states: input.status?.states)
        let found = try tx.threads.list(filter, before: before ?? nil, limit: request.limit + 1)
        var jobs: [Job] = []
        for thread in found.prefix(request.limit) { jobs.append(try Job(thread, withResult: false)) }
        let next = found.count > jobs.count ? jobs.last : nil
        return JobList(
            jobs: jobs, nextCursor: next.map { pageTokens.token(position: $0.jobID.bytes, scope: scope) })
    }

    @Sendable func steps(
        _ input: JobName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> JobSteps {
        let thread = try find(input.jobID, caller, tx)
        return try JobSteps(ThreadHistory(of: thread.id, tx), thread)
    }

    /// Another organization's job, and one that was removed, are not there.
    private func find(
        _ id: Identifier, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Thread {
        let organization = try Member(caller).organization
        guard let thread = try tx.threads.find(id), thread.organization == organization,
            thread.status.deletedAt == nil
        else { throw CoreError(.notFound, "There is no job \(id).") }
        return thread
    }

    // MARK: Ending

    @Sendable func cancel(
        _ input: JobName, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (Job, ThreadWake) {
        var thread = try find(input.jobID, caller, tx.snapshot)
        guard !thread.status.state.isFinal else { return (try Job(thread, withResult: true), .none) }
        let money = try ThreadHistory(of: thread.id, tx.snapshot).money
        try journal.end(thread, .cancelled, money, &thread.status, tx)
        return (try Job(thread, withResult: true), .thread(thread.id, of: thread.organization))
    }

    @Sendable func delete(
        _ input: JobName, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        var thread = try find(input.jobID, caller, tx.snapshot)
        guard thread.status.state.isFinal else {
            throw CoreError(
                .stateConflict, "The job is not over.", fix: "Cancel it first, or wait for its end.")
        }
        thread.status.deletedAt = tx.now
        try tx.threads.update(thread.id, thread.status)
        return Nothing()
    }

    // MARK: Following

    @Sendable func watch(
        _ input: JobWatch, _ caller: Caller, _ position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<JobEvent> {
        guard let id = input.jobID else {
            let organization = try Member(caller).organization
            return try JobFeed.page(of: organization, after: position ?? input.after, tx)
        }
        return try JobFeed.page(of: try find(id, caller, tx), after: position ?? input.after, tx)
    }
}

/// The two facts of a caller that is no stranger.
struct Member: Sendable {
    let principal: Identifier
    let organization: Identifier

    init(_ caller: Caller) throws(CoreError) {
        guard let principal = caller.principal, let organization = caller.organization else {
            throw CoreError(.internalError, "A member has no organization.")
        }
        self.principal = principal
        self.organization = organization
    }
}
