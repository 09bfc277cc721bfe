import CoreLanguage

/// The operations on runs of recipes.
public struct Jobs: Sendable {
    private let registry: Registry
    private let entropy: any Entropy
    private let pageTokens: PageTokens
    private let journal: ThreadJournal
    private let documents: DocumentInputs
    private let placement: any ThreadPlacement

    /// Jobs that run recipes of `registry`, carried on by whom `placement` says.
    public init(
        registry: Registry, entropy: any Entropy, cryptography: any Cryptography, pageTokens: PageTokens,
        placement: any ThreadPlacement = ExclusivePlacement()
    ) {
        self.placement = placement
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
                idempotency: .optional, prepare: prepare, accept: run),
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

    /// A run that was looked at before anything is stored.
    struct PreparedRun: Sendable {
        let program: ProgramReference
        let loaded: LoadedProgram
        /// The input with its defaults, and its documents apart.
        let input: DocumentInputs.Prepared
        /// The input as it is stored, unless there are documents in it.
        let stored: [UInt8]
    }

    /// Bytes of an input that is checked at once: a worker is not worth the way there.
    private static let smallInput = 4_096

    @Sendable func prepare(
        _ input: RecipeRun, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<PreparedRun> {
        if input.webhookURL != nil || input.webhookSecret != nil { throw Self.noWebhooks }
        let program = try registry.program(input.recipeID, version: input.version, tx)
        let loaded = try registry.library.load(program.digest, tx)
        let documents = documents
        let check = { @Sendable () throws(CoreError) in
            let values = try loaded.checked(input.input, at: Self.inputPlace)
            let prepared = try documents.prepare(values, loaded.program.inputSchema, at: Self.inputPlace)
            return PreparedRun(
                program: program, loaded: loaded, input: prepared,
                stored: try EngineLimits().stored(.object(prepared.values), "The input"))
        }
        if JSONMeasure(of: input.input, bytesMax: Self.smallInput) == nil { return .compute(check) }
        return .done(try check())
    }

    @Sendable func run(
        _ input: RecipeRun, _ prepared: PreparedRun, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (AcceptedJob, ThreadWake) {
        let member = try Member(caller)
        let now = tx.now
        let quote = prepared.loaded.quote
        let worker = placement.worker(for: member.organization)
        let thread = Thread(
            id: try entropy.identifier(at: now), organization: member.organization, principal: member.principal,
            kind: .recipe, program: prepared.program,
            createdAt: now, expiresAt: now.adding(.seconds(input.timeToLive)), reference: input.referenceID,
            epoch: worker == nil ? 0 : 1,
            status: .accepted(
                at: now, held: quote.maximum, steps: Int64(prepared.loaded.steps.count), worker: worker))
        let (values, stored) = try inputToKeep(prepared, thread, tx)
        let begun = try journal.begin(thread, input: stored, quote.money, tx)
        let run = BegunThread(
            begun, prepared.loaded, ThreadInput(values, of: begun.id), money: quote.money, byteCount: stored.count)
        return (AcceptedJob(jobID: thread.id, status: .pending), .begun(run))
    }

    private static let inputPlace = JSONPointer.root.appending(key: "input")

    /// The input, and as it is stored; its documents are stored as blobs.
    private func inputToKeep(
        _ prepared: PreparedRun, _ thread: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) -> (JSONObject, [UInt8]) {
        if prepared.input.places.isEmpty { return (prepared.input.values, prepared.stored) }
        let values = try documents.store(
            prepared.input, at: Self.inputPlace, of: thread.organization, until: thread.expiresAt, tx)
        return (values, JSONValue.object(values).serialized())
    }

    private static let noWebhooks = CoreError(
        .unsupported, "This server does not call webhooks.",
        fix: "Leave out `webhook_url` and `webhook_secret`; follow the job by GET /jobs/stream or GET /jobs/{id}.")

    // MARK: Looking

    @Sendable func get(_ input: JobName, _ caller: Caller, _ tx: any ReadTransaction) throws(CoreError) -> Job {
        try shown(try find(input.jobID, caller, tx), tx)
    }

    private func shown(_ thread: Thread, _ tx: any ReadTransaction) throws(CoreError) -> Job {
        try Job(thread, result: try tx.threads.result(of: thread.id))
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
        for thread in found.prefix(request.limit) { jobs.append(try Job(thread, result: nil)) }
        let next = found.count > jobs.count ? jobs.last : nil
        return JobList(
            jobs: jobs, nextCursor: next.map { pageTokens.token(position: $0.jobID.bytes, scope: scope) })
    }

    @Sendable func steps(
        _ input: JobStepsInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> JobSteps {
        let thread = try find(input.jobID, caller, tx)
        let scope = Array("jobs.steps/".utf8) + thread.id.bytes
        let request = PageRequest(limit: Int(input.limit), token: input.cursor)
        let first = try request.token.map { token throws(CoreError) in
            try pageTokens.position(in: token, scope: scope).reduce(0) { $0 << 8 | Int($1) }
        }
        let page = try JobSteps.page(of: thread.id, from: first ?? 0, limit: request.limit, tx)
        return JobSteps(
            steps: page.steps,
            nextCursor: page.next.map { pageTokens.token(position: UInt64($0).bigEndianBytes, scope: scope) })
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
        guard !thread.status.state.isFinal else { return (try shown(thread, tx.snapshot), .none) }
        let money = try ThreadAccounts(of: thread.id, tx.snapshot).money
        guard let status = try journal.end(thread, .cancelled, money, tx) else {
            throw CoreError(.internalError, "A job changed in the transaction that read it.")
        }
        thread.status = status
        return (try shown(thread, tx.snapshot), .threads([thread.id], of: thread.organization))
    }

    @Sendable func delete(
        _ input: JobName, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        var thread = try find(input.jobID, caller, tx.snapshot)
        guard thread.status.state.isFinal else {
            throw CoreError(
                .stateConflict, "The job is not over.", fix: "Cancel it first, or wait for its end.")
        }
        let before = thread.status
        thread.status.deletedAt = tx.now
        _ = try tx.threads.update(thread.id, from: before, epoch: thread.epoch, to: thread.status)
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
