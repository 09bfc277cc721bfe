public import CoreDomain
import CoreStorage

/// Copies everything that one store on SQL holds into another, empty one, and compares the two.
///
/// Each page of rows is kept in the same transaction as the place that was reached, so that a copy which was cut off goes
/// on where it was. The target serves nobody until the copy is finished.
public struct StoreCopy: Sendable {
    /// The table that marks a target which is being filled, and keeps the places.
    public static let progressTable = "copy_progress"
    /// What belongs to a running server, not to the data.
    private static let leftOut: Set<String> = ["workers", "ledger_shards"]

    /// A table that was copied.
    public struct Table: Hashable, Sendable {
        public let name: String
        public let rowCount: Int64
        /// Of its rows, in hexadecimal; equal on both sides.
        public let checksum: String
    }

    private let source: any Store
    private let target: any Store
    private let cryptography: any Cryptography
    private let report: @Sendable (_ table: String, _ rows: Int64) -> Void

    /// A copy of `source`, to which nobody else writes, into `target`. `report` is told of each page.
    public init(
        from source: any Store, to target: any Store, cryptography: any Cryptography,
        report: @escaping @Sendable (_ table: String, _ rows: Int64) -> Void
    ) {
        self.source = source
        self.target = target
        self.cryptography = cryptography
        self.report = report
    }

    /// Copies what is missing, compares every table and both trial balances, and lets the target be used.
    ///
    /// - Throws: `STATE_CONFLICT` when the target holds something else; `DATABASE_CORRUPT` when the two differ in the
    ///   end: the target then stays marked, and the source is as it was.
    public func run() async throws(CoreError) -> [Table] {
        let mark = try await sourceMark()
        try await begin(mark)
        let tables = TableLayout.all.filter { !Self.leftOut.contains($0.name) }.map { TablePages($0) }
        for table in tables { try await copy(table) }
        var copied: [Table] = []
        for table in tables { copied.append(try await compare(table)) }
        try await compareBooks()
        try await write { session throws(CoreError) in try session.execute("DROP TABLE \(Self.progressTable)") }
        return copied
    }

    // MARK: Beginning

    private static let anySettings = SQLStatement("SELECT value FROM settings ORDER BY name LIMIT 1")
    private static let markSettings = SQLStatement("SELECT name, value FROM settings ORDER BY name")
    private static let progress = SQLStatement("SELECT position FROM \(progressTable) WHERE name = ?1")
    private static let setProgress = SQLStatement(
        """
        INSERT INTO \(progressTable) (name, position) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET position = excluded.position
        """)
    /// The name under which it is kept what is copied.
    private static let sourceName = "."

    /// What tells this source from every other.
    private func sourceMark() async throws(CoreError) -> [UInt8] {
        let settings = try await read(source) { session throws(CoreError) in
            try session.query(Self.markSettings, [], as: Setting.self)
        }
        guard !settings.isEmpty else {
            throw CoreError(.databaseUnavailable, "The database to copy is empty: it was never set up.")
        }
        return cryptography.sha256(settings.flatMap { Array($0.name.utf8) + [0] + $0.value })
    }

    private func begin(_ mark: [UInt8]) async throws(CoreError) {
        try await write { session throws(CoreError) in
            try session.execute(
                """
                CREATE TABLE IF NOT EXISTS \(Self.progressTable)
                (name TEXT NOT NULL PRIMARY KEY, position BYTEA NOT NULL)
                """
            )
            let known = try session.first(Self.progress, [.text(Self.sourceName)], as: Bytes.self)?.bytes
            if let known {
                if known == mark { return }
                throw CoreError(
                    .stateConflict, "The target is being filled from another database.",
                    fix: "Finish that copy, or name an empty database.")
            }
            guard try session.query(Self.anySettings, [], as: Bytes.self).isEmpty else {
                throw CoreError(
                    .stateConflict, "The target is in use already.", fix: "Name an empty database, or another schema.")
            }
            try session.run(Self.setProgress, [.text(Self.sourceName), .bytes(mark)])
        }
    }

    // MARK: Copying

    private func copy(_ table: TablePages) async throws(CoreError) {
        let name = table.table.name
        var last = try await read(target) { session throws(CoreError) in
            try session.first(Self.progress, [.text(name)], as: Bytes.self)
                .map { stored throws(CoreError) in try CopyPosition.key(stored.bytes, of: table.table) }
        }
        while true {
            let after = last
            let page = try await read(source) { session throws(CoreError) in try table.page(after: after, session) }
            guard let page else { return }
            try await write { session throws(CoreError) in
                try table.add(page.rows, session)
                try session.run(Self.setProgress, [.text(name), .bytes(CopyPosition.bytes(page.last))])
            }
            report(name, Int64(page.rows.count))
            last = page.last
        }
    }

    // MARK: Comparing

    private func compare(_ table: TablePages) async throws(CoreError) -> Table {
        let (there, here) = (try await digest(table, source), try await digest(table, target))
        guard there == here else {
            throw CoreError(
                .databaseCorrupt,
                "The copy of \(table.table.name) differs: \(there.count) rows, and \(here.count) in the target.",
                fix: "Empty the target and copy again; the source was not changed.")
        }
        return Table(
            name: table.table.name, rowCount: there.count, checksum: String(there.checksum, radix: 16))
    }

    private func digest(_ table: TablePages, _ store: any Store) async throws(CoreError) -> TableDigest {
        var digest = TableDigest()
        var last: [SQLValue]?
        while true {
            let after = last
            let page = try await read(store) { session throws(CoreError) in try table.page(after: after, session) }
            guard let page else { return digest }
            digest.add(page.rows, cryptography)
            last = page.last
        }
    }

    private func compareBooks() async throws(CoreError) {
        let there = try await source.read { tx in try Ledger().trialBalance(tx) }
        let here = try await LedgerVerification(store: target).run()
        guard here.isSound, here.trialBalance == there else {
            throw CoreError(
                .ledgerDamaged, "The ledger of the target does not agree with that of the source.",
                fix: "Run `scriptorium ledger verify` on the source; it was not changed.")
        }
    }

    // MARK: Sessions

    private func read<Value: Sendable>(
        _ store: any Store, _ body: @escaping @Sendable (any SQLSession) throws(CoreError) -> Value
    ) async throws(CoreError) -> Value {
        try await store.read { tx in
            guard let session = (tx as? SQLSnapshot)?.session else { throw Self.notOnSQL }
            return try body(session)
        }
    }

    private func write(
        _ body: @escaping @Sendable (any SQLSession) throws(CoreError) -> Void
    ) async throws(CoreError) {
        try await target.write { tx in
            guard let session = (tx as? SQLTransaction)?.session else { throw Self.notOnSQL }
            try body(session)
        }
    }

    private static let notOnSQL = CoreError(.unsupported, "Only stores on SQL are copied.")
}

private struct Setting: SQLDecodable, Sendable {
    let name: String
    let value: [UInt8]

    init(row: any SQLRow) throws(CoreError) {
        name = try row.text(0)
        value = try row.bytes(1)
    }
}

private struct Bytes: SQLDecodable, Sendable {
    let bytes: [UInt8]
    init(row: any SQLRow) throws(CoreError) { bytes = try row.bytes(0) }
}
