public import CoreDomain
import CoreLanguage

struct IngredientRecords: IngredientRepository {
    let session: any SQLSession

    private static let columns = "v.definition, v.program, v.published_at"
    private static let findLatest = SQLStatement(
        """
        SELECT \(columns) FROM ingredients i JOIN ingredient_versions v ON v.name = i.name AND v.version = i.latest
        WHERE i.name = ?1
        """)
    private static let findVersion = SQLStatement(
        "SELECT \(columns) FROM ingredient_versions v WHERE v.name = ?1 AND v.version = ?2")
    private static let latestProgram = SQLStatement(
        """
        SELECT v.program, v.name, v.version FROM ingredients i
        JOIN ingredient_versions v ON v.name = i.name AND v.version = i.latest WHERE i.name = ?1
        """)
    private static let versionProgram = SQLStatement(
        "SELECT program, name, version FROM ingredient_versions WHERE name = ?1 AND version = ?2")
    private static let names = SQLStatement(
        "SELECT name FROM ingredients WHERE kind = ?1 OR kind = ?2 ORDER BY name LIMIT ?3")
    private static let versions = SQLStatement(
        "SELECT version FROM ingredient_versions WHERE name = ?1 ORDER BY number")
    private static let list = SQLStatement(
        """
        SELECT \(columns) FROM ingredients i JOIN ingredient_versions v ON v.name = i.name AND v.version = i.latest
        WHERE i.name > ?1 AND (i.kind = ?2 OR i.kind = ?3) ORDER BY i.name LIMIT ?4
        """)
    private static let insertVersion = SQLStatement(
        """
        INSERT INTO ingredient_versions (name, version, number, definition, program, published_at)
        VALUES (?1, ?2, (SELECT COUNT(*) FROM ingredient_versions WHERE name = ?1), ?3, ?4, ?5)
        """)
    private static let makeLatest = SQLStatement(
        """
        INSERT INTO ingredients (name, kind, latest) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, latest = excluded.latest
        """)

    private struct TextRow: SQLDecodable {
        let text: String
        init(row: any SQLRow) throws(CoreError) { text = try row.text(0) }
    }

    func find(_ name: String, version: String?) throws(CoreError) -> IngredientVersion? {
        guard let version else { return try session.first(Self.findLatest, [.text(name)]) }
        return try session.first(Self.findVersion, [.text(name), .text(version)])
    }

    func program(of name: String, version: String?) throws(CoreError) -> ProgramReference? {
        guard let version else { return try session.first(Self.latestProgram, [.text(name)]) }
        return try session.first(Self.versionProgram, [.text(name), .text(version)])
    }

    func names(_ kinds: [IngredientKind], limit: Int) throws(CoreError) -> [String] {
        guard let first = kinds.first, let last = kinds.last else { return [] }
        return try session.query(
            Self.names, [.text(first.rawValue), .text(last.rawValue), .int64(Int64(limit))], as: TextRow.self
        ).map(\.text)
    }

    func versions(of name: String) throws(CoreError) -> [String] {
        try session.takeTurn(.registry, place: nil)
        return try session.query(Self.versions, [.text(name)], as: TextRow.self).map(\.text)
    }

    func list(_ kinds: [IngredientKind], after name: String?, limit: Int) throws(CoreError) -> [IngredientVersion] {
        guard let first = kinds.first, let last = kinds.last else { return [] }
        return try session.query(
            Self.list, [.text(name ?? ""), .text(first.rawValue), .text(last.rawValue), .int64(Int64(limit))],
            as: IngredientVersion.self)
    }

    func insert(_ version: IngredientVersion, isLatest: Bool) throws(CoreError) {
        try session.run(
            Self.insertVersion,
            [
                .text(version.name), .text(version.version),
                .bytes(IngredientDefinition.schema.encode(version.definition).serialized()), .bytes(version.program),
                .timestamp(version.publishedAt),
            ])
        guard isLatest else { return }
        try session.run(
            Self.makeLatest,
            [.text(version.name), .text(version.definition.kind.rawValue), .text(version.version)])
    }
}

extension ProgramReference: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(digest: try row.bytes(0), name: try row.text(1), version: try row.text(2))
    }
}

extension IngredientVersion: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let definition: IngredientDefinition
        do throws(CoreError) {
            definition = try IngredientDefinition.schema.decode(try row.json(0))
        } catch {
            throw CoreError(.databaseCorrupt, "A stored ingredient does not decode: \(error.message)")
        }
        self.init(definition: definition, program: try row.bytes(1), publishedAt: try row.timestamp(2))
    }
}
