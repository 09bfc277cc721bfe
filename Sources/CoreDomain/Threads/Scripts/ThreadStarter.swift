import CoreLanguage

/// Begins threads of scripts: for callers, and for steps that run a script.
struct ThreadStarter: Sendable {
    let library: ProgramLibrary
    private let journal: ThreadJournal
    private let vault: ThreadVault
    private let environments: ScriptEnvironments
    private let entropy: any Entropy
    private let cryptography: any Cryptography

    init(
        library: ProgramLibrary, journal: ThreadJournal, sealer: Sealer?, entropy: any Entropy,
        cryptography: any Cryptography
    ) {
        self.cryptography = cryptography
        self.library = library
        self.journal = journal
        self.entropy = entropy
        vault = ThreadVault(sealer: sealer)
        environments = ScriptEnvironments(sealer: sealer)
    }

    /// What a thread is begun from.
    struct Source: Sendable {
        let program: ProgramReference
        let loaded: LoadedProgram
    }

    /// Who begins it, and how.
    struct Terms: Sendable {
        let organization: Identifier
        let principal: Identifier
        let expiresAt: Timestamp
        var reference: String?
        var options: ThreadOptions?
        /// The worker that carries it on; nil for whoever comes first.
        var worker: Identifier?
    }

    /// A version of a script; the active one when `number` is 0.
    ///
    /// - Throws: `NOT_FOUND`, `NO_ACTIVE_VERSION`, `SCRIPT_DISABLED`.
    func source(_ script: Script, version number: Int64, _ tx: any ReadTransaction) throws(CoreError) -> Source {
        guard script.availability == .enabled else {
            throw CoreError(
                .scriptDisabled, "The script \"\(script.name)\" is \(script.availability.rawValue).",
                fix: "Enable it by `scripts.update`.")
        }
        guard let wanted = number > 0 ? number : script.activeVersion else {
            throw CoreError(
                .noActiveVersion, "The script \"\(script.name)\" has no active version.",
                fix: "Publish its draft by `scripts.draft.publish`, or name a version.")
        }
        let version = try tx.version(wanted, of: script)
        let reference = ProgramReference(
            digest: version.program, name: script.name, version: String(version.number))
        return Source(program: reference, loaded: try library.load(version.program, tx))
    }

    /// Stores a thread.
    func begin(
        _ source: Source, input: JSONObject, _ terms: Terms, _ tx: any WriteTransaction
    ) throws(CoreError) -> BegunThread {
        let id = try entropy.identifier(at: tx.now)
        let environment = try environments.values(
            for: source.loaded.program, of: source.program.name, in: terms.organization, tx.snapshot)
        let stored = try EngineLimits().stored(.object(input), "The input")
        var thread = Thread(
            id: id, organization: terms.organization, principal: terms.principal, kind: .script,
            program: source.program, createdAt: tx.now, expiresAt: terms.expiresAt, reference: terms.reference,
            options: terms.options, environment: try vault.sealed(environment, for: id),
            epoch: terms.worker == nil ? 0 : 1,
            status: .accepted(
                at: tx.now, held: nil, steps: Int64(source.loaded.code.effectSiteCount), worker: terms.worker))
        thread.status.wakeAt = terms.options?.startAt.flatMap { $0 > tx.now ? $0 : nil }
        let begun = try journal.begin(thread, input: stored, nil, tx)
        return BegunThread(
            begun, source.loaded, ThreadInput(input, environment: environment, of: id), money: nil,
            byteCount: stored.count)
    }

    /// Begins the thread that a step of `parent` runs.
    func begin(
        _ source: MachineEffect.RunSource, _ step: OpenStep, of parent: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) -> Identifier {
        let depth = (parent.options?.depth ?? 0) + 1
        guard depth <= ThreadOptions.depthMax else {
            throw CoreError(
                .stepFailed, "Threads would run threads more than \(ThreadOptions.depthMax) deep.",
                fix: "Look whether the script runs itself without end.")
        }
        let found = try self.source(source, of: parent, tx)
        let input = try found.loaded.checked(step.effect.input.isNull ? [:] : step.effect.input, at: .root)
        let terms = Terms(
            organization: parent.organization, principal: parent.principal, expiresAt: parent.expiresAt,
            options: ThreadOptions(parent: ThreadPlace(thread: parent.id, path: step.path), depth: depth))
        return try begin(found, input: input, terms, tx).thread.id
    }

    private func source(
        _ source: MachineEffect.RunSource, of parent: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) -> Source {
        switch source {
        case .script(let name):
            guard let script = try tx.snapshot.scripts.find(name, of: parent.organization) else {
                throw CoreError(
                    .notFound, "There is no script \"\(name)\".", fix: "`scripts.list` tells which there are.")
            }
            return try self.source(script, version: 0, tx.snapshot)
        case .plan(let plan): return try self.source(plan: plan, of: parent, tx)
        }
    }

    /// A plan that a model wrote, which may use no more than the script that runs it: it might be anybody's.
    private func source(
        plan: JSONValue, of parent: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) -> Source {
        let program = try ScriptSources.verified(plan["program"] ?? .null)
        let bytes = program.canonicalBytes()
        let loaded = try library.loaded(program, byteCount: bytes.count)
        let allowed = try library.load(parent.program.digest, tx.snapshot).code.tools
        let excess = loaded.code.tools.subtracting(allowed)
        guard !loaded.code.reachesOthers, program.environment.isEmpty, excess.isEmpty else {
            let names = excess.map { "\($0.source):\($0.name)" }.sorted().joined(separator: ", ")
            throw CoreError(
                .stepFailed,
                excess.isEmpty
                    ? "The plan reads the environment, or reaches other threads, which plans may not."
                    : "The plan calls what the script that runs it does not: \(names).",
                fix: "Let a `plan` step write it, and import every tool that it may use.")
        }
        let digest = cryptography.sha256(bytes)
        try tx.programs.put(digest: digest, bytes)
        return Source(program: ProgramReference(digest: digest, name: "plan", version: "0"), loaded: loaded)
    }
}
