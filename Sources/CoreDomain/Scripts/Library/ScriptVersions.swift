import CoreLanguage

/// The operations on versions of scripts.
public struct ScriptVersions: Sendable {
    private let pageTokens: PageTokens

    /// The versions of the store.
    public init(pageTokens: PageTokens) {
        self.pageTokens = pageTokens
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let reading = Access.member(.scriptRead)
        return [
            .read(
                "scripts.versions.list", "List the versions of a script, the newest first.", access: reading,
                handle: list),
            .read("scripts.versions.get", "Show a version of a script.", access: reading, handle: get),
            .read(
                "scripts.code", "Show the source and the program of a version, or of the draft.", access: reading,
                handle: code),
            .transaction(
                "scripts.rollback", "Make another version of a script the active one.", access: .member(.scriptWrite),
                idempotency: .optional, handle: rollBack),
        ]
    }

    @Sendable func list(
        _ input: ScriptVersionListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptVersionList {
        let script = try tx.script(input.name, caller)
        let scope = Array("scripts.versions.list/".utf8) + script.organization.bytes + Array(script.name.utf8)
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let before = try request.token.map { token throws(CoreError) in
            try pageTokens.position(in: token, scope: scope).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        let found = try tx.scripts.versions(
            of: script.name, in: script.organization, before: before, limit: request.limit + 1)
        let page = found.prefix(request.limit)
        let next = found.count > page.count ? page.last : nil
        return ScriptVersionList(
            versions: page.map { ScriptVersionRecord($0, of: script) },
            nextPageToken: next.map { last in
                pageTokens.token(position: UInt64(last.number).bigEndianBytes, scope: scope)
            } ?? "")
    }

    @Sendable func get(
        _ input: ScriptVersionName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptVersionEnvelope {
        let script = try tx.script(input.name, caller)
        return ScriptVersionEnvelope(
            version: ScriptVersionRecord(try tx.version(input.version, of: script), of: script))
    }

    @Sendable func code(
        _ input: ScriptCodeName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptCode {
        let script = try tx.script(input.name, caller)
        if input.version == 0 {
            let draft = try tx.draft(of: script)
            return ScriptCode(
                name: script.name, version: 0, source: draft.content.source,
                program: try draft.program.map { program throws(CoreError) in try .stored(program.bytes) })
        }
        let version = try tx.version(input.version, of: script)
        return ScriptCode(
            name: script.name, version: version.number, source: version.content.source,
            program: try .stored(try tx.program(of: version)))
    }

    @Sendable func rollBack(
        _ input: ScriptRollback, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> ScriptOverview {
        var script = try tx.snapshot.script(input.name, caller)
        var version = try target(input, script, tx.snapshot)
        guard version.number != script.activeVersion else {
            return ScriptOverview(
                script: try ScriptRecord(script), active: ScriptVersionRecord(version, of: script))
        }
        script.activeVersion = version.number
        script.contract = version.findings.contract.serialized()
        let stored = try tx.store(script)
        version.activatedAt = tx.now
        try tx.scripts.activate(version.number, of: script.name, in: script.organization, at: tx.now)
        return ScriptOverview(script: try ScriptRecord(stored), active: ScriptVersionRecord(version, of: stored))
    }

    private func target(
        _ input: ScriptRollback, _ script: Script, _ tx: any ReadTransaction
    ) throws(CoreError) -> ScriptVersion {
        if input.version > 0 { return try tx.version(input.version, of: script) }
        if let found = try tx.scripts.lastActive(
            of: script.name, in: script.organization, except: script.activeVersion)
        {
            return found
        }
        throw CoreError(
            .nothingToRollBackTo, "No other version of \"\(script.name)\" was ever active.",
            fix: "Name the version that is to be active; `scripts.versions.list` tells which there are.")
    }
}

extension ReadTransaction {
    /// The canonical form of what a version runs.
    fileprivate func program(of version: ScriptVersion) throws(CoreError) -> [UInt8] {
        if let bytes = try programs.find(digest: version.program) { return bytes }
        throw CoreError(.databaseCorrupt, "The program of a version is not stored.")
    }
}

extension ScriptContent {
    /// The source, where it is one.
    var source: String? { if case .source(let text) = self { text } else { nil } }
}
