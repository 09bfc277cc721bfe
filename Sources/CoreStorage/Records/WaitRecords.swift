public import CoreDomain
import CoreLanguage

struct WaitRecords: WaitRepository {
    let session: any SQLSession

    private static let names = [
        "thread", "path", "organization", "kind", "name", "body", "begun_at", "expires_at", "attempt", "answered_at",
    ]
    private static let columns = names.joined(separator: ", ")
    private static let waits = names.map { "waits.\($0)" }.joined(separator: ", ")
    private static let find = SQLStatement("SELECT \(columns) FROM waits WHERE thread = ?1 AND path = ?2")
    private static let asksOfThread = SQLStatement(
        "SELECT \(columns) FROM waits WHERE thread = ?1 AND kind = 'ask' ORDER BY path")
    private static let asks = SQLStatement(
        """
        SELECT \(columns) FROM waits WHERE organization = ?1 AND kind = 'ask' AND answered_at IS NULL
        AND (thread, path) > (?2, ?3) ORDER BY thread, path LIMIT ?4
        """)
    private static let asksOfProgram = SQLStatement(
        """
        SELECT \(waits) FROM waits JOIN threads ON threads.id = waits.thread
        WHERE waits.organization = ?1 AND waits.kind = 'ask' AND waits.answered_at IS NULL
        AND (waits.thread, waits.path) > (?2, ?3) AND threads.program_name = ?5
        ORDER BY waits.thread, waits.path LIMIT ?4
        """)
    private static let threads = SQLStatement(
        """
        SELECT DISTINCT thread FROM waits WHERE organization = ?1 AND kind = 'event' AND name = ?2 AND thread > ?3
        ORDER BY thread LIMIT ?4
        """)
    private static let put = SQLStatement(
        """
        INSERT INTO waits (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (thread, path) DO UPDATE SET kind = excluded.kind, name = excluded.name, body = excluded.body,
        begun_at = excluded.begun_at, expires_at = excluded.expires_at, attempt = excluded.attempt,
        answered_at = excluded.answered_at
        """)
    private static let remove = SQLStatement("DELETE FROM waits WHERE thread = ?1 AND path = ?2")
    private static let removeAll = SQLStatement("DELETE FROM waits WHERE thread = ?1")

    func find(_ thread: Identifier, _ path: String) throws(CoreError) -> ThreadWait? {
        try session.first(Self.find, [.identifier(thread), .text(path)])
    }

    func asks(of thread: Identifier) throws(CoreError) -> [ThreadWait] {
        try session.query(Self.asksOfThread, [.identifier(thread)], as: ThreadWait.self)
    }

    func asks(_ filter: AskFilter, after place: ThreadPlace?, limit: Int) throws(CoreError) -> [ThreadWait] {
        let parameters: [SQLValue] = [
            .identifier(filter.organization), place.map { .identifier($0.thread) } ?? .bytes([]),
            .text(place?.path ?? ""), .int64(Int64(limit)),
        ]
        guard let program = filter.program else {
            return try session.query(Self.asks, parameters, as: ThreadWait.self)
        }
        return try session.query(Self.asksOfProgram, parameters + [.text(program)], as: ThreadWait.self)
    }

    func threads(
        awaiting name: String, of organization: Identifier, after thread: Identifier?, limit: Int
    ) throws(CoreError) -> [Identifier] {
        let rows = try session.query(
            Self.threads,
            [
                .identifier(organization), .text(name), thread.map { .identifier($0) } ?? .bytes([]),
                .int64(Int64(limit)),
            ], as: IdentifierRow.self)
        return rows.map(\.id)
    }

    func put(_ wait: ThreadWait) throws(CoreError) {
        try session.run(
            Self.put,
            [
                .identifier(wait.thread), .text(wait.path), .identifier(wait.organization), .text(wait.kind.rawValue),
                .text(wait.name), .bytes(wait.body.serialized()), .timestamp(wait.begunAt),
                .optionalTimestamp(wait.expiresAt), .int64(wait.attempt), .optionalTimestamp(wait.answeredAt),
            ])
    }

    func remove(_ thread: Identifier, _ path: String) throws(CoreError) {
        try session.run(Self.remove, [.identifier(thread), .text(path)])
    }

    func removeAll(of thread: Identifier) throws(CoreError) {
        try session.run(Self.removeAll, [.identifier(thread)])
    }
}

extension ThreadWait: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            thread: try row.identifier(0), path: try row.text(1), organization: try row.identifier(2),
            kind: try row.word(3), name: try row.text(4), body: try row.json(5), begunAt: try row.timestamp(6),
            expiresAt: try row.optionalTimestamp(7), attempt: try row.int64(8),
            answeredAt: try row.optionalTimestamp(9))
    }
}

private struct IdentifierRow: SQLDecodable {
    let id: Identifier
    init(row: any SQLRow) throws(CoreError) { id = try row.identifier(0) }
}
