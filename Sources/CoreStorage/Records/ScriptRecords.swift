import CoreDomain
import CoreLanguage

struct ScriptRecords: ScriptRepository {
    let session: any SQLSession

    private static let columns = """
        organization, name, created_at, revision, updated_at, details, availability, active_version, latest_version, \
        draft_state, contract
        """
    private static let draftColumns = """
        organization, script, saved_at, is_source, content, state, findings, program_digest, program
        """
    private static let versionColumns = """
        organization, script, number, created_at, principal, is_source, content, content_digest, program, findings, \
        change_note, activated_at
        """
    private static let find = SQLStatement(
        "SELECT \(columns) FROM scripts WHERE organization = ?1 AND name = ?2 /*lock row: FOR NO KEY UPDATE*/")
    private static let list = SQLStatement(
        "SELECT \(columns) FROM scripts WHERE organization = ?1 AND name > ?2 ORDER BY name LIMIT ?3")
    private static let draft = SQLStatement(
        "SELECT \(draftColumns) FROM script_drafts WHERE organization = ?1 AND script = ?2")
    private static let version = SQLStatement(
        "SELECT \(versionColumns) FROM script_versions WHERE organization = ?1 AND script = ?2 AND number = ?3")
    private static let versions = SQLStatement(
        """
        SELECT \(versionColumns) FROM script_versions WHERE organization = ?1 AND script = ?2 AND number < ?3
        ORDER BY number DESC LIMIT ?4
        """)
    private static let lastActive = SQLStatement(
        """
        SELECT \(versionColumns) FROM script_versions
        WHERE organization = ?1 AND script = ?2 AND number <> ?3 AND activated_at IS NOT NULL
        ORDER BY activated_at DESC, number DESC LIMIT 1
        """)
    private static let insert = SQLStatement(
        "INSERT INTO scripts (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
    private static let update = SQLStatement(
        """
        UPDATE scripts SET revision = ?4, updated_at = ?5, details = ?6, availability = ?7, active_version = ?8,
        latest_version = ?9, draft_state = ?10, contract = ?11
        WHERE organization = ?1 AND name = ?2 AND revision = ?3
        """)
    private static let putDraft = SQLStatement(
        """
        INSERT INTO script_drafts (\(draftColumns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (organization, script) DO UPDATE SET saved_at = excluded.saved_at, is_source = excluded.is_source,
        content = excluded.content, state = excluded.state, findings = excluded.findings,
        program_digest = excluded.program_digest, program = excluded.program
        """)
    private static let insertVersion = SQLStatement(
        """
        INSERT INTO script_versions (\(versionColumns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """)
    private static let activate = SQLStatement(
        "UPDATE script_versions SET activated_at = ?4 WHERE organization = ?1 AND script = ?2 AND number = ?3")
    private static let remove = SQLStatement("DELETE FROM scripts WHERE organization = ?1 AND name = ?2")
    private static let removeDraft = SQLStatement("DELETE FROM script_drafts WHERE organization = ?1 AND script = ?2")
    private static let removeVersions = SQLStatement(
        "DELETE FROM script_versions WHERE organization = ?1 AND script = ?2")

    func find(_ name: String, of organization: Identifier) throws(CoreError) -> Script? {
        try session.first(Self.find, [.identifier(organization), .text(name)])
    }

    func list(of organization: Identifier, after name: String?, limit: Int) throws(CoreError) -> [Script] {
        try session.query(
            Self.list, [.identifier(organization), .text(name ?? ""), .int64(Int64(limit))], as: Script.self)
    }

    func draft(of script: String, in organization: Identifier) throws(CoreError) -> ScriptDraft? {
        try session.first(Self.draft, [.identifier(organization), .text(script)])
    }

    func version(
        _ number: Int64, of script: String, in organization: Identifier
    ) throws(CoreError) -> ScriptVersion? {
        try session.first(Self.version, [.identifier(organization), .text(script), .int64(number)])
    }

    func versions(
        of script: String, in organization: Identifier, before number: Int64?, limit: Int
    ) throws(CoreError) -> [ScriptVersion] {
        try session.query(
            Self.versions,
            [.identifier(organization), .text(script), .int64(number ?? .max), .int64(Int64(limit))],
            as: ScriptVersion.self)
    }

    func lastActive(
        of script: String, in organization: Identifier, except active: Int64?
    ) throws(CoreError) -> ScriptVersion? {
        try session.first(Self.lastActive, [.identifier(organization), .text(script), .int64(active ?? 0)])
    }

    func insert(_ script: Script) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(script.organization), .text(script.name), .timestamp(script.createdAt),
                .int64(script.revision),
            ] + Self.changing(script))
    }

    func update(_ script: Script, from revision: Int64) throws(CoreError) -> Bool {
        try session.succeeds(
            Self.update,
            [.identifier(script.organization), .text(script.name), .int64(revision), .int64(script.revision)]
                + Self.changing(script))
    }

    private static func changing(_ script: Script) -> [SQLValue] {
        [
            .timestamp(script.updatedAt), .bytes(ScriptDetails.schema.encode(script.details).serialized()),
            .text(script.availability.rawValue), script.activeVersion.map { .int64($0) } ?? .null,
            .int64(script.latestVersion), script.draft.map { .text($0.rawValue) } ?? .null,
            script.contract.map { .bytes($0) } ?? .null,
        ]
    }

    func put(_ draft: ScriptDraft) throws(CoreError) {
        try session.run(
            Self.putDraft,
            [.identifier(draft.organization), .text(draft.script), .timestamp(draft.savedAt)]
                + Self.parameters(draft.content) + [
                    .text(draft.state.rawValue), .bytes(ScriptFindings.schema.encode(draft.findings).serialized()),
                    draft.program.map { .bytes($0.digest) } ?? .null, draft.program.map { .bytes($0.bytes) } ?? .null,
                ])
    }

    func removeDraft(of script: String, in organization: Identifier) throws(CoreError) {
        try session.run(Self.removeDraft, [.identifier(organization), .text(script)])
    }

    func insert(_ version: ScriptVersion) throws(CoreError) {
        try session.run(
            Self.insertVersion,
            [
                .identifier(version.organization), .text(version.script), .int64(version.number),
                .timestamp(version.createdAt), .identifier(version.principal),
            ] + Self.parameters(version.content) + [
                .bytes(version.contentDigest), .bytes(version.program),
                .bytes(ScriptFindings.schema.encode(version.findings).serialized()), .text(version.changeNote),
                .optionalTimestamp(version.activatedAt),
            ])
    }

    private static func parameters(_ content: ScriptContent) -> [SQLValue] {
        if case .source = content { [.int64(1), .bytes(content.bytes)] } else { [.int64(0), .bytes(content.bytes)] }
    }

    func activate(
        _ number: Int64, of script: String, in organization: Identifier, at time: Timestamp
    ) throws(CoreError) {
        try session.run(
            Self.activate, [.identifier(organization), .text(script), .int64(number), .timestamp(time)])
    }

    func remove(_ script: Script) throws(CoreError) {
        let key: [SQLValue] = [.identifier(script.organization), .text(script.name)]
        try session.run(Self.removeVersions, key)
        try session.run(Self.removeDraft, key)
        try session.run(Self.remove, key)
    }
}
