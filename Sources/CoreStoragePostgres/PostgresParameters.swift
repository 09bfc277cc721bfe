import CPostgres
import CoreDomain
import CoreStorage

/// The numbers of the types that are used (pg_type.dat).
enum TypeID {
    static let bytes: Oid = 17
    static let int64: Oid = 20
    static let int32: Oid = 23
    static let text: Oid = 25
    static let numeric: Oid = 1_700
    /// Worked out by the server.
    static let unknown: Oid = 0
}

/// The parameters of one statement in PostgreSQL's binary formats.
struct PostgresParameters {
    private(set) var bytes: [UInt8] = []
    private(set) var types: [Oid] = []
    /// Where each value is in `bytes`; nil for null.
    private var ranges: [Range<Int>?] = []

    /// None.
    init() {}

    /// These values.
    init(_ values: [SQLValue]) {
        types.reserveCapacity(values.count)
        ranges.reserveCapacity(values.count)
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        switch value {
        case .null:
            types.append(TypeID.unknown)
            ranges.append(nil)
            return
        case .int64(let number):
            types.append(TypeID.int64)
            append(UInt64(bitPattern: number))
        case .text(let text):
            types.append(TypeID.text)
            bytes += TextEscape.stored(text)
        case .bytes(let content):
            types.append(TypeID.bytes)
            bytes += content
        case .identifier(let identifier):
            types.append(TypeID.bytes)
            append(identifier.high)
            append(identifier.low)
        case .amount(let amount):
            types.append(TypeID.numeric)
            appendNumeric(amount.units)
        }
        ranges.append(start..<bytes.count)
    }

    /// Takes further values in, behind these.
    mutating func append(_ others: PostgresParameters) {
        let start = bytes.count
        bytes += others.bytes
        types += others.types
        ranges += others.ranges.map { range in range.map { $0.lowerBound + start..<$0.upperBound + start } }
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    /// A numeric: the count of base-10,000 digits, the weight of the first, sign, decimals, and the digits.
    private mutating func appendNumeric(_ units: UInt128) {
        var digits: [UInt16] = []
        var rest = units
        while rest > 0 {
            digits.append(UInt16(truncatingIfNeeded: rest % 10_000))
            rest /= 10_000
        }
        append(UInt16(digits.count))
        append(Int16(max(0, digits.count - 1)))
        append(UInt16(0))
        append(UInt16(0))
        for digit in digits.reversed() { append(digit) }
    }

    /// Runs `body` with the values as libpq wants them: addresses and lengths.
    func withValues<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        // One byte more, so that an empty value has an address and is not taken for null.
        (bytes + [0]).withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let addresses = ranges.map { range in range.flatMap { start?.advanced(by: $0.lowerBound) } }
            let lengths = ranges.map { Int32(clamping: $0?.count ?? 0) }
            return addresses.withUnsafeBufferPointer { addresses in
                lengths.withUnsafeBufferPointer { lengths in
                    [Int32](repeating: 1, count: ranges.count).withUnsafeBufferPointer { formats in
                        body(addresses.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
