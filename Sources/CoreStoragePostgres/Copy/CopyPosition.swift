import CoreDomain
import CoreStorage

/// The key of the last row that was copied, as bytes.
enum CopyPosition {
    /// Each value with its length before it.
    static func bytes(_ key: [SQLValue]) -> [UInt8] {
        key.flatMap { value -> [UInt8] in
            let content: [UInt8] =
                switch value {
                case .int64(let number): Array(String(number).utf8)
                case .text(let text): Array(text.utf8)
                case .bytes(let bytes): bytes
                case .identifier(let identifier): identifier.bytes
                case .amount, .null: []
                }
            return Array("\(content.count):".utf8) + content
        }
    }

    /// The key that ``bytes(_:)`` made.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it did not.
    static func key(_ bytes: [UInt8], of table: TableLayout) throws(CoreError) -> [SQLValue] {
        var rest = bytes[...]
        var key: [SQLValue] = []
        for column in table.key {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
                let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count >= 0,
                rest.distance(from: colon, to: rest.endIndex) > count
            else { throw damaged }
            let content = Array(rest[(colon + 1)..<(colon + 1 + count)])
            rest = rest[(colon + 1 + count)...]
            switch column.kind {
            case .int64:
                guard let number = Int64(String(decoding: content, as: UTF8.self)) else { throw damaged }
                key.append(.int64(number))
            case .text: key.append(.text(String(decoding: content, as: UTF8.self)))
            case .bytes: key.append(.bytes(content))
            case .amount: throw damaged
            }
        }
        return key
    }

    private static let damaged = CoreError(.databaseCorrupt, "The place that a copy had reached cannot be read.")
}
