public import CoreDomain

struct AuditRecords: AuditRepository {
    let session: any SQLSession

    private static let columns = "at, actor, organization, operation, request_id"
    private static let insert = SQLStatement(
        "INSERT INTO audit_entries (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5)")
    private static let newest = SQLStatement(
        "SELECT \(columns) FROM audit_entries ORDER BY at DESC LIMIT ?1")

    func append(_ entry: AuditEntry) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .timestamp(entry.at), .identifier(entry.actor), .identifier(entry.organization),
                .text(entry.operation), .identifier(entry.requestID),
            ])
    }

    func newest(limit: Int) throws(CoreError) -> [AuditEntry] {
        try session.query(Self.newest, [.int64(Int64(limit))], as: AuditEntry.self)
    }
}

extension AuditEntry: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            at: try row.timestamp(0), actor: try row.identifier(1), organization: try row.identifier(2),
            operation: try row.text(3), requestID: try row.identifier(4))
    }
}
