public import CoreDomain

struct ThreadRecords: ThreadRepository {
    let session: any SQLSession

    private static let fixed =
        "id, organization, principal, kind, program, program_name, program_version, created_at, expires_at, reference"
    private static let changing = """
        state, sequence, updated_at, finished_at, deleted_at, result, failure, currency, held, charged, steps_done, \
        steps_total
        """
    private static let find = SQLStatement("SELECT \(changing), \(fixed) FROM threads WHERE id = ?1")
    private static let status = SQLStatement("SELECT \(changing) FROM threads WHERE id = ?1")
    private static let insert = SQLStatement(
        """
        INSERT INTO threads (\(fixed), \(changing)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
        ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
        """)
    private static let update = SQLStatement(
        """
        UPDATE threads SET state = ?2, sequence = ?3, updated_at = ?4, finished_at = ?5, deleted_at = ?6, result = ?7,
        failure = ?8, currency = ?9, held = ?10, charged = ?11, steps_done = ?12, steps_total = ?13 WHERE id = ?1
        """)
    private static let unfinished = SQLStatement(
        "SELECT id FROM threads WHERE finished_at IS NULL AND id > ?1 ORDER BY id LIMIT ?2")
    private static let list = SQLStatement(
        """
        SELECT \(changing), \(fixed) FROM threads WHERE organization = ?1 AND id < ?2 AND deleted_at IS NULL
        AND state IN (\(placeholders(from: 4, ThreadState.allCases.count)))
        AND kind IN (\(placeholders(from: 4 + ThreadState.allCases.count, ThreadKind.allCases.count)))
        ORDER BY id DESC LIMIT ?3
        """)

    private static func placeholders(from first: Int, _ count: Int) -> String {
        (first..<first + count).map { "?\($0)" }.joined(separator: ", ")
    }

    func find(_ id: Identifier) throws(CoreError) -> Thread? {
        try session.first(Self.find, [.identifier(id)])
    }

    func status(_ id: Identifier) throws(CoreError) -> ThreadStatus? {
        try session.first(Self.status, [.identifier(id)])
    }

    func list(_ filter: ThreadFilter, before id: Identifier?, limit: Int) throws(CoreError) -> [Thread] {
        let states = Self.padded(filter.states ?? ThreadState.allCases, ThreadState.allCases.count)
        let kinds = Self.padded(filter.kinds, ThreadKind.allCases.count)
        if states.isEmpty || kinds.isEmpty { return [] }
        return try session.query(
            Self.list,
            [.identifier(filter.organization), .identifier(id ?? .greatest), .int64(Int64(limit))] + states + kinds,
            as: Thread.self)
    }

    /// The words and repetitions of one of them, as many as the statement has places; none when there are none.
    private static func padded<Word: RawRepresentable>(_ words: [Word], _ count: Int) -> [SQLValue]
    where Word.RawValue == String {
        guard let first = words.first else { return [] }
        let filling = Array(repeating: first, count: max(0, count - words.count))
        return (words.prefix(count) + filling).map { .text($0.rawValue) }
    }

    func unfinished(after id: Identifier?, limit: Int) throws(CoreError) -> [Identifier] {
        try session.query(
            Self.unfinished, [id.map { .identifier($0) } ?? .bytes([]), .int64(Int64(limit))], as: IdentifierRow.self
        ).map(\.id)
    }

    func insert(_ thread: Thread) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(thread.id), .identifier(thread.organization), .identifier(thread.principal),
                .text(thread.kind.rawValue), .bytes(thread.program.digest), .text(thread.program.name),
                .text(thread.program.version), .timestamp(thread.createdAt), .timestamp(thread.expiresAt),
                thread.reference.map { .text($0) } ?? .null,
            ] + Self.parameters(thread.status))
    }

    func update(_ id: Identifier, _ status: ThreadStatus) throws(CoreError) {
        try session.run(Self.update, [.identifier(id)] + Self.parameters(status))
    }

    private static func parameters(_ status: ThreadStatus) -> [SQLValue] {
        [
            .text(status.state.rawValue), .int64(status.sequence), .timestamp(status.updatedAt),
            .optionalTimestamp(status.finishedAt), .optionalTimestamp(status.deletedAt),
            status.result.map { .bytes($0) } ?? .null, status.failure.map { .bytes($0) } ?? .null,
            status.held.map { .text($0.currency.code) } ?? .null, .amount(status.held?.amount ?? .zero),
            .amount(status.charged), .int64(status.progress.done), .int64(status.progress.total),
        ]
    }
}

extension Thread: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(12), organization: try row.identifier(13), principal: try row.identifier(14),
            kind: try row.word(15),
            program: ProgramReference(
                digest: try row.bytes(16), name: try row.text(17), version: try row.text(18)),
            createdAt: try row.timestamp(19), expiresAt: try row.timestamp(20),
            reference: row.isNull(21) ? nil : try row.text(21), status: try ThreadStatus(row: row))
    }
}

extension ThreadStatus: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            state: try row.word(0), sequence: try row.int64(1), updatedAt: try row.timestamp(2),
            finishedAt: try row.optionalTimestamp(3), deletedAt: try row.optionalTimestamp(4),
            result: row.isNull(5) ? nil : try row.bytes(5), failure: row.isNull(6) ? nil : try row.bytes(6),
            held: row.isNull(7) ? nil : Money(amount: try row.amount(8), currency: try row.currency(7)),
            charged: try row.amount(9),
            progress: Progress(done: try row.int64(10), total: try row.int64(11)))
    }
}

struct IdentifierRow: SQLDecodable {
    let id: Identifier
    init(row: any SQLRow) throws(CoreError) { id = try row.identifier(0) }
}
