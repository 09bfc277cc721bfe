import CoreDomain

struct SettingRecords: SettingRepository {
    let session: any SQLSession

    private struct Value: SQLDecodable {
        let bytes: [UInt8]
        init(row: any SQLRow) throws(CoreError) { bytes = try row.bytes(0) }
    }

    private static let find = SQLStatement("SELECT value FROM settings WHERE name = ?1")
    private static let set = SQLStatement(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")

    func value(_ name: String) throws(CoreError) -> [UInt8]? {
        try session.takeTurn(.settings, place: nil)
        return try session.first(Self.find, [.text(name)], as: Value.self)?.bytes
    }

    func set(_ name: String, _ value: [UInt8]) throws(CoreError) {
        try session.run(Self.set, [.text(name), .bytes(value)])
    }
}
