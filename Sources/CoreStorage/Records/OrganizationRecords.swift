public import CoreDomain

struct OrganizationRecords: OrganizationRepository {
    let session: any SQLSession

    private static let find = SQLStatement("SELECT id, kind, status, created_at FROM organizations WHERE id = ?1")
    private static let insert = SQLStatement(
        "INSERT INTO organizations (id, kind, status, created_at) VALUES (?1, ?2, ?3, ?4)")

    func find(_ id: Identifier) throws(CoreError) -> Organization? {
        try session.first(Self.find, [.identifier(id)])
    }

    func insert(_ organization: Organization) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(organization.id), .text(organization.kind.rawValue),
                .text(organization.status.rawValue), .timestamp(organization.createdAt),
            ])
    }
}

extension Organization: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), kind: try row.word(1), status: try row.word(2), createdAt: try row.timestamp(3))
    }
}
