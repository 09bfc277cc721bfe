public import CoreDomain
import CoreLanguage

extension Script: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            organization: try row.identifier(0), name: try row.text(1), createdAt: try row.timestamp(2),
            revision: try row.int64(3), updatedAt: try row.timestamp(4), details: try row.message(5),
            availability: try row.word(6), activeVersion: row.isNull(7) ? nil : try row.int64(7),
            latestVersion: try row.int64(8), draft: row.isNull(9) ? nil : try row.word(9),
            contract: row.isNull(10) ? nil : try row.bytes(10))
    }
}

extension ScriptDraft: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let program = row.isNull(7) ? nil : ScriptProgram(digest: try row.bytes(7), bytes: try row.bytes(8))
        self.init(
            organization: try row.identifier(0), script: try row.text(1), savedAt: try row.timestamp(2),
            content: try row.content(3), state: try row.word(5), findings: try row.message(6), program: program)
    }
}

extension ScriptVersion: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            organization: try row.identifier(0), script: try row.text(1), number: try row.int64(2),
            createdAt: try row.timestamp(3), principal: try row.identifier(4), content: try row.content(5),
            contentDigest: try row.bytes(7), program: try row.bytes(8), findings: try row.message(9),
            changeNote: try row.text(10), activatedAt: row.isNull(11) ? nil : try row.timestamp(11))
    }
}

extension SQLRow {
    /// A content: whether it is a source, and its bytes.
    fileprivate func content(_ column: Int) throws(CoreError) -> ScriptContent {
        let bytes = try bytes(column + 1)
        return try int64(column) == 0 ? .program(bytes) : .source(String(decoding: bytes, as: UTF8.self))
    }

    /// A message in JSON.
    fileprivate func message<Record: Message>(_ column: Int) throws(CoreError) -> Record {
        let json = try json(column)
        do throws(CoreError) {
            return try Record.schema.decode(json)
        } catch {
            throw CoreError(.databaseCorrupt, "What is stored of a script does not decode: \(error.message)")
        }
    }
}
