import CoreDomain

struct ProgramRecords: ProgramRepository {
    let session: any SQLSession

    private static let find = SQLStatement("SELECT program FROM programs WHERE digest = ?1")
    private static let put = SQLStatement(
        "INSERT INTO programs (digest, program) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING")

    private struct Row: SQLDecodable {
        let program: [UInt8]
        init(row: any SQLRow) throws(CoreError) { program = try row.bytes(0) }
    }

    func find(digest: [UInt8]) throws(CoreError) -> [UInt8]? {
        try session.first(Self.find, [.bytes(digest)], as: Row.self)?.program
    }

    func put(digest: [UInt8], _ program: [UInt8]) throws(CoreError) {
        try session.run(Self.put, [.bytes(digest), .bytes(program)])
    }
}
