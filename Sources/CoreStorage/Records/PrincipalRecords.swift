public import CoreDomain

struct PrincipalRecords: PrincipalRepository {
    let session: any SQLSession

    private static let columns = "p.id, p.kind, p.home, p.status, p.created_at"
    private static let find = SQLStatement("SELECT \(columns) FROM principals p WHERE p.id = ?1")
    private static let findOperator = SQLStatement("SELECT \(columns) FROM principals p WHERE p.kind = 'operator'")
    private static let owner = SQLStatement(
        """
        SELECT \(columns) FROM memberships m JOIN principals p ON p.id = m.principal
        WHERE m.organization = ?1 AND m.role = 'owner' ORDER BY m.created_at, m.principal LIMIT 1
        """)
    private static let membership = SQLStatement(
        "SELECT organization, principal, role, created_at FROM memberships WHERE organization = ?1 AND principal = ?2")
    private static let insert = SQLStatement(
        "INSERT INTO principals (id, kind, home, status, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")
    private static let insertMembership = SQLStatement(
        "INSERT INTO memberships (organization, principal, role, created_at) VALUES (?1, ?2, ?3, ?4)")

    func find(_ id: Identifier) throws(CoreError) -> Principal? {
        try session.first(Self.find, [.identifier(id)])
    }

    func findOperator() throws(CoreError) -> Principal? {
        try session.first(Self.findOperator, [])
    }

    private static let operatorHome = SQLStatement(
        "SELECT home FROM principals WHERE kind = 'operator'", isPermanent: true)

    private struct Home: SQLDecodable {
        let id: Identifier
        init(row: any SQLRow) throws(CoreError) { id = try row.identifier(0) }
    }

    func operatorHome() throws(CoreError) -> Identifier? {
        try session.first(Self.operatorHome, [], as: Home.self)?.id
    }

    func owner(of organization: Identifier) throws(CoreError) -> Principal? {
        try session.first(Self.owner, [.identifier(organization)])
    }

    func membership(of principal: Identifier, in organization: Identifier) throws(CoreError) -> Membership? {
        try session.first(Self.membership, [.identifier(organization), .identifier(principal)])
    }

    func insert(_ principal: Principal) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(principal.id), .text(principal.kind.rawValue), .identifier(principal.home),
                .text(principal.status.rawValue), .timestamp(principal.createdAt),
            ])
    }

    func insert(_ membership: Membership) throws(CoreError) {
        try session.run(
            Self.insertMembership,
            [
                .identifier(membership.organization), .identifier(membership.principal),
                .text(membership.role.rawValue), .timestamp(membership.createdAt),
            ])
    }
}

extension Principal: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), kind: try row.word(1), home: try row.identifier(2), status: try row.word(3),
            createdAt: try row.timestamp(4))
    }
}

extension Membership: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            organization: try row.identifier(0), principal: try row.identifier(1), role: try row.word(2),
            createdAt: try row.timestamp(3))
    }
}
