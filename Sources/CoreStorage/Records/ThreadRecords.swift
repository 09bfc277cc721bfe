public import CoreDomain
import CoreLanguage

struct ThreadRecords: ThreadRepository {
    let session: any SQLSession

    private static let fixed =
        "id, organization, principal, kind, program, program_name, program_version, created_at, expires_at, reference, epoch, options, environment"
    private static let changing = """
        state, sequence, updated_at, finished_at, deleted_at, wake_at, failure, currency, held, charged, steps_done, \
        steps_total, worker, pause, notes
        """
    private static let find = SQLStatement(
        "SELECT \(changing), \(fixed) FROM threads WHERE id = ?1 /*lock row: FOR NO KEY UPDATE*/")
    private static let status = SQLStatement("SELECT \(changing) FROM threads WHERE id = ?1")
    private static let insert = SQLStatement(
        """
        INSERT INTO threads (\(fixed), \(changing)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
        ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
        """)
    private static let step = SQLStatement(
        """
        UPDATE threads SET state = ?3, sequence = ?4, updated_at = ?5, charged = ?6, steps_done = ?7
        WHERE id = ?1 AND sequence = ?2 AND epoch = ?8
        """)
    private static let advance = SQLStatement(
        """
        UPDATE threads SET state = ?3, sequence = ?4, updated_at = ?5, charged = ?6, steps_done = ?7, wake_at = ?9,
        worker = ?10, pause = ?11, failure = ?12
        WHERE id = ?1 AND sequence = ?2 AND epoch = ?8 AND notes = COALESCE(?13, notes)
        """)
    private static let finish = SQLStatement(
        """
        UPDATE threads SET state = ?3, sequence = ?4, updated_at = ?5, charged = ?6, steps_done = ?7, wake_at = ?9,
        worker = ?10, pause = NULL, finished_at = ?11, deleted_at = ?12, failure = ?13, result = COALESCE(?14, result)
        WHERE id = ?1 AND sequence = ?2 AND epoch = ?8 AND notes = ?15
        """)
    private static let result = SQLStatement("SELECT result FROM threads WHERE id = ?1")
    private static let list = SQLStatement(
        """
        SELECT \(changing), \(fixed) FROM threads WHERE organization = ?1 AND id < ?2 AND deleted_at IS NULL
        AND state IN (\(parameterList(from: 5, ThreadState.allCases.count)))
        AND kind IN (\(parameterList(from: 5 + ThreadState.allCases.count, ThreadKind.allCases.count)))
        AND (?4 = '' OR program_name = ?4)
        ORDER BY id DESC LIMIT ?3
        """)

