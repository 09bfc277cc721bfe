public import CoreDomain

/// Workers. Of a dead one, `lease_until` is the time of its death with the sign turned, so that it is never positive.
struct WorkerRecords: WorkerRepository {
    let session: any SQLSession

    private static let columns = "id, name, started_at, lease_until"
    private static let list = SQLStatement("SELECT \(columns) FROM workers ORDER BY id")
    private static let register = SQLStatement("INSERT INTO workers (\(columns)) VALUES (?1, ?2, ?3, ?4)")
    private static let renew = SQLStatement("UPDATE workers SET lease_until = ?2 WHERE id = ?1 AND lease_until > 0")
    private static let bury = SQLStatement(
        """
        WITH expired AS (SELECT id FROM workers WHERE lease_until > 0 AND lease_until <= ?1 ORDER BY id LIMIT ?2
        /*lock: FOR UPDATE SKIP LOCKED*/)
        UPDATE workers SET lease_until = ?3 WHERE id IN (SELECT id FROM expired)
        """)
    /// One look at the index for each worker that has threads, however many these are.
    static let enterUnknown = SQLStatement(
        """
        WITH RECURSIVE turn (worker) AS (
            SELECT (SELECT worker FROM threads WHERE finished_at IS NULL AND worker IS NOT NULL AND worker > ?1
                ORDER BY worker LIMIT 1)
            UNION ALL
            SELECT (SELECT threads.worker FROM threads WHERE finished_at IS NULL AND threads.worker IS NOT NULL
                AND threads.worker > turn.worker ORDER BY threads.worker LIMIT 1)
            FROM turn WHERE turn.worker IS NOT NULL
        )
        INSERT INTO workers (\(columns))
        SELECT turn.worker, ?2, ?3, ?4 FROM turn WHERE turn.worker IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = turn.worker) LIMIT ?5
        ON CONFLICT (id) DO NOTHING
        """)
    private static let dead = SQLStatement(
        "SELECT \(columns) FROM workers WHERE lease_until <= 0 ORDER BY lease_until, id LIMIT ?1")
    private static let remove = SQLStatement("DELETE FROM workers WHERE id = ?1")

    func list() throws(CoreError) -> [Worker] { try session.query(Self.list, [], as: Worker.self) }

    func register(_ worker: Worker) throws(CoreError) {
        try session.run(
            Self.register,
            [
                .identifier(worker.id), .text(worker.name), .timestamp(worker.startedAt),
                .timestamp(worker.leaseUntil),
            ])
    }

    func renew(_ id: Identifier, until time: Timestamp) throws(CoreError) -> Bool {
        try session.change(Self.renew, [.identifier(id), .timestamp(time)]) > 0
    }

    func retire(_ id: Identifier, at time: Timestamp) throws(CoreError) {
        try session.run(Self.renew, [.identifier(id), Self.death(time)])
    }

    func bury(at time: Timestamp, limit: Int) throws(CoreError) -> [Worker] {
        try session.run(
            Self.enterUnknown,
            [.bytes([]), .text(Worker.unknownName), .timestamp(time), Self.death(time), .int64(Int64(limit))])
        try session.run(Self.bury, [.timestamp(time), .int64(Int64(limit)), Self.death(time)])
        return try session.query(Self.dead, [.int64(Int64(limit))], as: Worker.self)
    }

    func remove(_ id: Identifier) throws(CoreError) { try session.run(Self.remove, [.identifier(id)]) }

    private static func death(_ time: Timestamp) -> SQLValue { .int64(-max(0, time.nanoseconds)) }
}

extension Worker: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let lease = try row.int64(3)
        let isDead = lease <= 0
        let end = Timestamp(nanoseconds: lease.magnitude > UInt64(Int64.max) ? .max : abs(lease))
        self.init(
            id: try row.identifier(0), name: try row.text(1), startedAt: try row.timestamp(2), leaseUntil: end,
            diedAt: isDead ? end : nil)
    }
}
