import CoreLanguage

/// The operations on the variables that scripts read.
public struct Environments: Sendable {
    private let pageTokens: PageTokens
    private let vault: VariableVault

    /// Variables that are sealed by `sealer`; without one none is stored or shown.
    public init(pageTokens: PageTokens, sealer: Sealer?) {
        self.pageTokens = pageTokens
        vault = VariableVault(sealer: sealer)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let (reading, writing) = (Access.member(.environmentRead), Access.member(.environmentWrite))
        return [
            .transaction(
                "env.set", "Store a variable of all scripts.", access: writing, idempotency: .optional, handle: set),
            .read("env.get", "Show a variable of all scripts.", access: reading, handle: get),
            .read("env.list", "List the variables of all scripts.", access: reading, handle: list),
            .transaction(
                "env.delete", "Remove a variable of all scripts.", access: writing, idempotency: .optional,
                handle: delete),
            .transaction(
                "env.import", "Store variables of all scripts, all of them or none.", access: writing,
                idempotency: .optional, handle: importAll),
            .read("scripts.env.get", "Show the variables of a script.", access: reading, handle: scriptVariables),
            .transaction(
                "scripts.env.update", "Change a script's own variables.", access: writing, idempotency: .optional,
                handle: update),
        ]
    }

    // MARK: One

    @Sendable func set(
        _ input: VariableInput, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> VariableEnvelope {
        let scope = EnvironmentScope(organization: try Member(caller).organization, script: nil)
        try vault.store([(input.key, input.value)], isSecret: input.secret, in: scope, tx)
        guard let stored = try tx.environment.find(input.key, in: scope) else {
            throw CoreError(.internalError, "A variable is not there that was just stored.")
        }
        let isShown = caller.seesSecrets || !stored.isSecret
        return VariableEnvelope(variable: try vault.record(stored, isShown: isShown))
    }

    @Sendable func get(
        _ input: VariableName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> VariableRecord {
        let scope = EnvironmentScope(organization: try Member(caller).organization, script: nil)
        let variable = try find(input.key, in: scope, tx)
        return try vault.record(variable, isShown: caller.seesSecrets || !variable.isSecret)
    }

    @Sendable func delete(
        _ input: VariableName, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        let scope = EnvironmentScope(organization: try Member(caller).organization, script: nil)
        if try !tx.environment.remove(input.key, in: scope) { throw try unknown(input.key, scope, tx.snapshot) }
        return Nothing()
    }

    private func find(
        _ key: String, in scope: EnvironmentScope, _ tx: any ReadTransaction
    ) throws(CoreError) -> StoredVariable {
        if let variable = try tx.environment.find(key, in: scope) { return variable }
        throw try unknown(key, scope, tx)
    }

    private func unknown(
        _ key: String, _ scope: EnvironmentScope, _ tx: any ReadTransaction
    ) throws(CoreError) -> CoreError {
        let keys = try tx.environment.list(scope, after: nil, limit: StoredVariable.countMax).map(\.key)
        return CoreError(
            .notFound, "There is no variable \"\(key)\".\(Suggestion.sentence(for: key, among: keys))",
            fix: "`env.list` tells which there are.")
    }

    // MARK: Many

    @Sendable func list(
        _ input: VariableListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> VariableList {
        let organization = try Member(caller).organization
        let scope = Array("env.list/".utf8) + organization.bytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let after = try request.token.map { token throws(CoreError) in
            String(decoding: try pageTokens.position(in: token, scope: scope), as: UTF8.self)
        }
        let found = try tx.environment.list(
            EnvironmentScope(organization: organization, script: nil), after: after, limit: request.limit + 1)
        let page = found.prefix(request.limit)
        let next = found.count > page.count ? page.last : nil
        return VariableList(
            variables: try records(Array(page), reveals: input.reveal, caller),
            nextPageToken: next.map { pageTokens.token(position: Array($0.key.utf8), scope: scope) } ?? "")
    }

    private func records(
        _ variables: [StoredVariable], reveals: Bool, _ caller: Caller
    ) throws(CoreError) -> [VariableRecord] {
        if reveals { try caller.checkSeesSecrets() }
        var records: [VariableRecord] = []
        for variable in variables {
            records.append(try vault.record(variable, isShown: reveals || !variable.isSecret))
        }
        return records
    }

    @Sendable func importAll(
        _ input: VariableImport, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> VariableImportResult {
        let scope = EnvironmentScope(organization: try Member(caller).organization, script: nil)
        var values = try DotEnv.variables(in: input.dotenv)
        values.append(contentsOf: try VariableVault.variables(input.variables, at: "vars"))
        var wanted: [(String, Secret)] = []
        for (key, value) in values {
            if !input.overwrite, try tx.environment.find(key, in: scope) != nil { continue }
            wanted.append((key, value))
        }
        if !input.dryRun { try vault.store(wanted, isSecret: input.secret, in: scope, tx) }
        return VariableImportResult(imported: Int64(wanted.count), skipped: Int64(values.count - wanted.count))
    }

    // MARK: Of a script

    @Sendable func scriptVariables(
        _ input: ScriptEnvironmentName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptEnvironmentRecord {
        let script = try tx.script(input.name, caller)
        let own = try all(EnvironmentScope(organization: script.organization, script: script.name), tx)
        guard input.effective else {
            return ScriptEnvironmentRecord(try records(own, reveals: input.reveal, caller))
        }
        let common = try all(EnvironmentScope(organization: script.organization, script: nil), tx)
        let merged = try vault.merged(own, over: common)
        return ScriptEnvironmentRecord(try records(merged, reveals: input.reveal, caller))
    }

    private func all(
        _ scope: EnvironmentScope, _ tx: any ReadTransaction
    ) throws(CoreError) -> [StoredVariable] {
        try tx.environment.list(scope, after: nil, limit: StoredVariable.countMax)
    }

    @Sendable func update(
        _ input: ScriptEnvironmentUpdate, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> ScriptEnvironmentRecord {
        let script = try tx.snapshot.script(input.name, caller)
        try script.check(etag: input.etag)
        _ = try tx.store(script)
        let scope = EnvironmentScope(organization: script.organization, script: script.name)
        if input.replace { try tx.environment.removeAll(in: scope) }
        for key in input.removed { _ = try tx.environment.remove(key, in: scope) }
        try vault.store(try VariableVault.variables(input.variables, at: "env"), isSecret: input.secret, in: scope, tx)
        return ScriptEnvironmentRecord(try records(try all(scope, tx.snapshot), reveals: false, caller))
    }
}

extension ScriptEnvironmentRecord {
    fileprivate init(_ records: [VariableRecord]) {
        var values = JSONObject()
        for record in records { values[record.key] = .string(record.value.expose()) }
        self.init(variables: .object(values), redactedKeys: records.filter(\.redacted).map(\.key))
    }
}

extension Caller {
    /// Whether the caller may see secrets.
    fileprivate var seesSecrets: Bool { role?.permissions.contains(.environmentReveal) == true }

    fileprivate func checkSeesSecrets() throws(CoreError) {
        try Access.member(.environmentReveal).check(self)
    }
}
