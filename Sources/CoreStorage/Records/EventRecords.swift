public import CoreDomain
import CoreLanguage

struct EventRecords: EventRepository {
    let session: any SQLSession

    private static let columns =
        "thread, sequence, organization, organization_sequence, at, kind, path, body"
    private static let events = SQLStatement(
        "SELECT \(columns) FROM events WHERE thread = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")
    private static let journal = SQLStatement(
        "SELECT \(columns), payload FROM events WHERE thread = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")
    private static let history = SQLStatement(
        """
        SELECT \(columns) FROM events WHERE organization = ?1 AND organization_sequence > ?2
        ORDER BY organization_sequence LIMIT ?3
        """)
    private static let sequence = SQLStatement(
        """
        SELECT sequence FROM events WHERE thread = ?1 AND organization_sequence <= ?2 ORDER BY sequence DESC LIMIT 1
        """)
    private static let numbering = SQLNumbering(
        latest: SQLStatement("SELECT latest FROM event_counters WHERE organization = ?1"),
        raise: SQLStatement(
            """
            INSERT INTO event_counters (organization, latest) VALUES (?1, ?2)
            ON CONFLICT (organization) DO UPDATE SET latest = event_counters.latest + excluded.latest
            """),
        insert: SQLStatement(
            "INSERT INTO events (\(columns), payload) VALUES (?1, ?2, ?3, ?9, ?4, ?5, ?6, ?7, ?8)"),
        insertCounted: SQLStatement(
            """
            INSERT INTO events (\(columns), payload) VALUES (?1, ?2, ?3,
            (SELECT latest FROM event_counters WHERE organization = ?3) - ?9, ?4, ?5, ?6, ?7, ?8)
            """))

    func events(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        try session.query(
            Self.events, [.identifier(thread), .int64(sequence), .int64(Int64(limit))], as: Event.self)
    }

    func journal(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [JournalEntry] {
        try session.query(
            Self.journal, [.identifier(thread), .int64(sequence), .int64(Int64(limit))], as: JournalEntry.self)
    }

    func history(of organization: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        try session.query(
            Self.history, [.identifier(organization), .int64(sequence), .int64(Int64(limit))], as: Event.self)
    }

    func sequence(of thread: Identifier, at organizationSequence: Int64) throws(CoreError) -> Int64 {
        let row = try session.first(
            Self.sequence, [.identifier(thread), .int64(organizationSequence)], as: SQLNumbering.Number.self)
        return row?.value ?? 0
    }

    func latest(of organization: Identifier) throws(CoreError) -> Int64 {
        try session.latest(Self.numbering, key: organization.bytes)
    }

    func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        if events.isEmpty { return }
        let rows = events.enumerated().map { index, event -> [SQLValue] in
            [
                .identifier(thread), .int64(sequence + 1 + Int64(index)), .identifier(organization), .timestamp(time),
                .text(event.kind.rawValue), .text(event.path), .bytes(event.body.serialized()),
                event.payload.map { .bytes($0) } ?? .null,
            ]
        }
        try session.runNumbered(Self.numbering, rows, key: organization.bytes)
    }
}

extension Event: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            organization: try row.identifier(2), organizationSequence: try row.int64(3),
            thread: try row.identifier(0), sequence: try row.int64(1), at: try row.timestamp(4),
            kind: try row.word(5), path: try row.text(6), body: try row.json(7))
    }
}

extension JournalEntry: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(try Event(row: row), payload: row.isNull(8) ? nil : try row.bytes(8))
    }
}

extension SQLRow {
    /// A stored JSON document.
    func json(_ column: Int) throws(CoreError) -> JSONValue {
        let bytes = try bytes(column)
        do throws(JSONError) {
            return try JSONValue.parse(bytes, limits: .stored)
        } catch {
            throw Self.damaged(column)
        }
    }
}
