public import CoreDomain
import CoreLanguage

struct NoteRecords: NoteRepository {
    let session: any SQLSession

    private static let list = SQLStatement(
        "SELECT thread, number, kind, name, body FROM notes WHERE thread = ?1 AND number > ?2 ORDER BY number LIMIT ?3")
    /// The row is locked, so that notes of one thread are numbered one after the other.
    private static let target = SQLStatement(
        "SELECT notes FROM threads WHERE id = ?1 AND finished_at IS NULL /*lock row: FOR NO KEY UPDATE*/")
    private static let identity = SQLStatement(
        "SELECT 1 FROM note_identities WHERE thread = ?1 AND identity = ?2")
    private static let identify = SQLStatement("INSERT INTO note_identities (thread, identity) VALUES (?1, ?2)")
    private static let count = SQLStatement("SELECT count(*) FROM notes WHERE thread = ?1")
    private static let raise = SQLStatement("UPDATE threads SET notes = ?2, wake_at = NULL WHERE id = ?1")
    private static let insert = SQLStatement(
        "INSERT INTO notes (thread, number, kind, name, body) VALUES (?1, ?2, ?3, ?4, ?5)")
    private static let remove = SQLStatement("DELETE FROM notes WHERE thread = ?1 AND number = ?2")
    private static let clear = SQLStatement(
        """
        DELETE FROM notes WHERE thread = ?1 AND number IN
        (SELECT number FROM notes WHERE thread = ?1 ORDER BY number LIMIT ?2)
        """)
    private static let forget = SQLStatement("DELETE FROM note_identities WHERE thread = ?1")

    func list(of thread: Identifier, after number: Int64, limit: Int) throws(CoreError) -> [Note] {
        try session.query(
            Self.list, [.identifier(thread), .int64(number), .int64(Int64(limit))], as: Note.self)
    }

    func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        guard let target = try session.first(Self.target, [.identifier(thread)], as: NumberRow.self) else {
            return .closed
        }
        if let identity = note.identity {
            let key: [SQLValue] = [.identifier(thread), .text(identity)]
            if try session.first(Self.identity, key, as: NumberRow.self) != nil { return .repeated }
            if try isFull(target.number, thread, for: note) { return .full }
            try session.run(Self.identify, key)
        } else if try isFull(target.number, thread, for: note) {
            return .full
        }
        let number = target.number + 1
        try session.run(Self.raise, [.identifier(thread), .int64(number)])
        try session.run(
            Self.insert,
            [
                .identifier(thread), .int64(number), .text(note.kind.rawValue), .text(note.name),
                .bytes(note.body.serialized()),
            ])
        return .left
    }

    private func isFull(_ latest: Int64, _ thread: Identifier, for note: NewNote) throws(CoreError) -> Bool {
        guard !note.kind.isAlwaysLeft, latest >= Note.countMax else { return false }
        let count = try session.first(Self.count, [.identifier(thread)], as: NumberRow.self)?.number ?? 0
        return count >= Note.countMax
    }

    func remove(_ number: Int64, of thread: Identifier) throws(CoreError) {
        try session.run(Self.remove, [.identifier(thread), .int64(number)])
    }

    func removeAll(of thread: Identifier, limit: Int) throws(CoreError) -> Int {
        try session.run(Self.forget, [.identifier(thread)])
        return try session.change(Self.clear, [.identifier(thread), .int64(Int64(limit))])
    }
}

extension Note: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            thread: try row.identifier(0), number: try row.int64(1), kind: try row.word(2), name: try row.text(3),
            body: try row.json(4))
    }
}

private struct NumberRow: SQLDecodable {
    let number: Int64
    init(row: any SQLRow) throws(CoreError) { number = try row.int64(0) }
}
