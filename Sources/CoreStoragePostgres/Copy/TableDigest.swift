import CoreDomain
import CoreStorage

/// How many rows a table has, and a checksum of all of them that does not depend on their order: the sum of the rows'
/// SHA-256 digests, cut to 128 bits. Equal tables have equal ones in every database.
struct TableDigest: Hashable, Sendable {
    private(set) var count: Int64 = 0
    private(set) var checksum: UInt128 = 0

    mutating func add(_ rows: [[SQLValue]], _ cryptography: any Cryptography) {
        for row in rows {
            count += 1
            let digest = cryptography.sha256(row.reduce(into: []) { Self.append($1, to: &$0) })
            checksum &+= digest.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        }
    }

    /// A value in a form that no other value has: its kind, its length, its bytes.
    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0)
        case .int64(let number): append(1, UInt64(bitPattern: number).bigEndianBytes, to: &bytes)
        case .text(let text): append(2, Array(text.utf8), to: &bytes)
        case .bytes(let content): append(3, content, to: &bytes)
        case .identifier(let identifier): append(3, identifier.bytes, to: &bytes)
        case .amount(let amount):
            append(
                4,
                UInt64(truncatingIfNeeded: amount.units >> 64).bigEndianBytes
                    + UInt64(truncatingIfNeeded: amount.units).bigEndianBytes, to: &bytes)
        }
    }

    private static func append(_ kind: UInt8, _ content: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(kind)
        bytes += UInt64(content.count).bigEndianBytes
        bytes += content
    }
}

extension UInt64 {
    fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
