import CoreDomain

/// The statements by which workers share threads. Each looks up as many rows of an index as it gives or changes,
/// however many threads there are.
///
/// What is to be claimed is picked by a common table expression: a subquery with a limit might be run more than once.
enum ThreadClaimStatements {
    private static let ready = "finished_at IS NULL AND worker IS NULL AND wake_at IS NULL"

    static let claim = SQLStatement(
        """
        UPDATE threads SET worker = ?2, epoch = epoch + 1
        WHERE id = ?1 AND finished_at IS NULL AND (worker IS NULL OR worker = ?2)
        """)
    static let claimReady = SQLStatement(
        """
        WITH picked AS (SELECT id FROM threads WHERE organization = ?1 AND \(ready) ORDER BY id LIMIT ?3
        /*lock: FOR UPDATE SKIP LOCKED*/)
        UPDATE threads SET worker = ?2, epoch = epoch + 1 WHERE id IN (SELECT id FROM picked)
        RETURNING id, organization, wake_at
        """)
    static let claimDue = SQLStatement(
        """
        WITH picked AS (SELECT id FROM threads WHERE finished_at IS NULL AND worker IS NULL AND wake_at IS NOT NULL
        AND wake_at <= ?2 ORDER BY wake_at, id LIMIT ?3 /*lock: FOR UPDATE SKIP LOCKED*/)
        UPDATE threads SET worker = ?1, epoch = epoch + 1 WHERE id IN (SELECT id FROM picked)
        RETURNING id, organization, wake_at
        """)
    static let release = SQLStatement(
        """
        WITH picked AS (SELECT id FROM threads WHERE worker = ?1 AND finished_at IS NULL ORDER BY id LIMIT ?2
        /*lock: FOR UPDATE SKIP LOCKED*/)
        UPDATE threads SET worker = NULL, epoch = epoch + 1 WHERE id IN (SELECT id FROM picked)
        """)
    static let listReady = SQLStatement(
        """
        SELECT id, organization, wake_at FROM threads WHERE \(ready) AND (organization, id) > (?1, ?2)
        ORDER BY organization, id LIMIT ?3
        """)
    static let listResting = SQLStatement(
        """
        SELECT id, organization, wake_at FROM threads WHERE finished_at IS NULL AND worker IS NULL
        AND wake_at IS NOT NULL AND wake_at <= ?1 AND (wake_at, id) > (?2, ?3) ORDER BY wake_at, id LIMIT ?4
        """)
    static let own = SQLStatement(
        """
        SELECT id, organization, wake_at FROM threads WHERE worker = ?1 AND finished_at IS NULL AND id > ?2
        ORDER BY id LIMIT ?3
        """)
    /// One look at the index for each organization, however many threads it has.
    static let organizations = SQLStatement(
        """
        WITH RECURSIVE turn (organization) AS (
            SELECT (SELECT organization FROM threads WHERE \(ready) AND organization > ?1
                ORDER BY organization LIMIT 1)
            UNION ALL
            SELECT (SELECT threads.organization FROM threads WHERE \(ready) AND threads.organization > turn.organization
                ORDER BY threads.organization LIMIT 1)
            FROM turn WHERE turn.organization IS NOT NULL
        )
        SELECT organization FROM turn WHERE organization IS NOT NULL LIMIT ?2
        """)

    /// Every statement.
    static let all = [claim, claimReady, claimDue, release, listReady, listResting, own, organizations]
}

extension ThreadRecords {
    func claim(_ id: Identifier, for worker: Identifier) throws(CoreError) -> Bool {
        try session.succeeds(ThreadClaimStatements.claim, [.identifier(id), .identifier(worker)])
    }

    func claimReady(
        of organization: Identifier, for worker: Identifier, limit: Int
    ) throws(CoreError) -> [OpenThread] {
        let claimed = try session.query(
            ThreadClaimStatements.claimReady,
            [.identifier(organization), .identifier(worker), .int64(Int64(limit))], as: OpenThread.self)
        return claimed.sorted { $0.id < $1.id }
    }

    func claimDue(for worker: Identifier, at time: Timestamp, limit: Int) throws(CoreError) -> [OpenThread] {
        let claimed = try session.query(
            ThreadClaimStatements.claimDue, [.identifier(worker), .timestamp(time), .int64(Int64(limit))],
            as: OpenThread.self)
        return claimed.sorted { ($0.wakeAt ?? .earliest, $0.id) < ($1.wakeAt ?? .earliest, $1.id) }
    }

    func release(of worker: Identifier, limit: Int) throws(CoreError) -> Int {
        try session.change(ThreadClaimStatements.release, [.identifier(worker), .int64(Int64(limit))])
    }

    func ready(after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        try session.query(
            ThreadClaimStatements.listReady,
            [
                last.map { .identifier($0.organization) } ?? .bytes([]), last.map { .identifier($0.id) } ?? .bytes([]),
                .int64(Int64(limit)),
            ], as: OpenThread.self)
    }

    func resting(until end: Timestamp, after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        try session.query(
            ThreadClaimStatements.listResting,
            [
                .timestamp(end), .timestamp(last?.wakeAt ?? .earliest), last.map { .identifier($0.id) } ?? .bytes([]),
                .int64(Int64(limit)),
            ], as: OpenThread.self)
    }

    func unfinished(of worker: Identifier, after id: Identifier?, limit: Int) throws(CoreError) -> [OpenThread] {
        try session.query(
            ThreadClaimStatements.own,
            [.identifier(worker), id.map { .identifier($0) } ?? .bytes([]), .int64(Int64(limit))], as: OpenThread.self)
    }

    func organizationsReady(after organization: Identifier?, limit: Int) throws(CoreError) -> [Identifier] {
        try session.query(
            ThreadClaimStatements.organizations,
            [organization.map { .identifier($0) } ?? .bytes([]), .int64(Int64(limit))], as: OrganizationRow.self
        ).map(\.organization)
    }
}

private struct OrganizationRow: SQLDecodable {
    let organization: Identifier
    init(row: any SQLRow) throws(CoreError) { organization = try row.identifier(0) }
}