    private static func parameterList(from first: Int, _ count: Int) -> String {
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
            [
                .identifier(filter.organization), .identifier(id ?? .greatest), .int64(Int64(limit)),
                .text(filter.program ?? ""),
            ] + states + kinds,
            as: Thread.self)
    }

    /// The words and repetitions of one of them, as many as the statement has places; none when there are none.
    private static func padded<Word: RawRepresentable>(_ words: [Word], _ count: Int) -> [SQLValue]
    where Word.RawValue == String {
        guard let first = words.first else { return [] }
        let filling = Array(repeating: first, count: max(0, count - words.count))
        return (words.prefix(count) + filling).map { .text($0.rawValue) }
    }

    func result(of id: Identifier) throws(CoreError) -> [UInt8]? {
        try session.first(Self.result, [.identifier(id)], as: ResultRow.self)?.result
    }

    func insert(_ thread: Thread) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(thread.id), .identifier(thread.organization), .identifier(thread.principal),
                .text(thread.kind.rawValue), .bytes(thread.program.digest), .text(thread.program.name),
                .text(thread.program.version), .timestamp(thread.createdAt), .timestamp(thread.expiresAt),
                thread.reference.map { .text($0) } ?? .null, .int64(thread.epoch),
                thread.options.map { .bytes(ThreadOptions.schema.encode($0).serialized()) } ?? .null,
                thread.environment.map { .bytes($0) } ?? .null,
            ] + Self.parameters(thread.status))
    }

    func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        let step: [SQLValue] = [
            .identifier(id), .int64(before.sequence), .text(status.state.rawValue), .int64(status.sequence),
            .timestamp(status.updatedAt), .amount(status.charged), .int64(status.progress.done), .int64(epoch),
        ]
        // Most changes are steps of a thread that goes on, which leave the row its place in every index.
        if status.finishedAt == nil, status.wakeAt == nil, before.wakeAt == nil, status.worker == before.worker,
            status.pause == before.pause
        {
            return try session.succeeds(Self.step, step)
        }
        let parameters =
            step + [.optionalTimestamp(status.wakeAt), status.worker.map { .identifier($0) } ?? .null]
        if status.finishedAt == nil {
            let rest: [SQLValue] = [
                status.pause.map { .text($0.rawValue) } ?? .null, status.failure.map { .bytes($0) } ?? .null,
                // Who rests must have seen every note.
                status.wakeAt == nil ? .null : .int64(status.notes),
            ]
            return try session.succeeds(Self.advance, parameters + rest)
        }
        let ending: [SQLValue] = [
            .optionalTimestamp(status.finishedAt), .optionalTimestamp(status.deletedAt),
            status.failure.map { .bytes($0) } ?? .null, result.map { .bytes($0) } ?? .null, .int64(status.notes),
        ]
        return try session.succeeds(Self.finish, parameters + ending)
    }

    private static func parameters(_ status: ThreadStatus) -> [SQLValue] {
        [
            .text(status.state.rawValue), .int64(status.sequence), .timestamp(status.updatedAt),
            .optionalTimestamp(status.finishedAt), .optionalTimestamp(status.deletedAt),
            .optionalTimestamp(status.wakeAt), status.failure.map { .bytes($0) } ?? .null,
            status.held.map { .text($0.currency.code) } ?? .null, .amount(status.held?.amount ?? .zero),
            .amount(status.charged), .int64(status.progress.done), .int64(status.progress.total),
            status.worker.map { .identifier($0) } ?? .null, status.pause.map { .text($0.rawValue) } ?? .null,
            .int64(status.notes),
        ]
    }
}

extension Thread: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(15), organization: try row.identifier(16), principal: try row.identifier(17),
            kind: try row.word(18),
            program: ProgramReference(
                digest: try row.bytes(19), name: try row.text(20), version: try row.text(21)),
            createdAt: try row.timestamp(22), expiresAt: try row.timestamp(23),
            reference: row.isNull(24) ? nil : try row.text(24),
            options: row.isNull(26) ? nil : try ThreadOptions.stored(try row.json(26)),
            environment: row.isNull(27) ? nil : try row.bytes(27), epoch: try row.int64(25),
            status: try ThreadStatus(row: row))
    }
}

extension ThreadStatus: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            state: try row.word(0), sequence: try row.int64(1), updatedAt: try row.timestamp(2),
            finishedAt: try row.optionalTimestamp(3), deletedAt: try row.optionalTimestamp(4),
            wakeAt: try row.optionalTimestamp(5), failure: row.isNull(6) ? nil : try row.bytes(6),
            held: row.isNull(7) ? nil : Money(amount: try row.amount(8), currency: try row.currency(7)),
            charged: try row.amount(9),
            progress: Progress(done: try row.int64(10), total: try row.int64(11)),
            worker: row.isNull(12) ? nil : try row.identifier(12),
            pause: row.isNull(13) ? nil : try row.word(13), notes: try row.int64(14))
    }
}

extension OpenThread: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), organization: try row.identifier(1), wakeAt: try row.optionalTimestamp(2))
    }
}

private struct ResultRow: SQLDecodable {
    let result: [UInt8]?
    init(row: any SQLRow) throws(CoreError) { result = row.isNull(0) ? nil : try row.bytes(0) }
}
