public import CoreDomain
import CoreLanguage

/// Tools at URLs, a row for each version.
struct RegisteredToolRecords: RegisteredToolRepository {
    let session: any SQLSession

    private static let columns =
        "organization, name, version, created_at, principal, facts, sealed_secrets, removed_at"
    private static let find = SQLStatement(
        "SELECT \(columns) FROM registered_tools WHERE organization = ?1 AND name = ?2 AND version = ?3")
    private static let newest = SQLStatement(
        """
        SELECT \(columns) FROM registered_tools WHERE organization = ?1 AND name = ?2
        AND (removed_at IS NULL OR ?3 = 1) ORDER BY version DESC LIMIT 1
        """)
    private static let list = SQLStatement(
        """
        SELECT \(columns) FROM registered_tools AS tool WHERE organization = ?1 AND version = (
            SELECT MAX(version) FROM registered_tools AS other
            WHERE other.organization = ?1 AND other.name = tool.name AND other.removed_at IS NULL
        ) ORDER BY name LIMIT ?2
        """)
    private static let insert = SQLStatement(
        "INSERT INTO registered_tools (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)")
    private static let remove = SQLStatement(
        """
        UPDATE registered_tools SET removed_at = ?4 WHERE organization = ?1 AND name = ?2
        AND (?3 = 0 OR version = ?3) AND removed_at IS NULL
        """)

    func find(_ name: String, version: Int64, of organization: Identifier) throws(CoreError) -> RegisteredTool? {
        try session.first(Self.find, [.identifier(organization), .text(name), .int64(version)])
    }

    func newest(_ name: String, of organization: Identifier, removed: Bool) throws(CoreError) -> RegisteredTool? {
        try session.first(Self.newest, [.identifier(organization), .text(name), .int64(removed ? 1 : 0)])
    }

    func list(_ organization: Identifier, limit: Int) throws(CoreError) -> [RegisteredTool] {
        try session.query(
            Self.list, [.identifier(organization), .int64(Int64(limit))], as: RegisteredTool.self)
    }

    func insert(_ tool: RegisteredTool) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(tool.organization), .text(tool.name), .int64(tool.version), .timestamp(tool.createdAt),
                .identifier(tool.principal), .bytes(RegisteredToolFacts.schema.encode(tool.facts).serialized()),
                .bytes(tool.sealedSecrets),
            ])
    }

    func remove(
        _ name: String, version: Int64?, of organization: Identifier, at time: Timestamp
    ) throws(CoreError) -> Int {
        // Versions count from 1, so 0 stands for all of them.
        try session.change(
            Self.remove, [.identifier(organization), .text(name), .int64(version ?? 0), .timestamp(time)])
    }
}

extension RegisteredTool: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let facts: RegisteredToolFacts
        do throws(CoreError) {
            facts = try RegisteredToolFacts.schema.decode(try row.json(5))
        } catch {
            throw CoreError(.databaseCorrupt, "What is stored of a tool does not decode: \(error.message)")
        }
        self.init(
            organization: try row.identifier(0), name: try row.text(1), version: try row.int64(2),
            createdAt: try row.timestamp(3), principal: try row.identifier(4), facts: facts,
            sealedSecrets: try row.bytes(6), removedAt: row.isNull(7) ? nil : try row.timestamp(7))
    }
}
