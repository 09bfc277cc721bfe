import CoreDomain

struct MemoryScripts: ScriptRepository {
    /// Names a script.
    struct Key: Hashable {
        let organization: Identifier
        let name: String
    }

    /// Names a version of a script.
    struct VersionKey: Hashable {
        let script: Key
        let number: Int64
    }

    let tables: MemoryTables

    func find(_ name: String, of organization: Identifier) throws(CoreError) -> Script? {
        tables.scripts[Key(organization: organization, name: name)]
    }

    func list(of organization: Identifier, after name: String?, limit: Int) throws(CoreError) -> [Script] {
        let found = tables.scripts.all.filter { script in
            script.organization == organization && name.map { $0.isBefore(script.name) } ?? true
        }
        return Array(found.sorted { $0.name.isBefore($1.name) }.prefix(limit))
    }

    func draft(of script: String, in organization: Identifier) throws(CoreError) -> ScriptDraft? {
        tables.scriptDrafts[Key(organization: organization, name: script)]
    }

    func version(
        _ number: Int64, of script: String, in organization: Identifier
    ) throws(CoreError) -> ScriptVersion? {
        tables.scriptVersions[VersionKey(script: Key(organization: organization, name: script), number: number)]
    }

    func versions(
        of script: String, in organization: Identifier, before number: Int64?, limit: Int
    ) throws(CoreError) -> [ScriptVersion] {
        let found = all(of: script, organization).filter { version in number.map { version.number < $0 } ?? true }
        return Array(found.sorted { $0.number > $1.number }.prefix(limit))
    }

    func lastActive(
        of script: String, in organization: Identifier, except active: Int64?
    ) throws(CoreError) -> ScriptVersion? {
        all(of: script, organization).filter { $0.activatedAt != nil && $0.number != active }
            .max { ($0.activatedAt ?? .earliest, $0.number) < ($1.activatedAt ?? .earliest, $1.number) }
    }

    private func all(of script: String, _ organization: Identifier) -> [ScriptVersion] {
        tables.scriptVersions.all.filter { $0.script == script && $0.organization == organization }
    }

    func insert(_ script: Script) throws(CoreError) {
        try tables.scripts.insert(script, as: Key(organization: script.organization, name: script.name))
    }

    func update(_ script: Script, from revision: Int64) throws(CoreError) -> Bool {
        let key = Key(organization: script.organization, name: script.name)
        guard tables.scripts[key]?.revision == revision else { return false }
        tables.scripts[key] = script
        return true
    }

    func put(_ draft: ScriptDraft) throws(CoreError) {
        tables.scriptDrafts[Key(organization: draft.organization, name: draft.script)] = draft
    }

    func removeDraft(of script: String, in organization: Identifier) throws(CoreError) {
        tables.scriptDrafts[Key(organization: organization, name: script)] = nil
    }

    func insert(_ version: ScriptVersion) throws(CoreError) {
        let script = Key(organization: version.organization, name: version.script)
        try tables.scriptVersions.insert(version, as: VersionKey(script: script, number: version.number))
    }

    func activate(
        _ number: Int64, of script: String, in organization: Identifier, at time: Timestamp
    ) throws(CoreError) {
        let key = VersionKey(script: Key(organization: organization, name: script), number: number)
        var version = tables.scriptVersions[key]
        version?.activatedAt = time
        tables.scriptVersions[key] = version
    }

    func remove(_ script: Script) throws(CoreError) {
        let key = Key(organization: script.organization, name: script.name)
        for version in all(of: script.name, script.organization) {
            tables.scriptVersions[VersionKey(script: key, number: version.number)] = nil
        }
        tables.scriptDrafts[key] = nil
        tables.scripts[key] = nil
    }
}

extension String {
    /// Whether the bytes of this text come before those of another.
    fileprivate func isBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
