public import CoreDomain

/// Variables; those of all scripts have a script without a name.
struct EnvironmentRecords: EnvironmentRepository {
    let session: any SQLSession

    private static let columns = "organization, script, key, sealed_value, is_secret, updated_at"
    private static let find = SQLStatement(
        "SELECT \(columns) FROM environment WHERE organization = ?1 AND script = ?2 AND key = ?3")
    private static let list = SQLStatement(
        """
        SELECT \(columns) FROM environment WHERE organization = ?1 AND script = ?2 AND key > ?3 ORDER BY key LIMIT ?4
        """)
    private static let put = SQLStatement(
        """
        INSERT INTO environment (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (organization, script, key) DO UPDATE SET sealed_value = excluded.sealed_value,
        is_secret = excluded.is_secret, updated_at = excluded.updated_at
        """)
    private static let remove = SQLStatement(
        "DELETE FROM environment WHERE organization = ?1 AND script = ?2 AND key = ?3")
    private static let removeAll = SQLStatement("DELETE FROM environment WHERE organization = ?1 AND script = ?2")

    func find(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> StoredVariable? {
        try session.first(Self.find, Self.place(scope) + [.text(key)])
    }

    func list(_ scope: EnvironmentScope, after key: String?, limit: Int) throws(CoreError) -> [StoredVariable] {
        try session.query(
            Self.list, Self.place(scope) + [.text(key ?? ""), .int64(Int64(limit))], as: StoredVariable.self)
    }

    func put(_ variable: StoredVariable) throws(CoreError) {
        try session.run(
            Self.put,
            Self.place(variable.scope) + [
                .text(variable.key), .bytes(variable.sealedValue), .int64(variable.isSecret ? 1 : 0),
                .timestamp(variable.updatedAt),
            ])
    }

    func remove(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> Bool {
        try session.change(Self.remove, Self.place(scope) + [.text(key)]) > 0
    }

    func removeAll(in scope: EnvironmentScope) throws(CoreError) {
        try session.run(Self.removeAll, Self.place(scope))
    }

    private static func place(_ scope: EnvironmentScope) -> [SQLValue] {
        [.identifier(scope.organization), .text(scope.script ?? "")]
    }
}

extension StoredVariable: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let script = try row.text(1)
        self.init(
            scope: EnvironmentScope(organization: try row.identifier(0), script: script.isEmpty ? nil : script),
            key: try row.text(2), sealedValue: try row.bytes(3), isSecret: try row.int64(4) != 0,
            updatedAt: try row.timestamp(5))
    }
}
