public import CoreLanguage

/// The operations on drafts of scripts.
public struct ScriptDrafts: Sendable {
    private let compiler: DraftCompiler
    private let cryptography: any Cryptography

    /// Drafts that are compiled against these tools.
    public init(
        cryptography: any Cryptography, tools: @autoclosure @escaping @Sendable () -> ToolSignatures = .standard
    ) {
        self.cryptography = cryptography
        compiler = DraftCompiler(cryptography: cryptography, currentTools: tools)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let (reading, writing) = (Access.member(.scriptRead), Access.member(.scriptWrite))
        return [
            .process(
                "scripts.draft.save", "Store the draft of a script, in the place of the one before.", access: writing,
                idempotency: .optional, prepare: prepare, accept: save),
            .read("scripts.draft.get", "Show the draft of a script.", access: reading, handle: get),
            .process(
                "scripts.draft.compile", "Compile the draft of a script; without errors it can be published.",
                access: writing, idempotency: .optional, prepare: prepare, accept: compile),
            .transaction(
                "scripts.draft.publish", "Make the draft of a script its next version.", access: writing,
                idempotency: .optional, handle: publish),
            .transaction(
                "scripts.draft.discard", "Throw the draft of a script away.", access: writing, idempotency: .optional,
                handle: discard),
        ]
    }

    // MARK: Saving

    @Sendable func prepare(
        _ input: ScriptDraftInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<DraftCompiler.Result> {
        let script = try tx.script(input.name, caller)
        let (content, compiler) = (try input.content, compiler)
        let registered = try tx.tools.signatures(of: script.organization)
        return .compute { try compiler.compile(content, isStrict: false, registered: registered) }
    }

    @Sendable func save(
        _ input: ScriptDraftInput, _ result: DraftCompiler.Result, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ScriptDraftEnvelope, ThreadWake) {
        let script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        return (ScriptDraftEnvelope(draft: try store(result, .draft, of: script, tx)), .none)
    }

    /// Stores a draft that was looked at.
    private func store(
        _ result: DraftCompiler.Result, _ state: ScriptDraft.State, of script: Script, _ tx: any WriteTransaction
    ) throws(CoreError) -> ScriptDraftRecord {
        let draft = ScriptDraft(result, state, of: script, at: tx.now)
        var changed = script
        changed.take(draft)
        let stored = try tx.store(changed)
        try tx.scripts.put(draft)
        return try ScriptDraftRecord(draft, of: stored)
    }

    @Sendable func get(
        _ input: ScriptName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptDraftEnvelope {
        let script = try tx.script(input.name, caller)
        return ScriptDraftEnvelope(draft: try ScriptDraftRecord(try tx.draft(of: script), of: script))
    }

    // MARK: Compiling

    @Sendable func prepare(
        _ input: ScriptDraftCompiling, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<DraftCompiler.Result> {
        let script = try tx.script(input.name, caller)
        let (content, compiler) = (try tx.draft(of: script).content, compiler)
        let registered = try tx.tools.signatures(of: script.organization)
        return .compute {
            try compiler.compile(content, isStrict: true, refusesWarnings: input.strict, registered: registered)
        }
    }

    @Sendable func compile(
        _ input: ScriptDraftCompiling, _ result: DraftCompiler.Result, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ScriptDraftCompilation, ThreadWake) {
        let script = try tx.snapshot.script(input.name, caller)
        let draft = try tx.snapshot.draft(of: script)
        guard draft.content == result.content else {
            throw CoreError(
                .stateConflict, "The draft of \"\(script.name)\" was saved anew while it was compiled.",
                fix: "Compile it again.")
        }
        let stored = try store(result, result.program == nil ? .failed : .compiled, of: script, tx)
        let compilation = ScriptDraftCompilation(
            success: stored.status == .compiled, diagnostics: stored.diagnostics, program: stored.program,
            toolsRequired: stored.toolsRequired, contract: stored.contract)
        return (compilation, .none)
    }

    // MARK: Publishing

    /// Versions that a script may have.
    static let versionsMax: Int64 = 1_000

    @Sendable func publish(
        _ input: ScriptPublication, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> ScriptVersionEnvelope {
        let member = try Member(caller)
        var script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        let draft = try tx.snapshot.draft(of: script)
        let program = try draft.publishable
        guard script.latestVersion < Self.versionsMax else {
            throw CoreError(
                .stateConflict, "The script \"\(script.name)\" has \(Self.versionsMax) versions, and may have no more.",
                fix: "Go on under another name.")
        }
        let isActivated = !input.keepInactive
        let version = ScriptVersion(
            organization: script.organization, script: script.name, number: script.latestVersion + 1, createdAt: tx.now,
            principal: member.principal, content: draft.content,
            contentDigest: cryptography.sha256(draft.content.bytes), program: program.digest, findings: draft.findings,
            changeNote: input.changeNote, activatedAt: isActivated ? tx.now : nil)
        script.latestVersion = version.number
        script.draft = .draft
        if isActivated {
            script.activeVersion = version.number
            script.contract = draft.findings.contract.serialized()
        }
        let stored = try tx.store(script)
        try tx.programs.put(digest: program.digest, program.bytes)
        try tx.scripts.insert(version)
        try tx.scripts.put(draft.published)
        return ScriptVersionEnvelope(version: ScriptVersionRecord(version, of: stored))
    }

    @Sendable func discard(
        _ input: ScriptDraftRemoval, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        var script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        _ = try tx.snapshot.draft(of: script)
        script.draft = nil
        if script.activeVersion == nil { script.contract = nil }
        _ = try tx.store(script)
        try tx.scripts.removeDraft(of: script.name, in: script.organization)
        return Nothing()
    }
}

extension Script {
    /// Tells of its new draft.
    mutating func take(_ draft: ScriptDraft) {
        self.draft = draft.state
        if activeVersion == nil { contract = draft.findings.contract.serialized() }
    }
}

extension ScriptDraft {
    /// A draft of `script` that was looked at.
    init(_ result: DraftCompiler.Result, _ state: State, of script: Script, at now: Timestamp) {
        self.init(
            organization: script.organization, script: script.name, savedAt: now, content: result.content,
            state: state, findings: result.findings, program: state == .compiled ? result.program : nil)
    }

    /// The same once it was published: it stays to be worked on, and is to be compiled again before the next version.
    fileprivate var published: ScriptDraft {
        ScriptDraft(
            organization: organization, script: script, savedAt: savedAt, content: content, state: .draft,
            findings: findings, program: nil)
    }

    /// The program, once the draft was compiled without errors.
    ///
    /// - Throws: `STATE_CONFLICT` before.
    fileprivate var publishable: ScriptProgram {
        get throws(CoreError) {
            switch (state, program) {
            case (.compiled, let program?): return program
            case (.failed, _):
                throw CoreError(
                    .draftHasErrors, "The draft of \"\(script)\" has errors.",
                    fix: "`scripts.draft.get` lists them. Save a mended draft, and compile it.")
            default:
                throw CoreError(
                    .draftNotCompiled, "The draft of \"\(script)\" was not compiled since it was saved.",
                    fix: "Compile it by `scripts.draft.compile` first.")
            }
        }
    }
}
