import CPostgres
import CoreDomain
import CoreStorage

/// The answer to one statement.
///
/// SAFETY: libpq does not change a result after it gave it; only `deinit` lets go of it.
final class PostgresResult: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var rowCount: Int { Int(PQntuples(handle)) }

    /// Rows that the statement changed.
    var changeCount: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// Every row.
    func rows<Record: SQLDecodable>(as type: Record.Type) throws(CoreError) -> [Record] {
        var records: [Record] = []
        records.reserveCapacity(rowCount)
        for row in 0..<PQntuples(handle) { records.append(try Record(row: PostgresRow(handle: handle, row: row))) }
        return records
    }

    /// The text in a column of the first row; nil when there is none.
    func text(_ column: Int32) -> String? {
        guard rowCount > 0, PQgetisnull(handle, 0, column) == 0, let start = PQgetvalue(handle, 0, column) else {
            return nil
        }
        return String(cString: start)
    }

    /// The number in a column of the first row.
    func int64(_ column: Int) throws(CoreError) -> Int64 {
        guard rowCount > 0 else { throw CoreError(.internalError, "PostgreSQL answered without a row.") }
        return try PostgresRow(handle: handle, row: 0).int64(column)
    }
}

/// One row of an answer in binary formats.
struct PostgresRow: SQLRow {
    let handle: OpaquePointer
    let row: Int32

    var columnCount: Int { Int(PQnfields(handle)) }

    func value(_ column: Int) throws(CoreError) -> SQLValue {
        if isNull(column) { return .null }
        switch PQftype(handle, Int32(truncatingIfNeeded: column)) {
        case TypeID.int64, TypeID.int32: return .int64(try int64(column))
        case TypeID.text: return .text(try text(column))
        case TypeID.bytes: return .bytes(try bytes(column))
        case TypeID.numeric: return .amount(try amount(column))
        default: throw Self.wrongForm(column)
        }
    }

    func isNull(_ column: Int) -> Bool { PQgetisnull(handle, row, Int32(truncatingIfNeeded: column)) != 0 }

    func int64(_ column: Int) throws(CoreError) -> Int64 {
        let value = try content(column)
        switch value.count {
        case 8: return Int64(bitPattern: Self.integer(value, as: UInt64.self))
        case 4: return Int64(Int32(bitPattern: Self.integer(value, as: UInt32.self)))
        default: throw Self.wrongForm(column)
        }
    }

    func text(_ column: Int) throws(CoreError) -> String { TextEscape.text(try content(column)) }

    func bytes(_ column: Int) throws(CoreError) -> [UInt8] { Array(try content(column)) }

    func identifier(_ column: Int) throws(CoreError) -> Identifier {
        let value = try content(column)
        guard value.count == 16 else { throw Self.wrongForm(column) }
        return Identifier(
            high: Self.integer(UnsafeRawBufferPointer(rebasing: value[..<8]), as: UInt64.self),
            low: Self.integer(UnsafeRawBufferPointer(rebasing: value[8...]), as: UInt64.self))
    }

    /// A numeric without decimals: a count of base-10,000 digits, the weight of the first, sign, decimals, the digits.
    func amount(_ column: Int) throws(CoreError) -> Amount {
        let value = try content(column)
        guard value.count >= 8, value.count % 2 == 0 else { throw Self.wrongForm(column) }
        let words = stride(from: 0, to: value.count, by: 2).map { UInt16(value[$0]) << 8 | UInt16(value[$0 + 1]) }
        let (count, weight, sign) = (Int(words[0]), Int(Int16(bitPattern: words[1])), words[2])
        guard words.count == 4 + count, sign == 0, weight <= 10, count == 0 || weight >= count - 1 else {
            throw Self.wrongForm(column)
        }
        var units: UInt128 = 0
        for place in 0..<(count == 0 ? 0 : weight + 1) {
            let (shifted, overflow) = units.multipliedReportingOverflow(by: 10_000)
            guard !overflow else { throw Self.wrongForm(column) }
            units = shifted &+ (place < count ? UInt128(words[4 + place]) : 0)
        }
        guard let amount = Amount(units: units) else { throw Self.wrongForm(column) }
        return amount
    }

    private func content(_ column: Int) throws(CoreError) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        guard index < PQnfields(handle), PQgetisnull(handle, row, index) == 0 else { throw Self.wrongForm(column) }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, index), count: Int(PQgetlength(handle, row, index)))
    }

    private static func integer<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, as type: Number.Type
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    private static func wrongForm(_ column: Int) -> CoreError {
        CoreError(.databaseCorrupt, "A stored record has a value of the wrong form in column \(column + 1).")
    }
}
