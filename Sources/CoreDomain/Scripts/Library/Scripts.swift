public import CoreLanguage

/// The operations on stored scripts, but for what is in them.
public struct Scripts: Sendable {
    private let pageTokens: PageTokens
    private let vault: VariableVault
    private let compiler: DraftCompiler

    /// The scripts of the store, whose variables are sealed by `sealer`; see ``Environments``. Drafts that begin from a
    /// template are compiled against `tools`.
    public init(
        pageTokens: PageTokens, sealer: Sealer?, cryptography: any Cryptography,
        tools: @autoclosure @escaping @Sendable () -> ToolSignatures = .standard
    ) {
        self.pageTokens = pageTokens
        vault = VariableVault(sealer: sealer)
        compiler = DraftCompiler(cryptography: cryptography, currentTools: tools)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .process(
                "scripts.create", "Make a script without versions; its draft is that of a template, if one is named.",
                access: .member(.scriptWrite), idempotency: .optional, prepare: prepare, accept: create),
            .read("scripts.list", "List scripts by name.", access: .member(.scriptRead), handle: list),
            .read(
                "scripts.get", "Show a script and its active version.", access: .member(.scriptRead), handle: get),
            .transaction(
                "scripts.update", "Change what is said of a script, or whether it may be run.",
                access: .member(.scriptWrite), idempotency: .optional, handle: update),
            .transaction(
                "scripts.delete", "Remove a script with its draft and its versions.", access: .member(.scriptWrite),
                idempotency: .optional, handle: delete),
        ]
    }

    // MARK: Making

    /// What the draft of a new script is to be; nil for none.
    @Sendable func prepare(
        _ input: ScriptCreation, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<DraftCompiler.Result?> {
        guard let id = input.fromTemplate else { return .done(nil) }
        let compiler = compiler
        return .compute { try compiler.compile(.source(try ScriptTemplate.named(id).source), isStrict: false) }
    }

    @Sendable func create(
        _ input: ScriptCreation, _ beginning: DraftCompiler.Result?, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ScriptEnvelope, ThreadWake) {
        let organization = try Member(caller).organization
        if try tx.scripts.find(input.name, of: organization) != nil {
            throw CoreError(
                .alreadyExists, "There is a script \"\(input.name)\" already.",
                fix: "Take another name, or save a draft of the one that is there.")
        }
        let details = ScriptDetails(description: input.description, tags: input.tags, labels: input.labels)
        var script = Script.created(input.name, of: organization, details, at: tx.now)
        let draft = beginning.map { ScriptDraft($0, .draft, of: script, at: tx.now) }
        if let draft { script.take(draft) }
        try tx.scripts.insert(script)
        if let draft { try tx.scripts.put(draft) }
        try vault.store(
            try VariableVault.variables(input.variables, at: "env"), isSecret: false,
            in: EnvironmentScope(organization: organization, script: script.name), tx)
        return (ScriptEnvelope(script: try ScriptRecord(script)), .none)
    }

    // MARK: Looking, changing, removing

    @Sendable func get(
        _ input: ScriptName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptOverview {
        let script = try tx.script(input.name, caller)
        let active = try script.activeVersion.map { number throws(CoreError) in
            ScriptVersionRecord(try tx.version(number, of: script), of: script)
        }
        return ScriptOverview(script: try ScriptRecord(script), active: active)
    }

    @Sendable func update(
        _ input: ScriptUpdate, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> ScriptEnvelope {
        var script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        let emptied = Set(input.updatePaths)
        script.details = ScriptDetails(
            description: input.description ?? (emptied.contains("description") ? "" : script.details.description),
            tags: input.tags ?? (emptied.contains("tags") ? [] : script.details.tags),
            labels: input.labels ?? (emptied.contains("labels") ? [] : script.details.labels))
        switch input.status {
        case nil: break
        case .active: script.availability = .enabled
        case .disabled: script.availability = .disabled
        case .archived: script.availability = .archived
        }
        return ScriptEnvelope(script: try ScriptRecord(try tx.store(script)))
    }

    @Sendable func delete(
        _ input: ScriptRemoval, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        let script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        if !input.force { try Self.check(hasNoThreads: script, tx.snapshot) }
        try tx.environment.removeAll(in: EnvironmentScope(organization: script.organization, script: script.name))
        try tx.scripts.remove(script)
        return Nothing()
    }

    private static func check(hasNoThreads script: Script, _ tx: any ReadTransaction) throws(CoreError) {
        let filter = ThreadFilter(
            organization: script.organization, kinds: [.script],
            states: ThreadState.allCases.filter { !$0.isFinal }, program: script.name)
        guard let open = try tx.threads.list(filter, before: nil, limit: 1).first else { return }
        throw CoreError(
            .scriptHasOpenThreads,
            "Threads of \"\(script.name)\" are under way, such as \(IdentifierForm.thread.text(open.id)).",
            fix: "Wait for their ends, cancel them, or remove the script with `force`: they go on then.")
    }

    // MARK: Listing

    /// Scripts that are looked at for one page: a page of few may follow a long way of others.
    private static let scanMax = 1_000

    @Sendable func list(
        _ input: ScriptListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptList {
        let organization = try Member(caller).organization
        let filter = ScriptFilter(tags: input.tags, labels: input.labels)
        let scope = Array("scripts.list/".utf8) + organization.bytes + filter.bytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        var last = try request.token.map { token throws(CoreError) in
            String(decoding: try pageTokens.position(in: token, scope: scope), as: UTF8.self)
        }
        var records: [ScriptRecord] = []
        var scanned = 0
        let chunk = request.limit + 1
        while true {
            let found = try tx.scripts.list(of: organization, after: last, limit: chunk)
            for script in found {
                if records.count == request.limit || scanned == Self.scanMax {
                    return ScriptList(scripts: records, nextPageToken: last.map { token($0, scope) } ?? "")
                }
                if filter.takes(script.details) { records.append(try ScriptRecord(script)) }
                last = script.name
                scanned += 1
            }
            if found.count < chunk { return ScriptList(scripts: records, nextPageToken: "") }
        }
    }

    private func token(_ name: String, _ scope: [UInt8]) -> String {
        pageTokens.token(position: Array(name.utf8), scope: scope)
    }
}

/// Which scripts of a list are wanted.
private struct ScriptFilter {
    let tags: [String]
    let labels: [ScriptLabel]

    /// The filter in a form that is the same for the same filter only.
    var bytes: [UInt8] {
        ScriptDetails.schema.encode(ScriptDetails(description: "", tags: tags, labels: labels)).canonicalBytes()
    }

    /// Whether all tags are there, and any of the labels.
    func takes(_ details: ScriptDetails) -> Bool {
        guard tags.allSatisfy(details.tags.contains) else { return false }
        return labels.isEmpty || details.labels.hasAny(of: labels)
    }
}
