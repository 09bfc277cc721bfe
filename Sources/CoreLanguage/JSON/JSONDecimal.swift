/// The value of a number as decimal digits: 0.DIGITS × 10^`pointPosition`. Each value has one form.
struct JSONDecimal: Equatable {
    /// Never true of zero.
    private(set) var isNegative = false

    /// ASCII digits without zeros at either end. None for zero.
    private(set) var digits: [UInt8] = []

    /// How many digits stand before the decimal point; negative for zeros behind it. 0 for zero.
    private(set) var pointPosition = 0

    /// The largest exponent this type counts with. With it no sum of exponent and digits overflows.
    private static let exponentLimit = 100_000_000_000_000_000

    /// Reads the text of a number, which must follow the grammar of RFC 8259. Nil when the exponent is past ±10^17.
    init?(_ text: String) {
        let bytes = text.utf8
        let mantissaEnd = bytes.firstIndex { $0 | 0x20 == JSONByte.lowercaseE } ?? bytes.endIndex
        readMantissa(bytes[..<mantissaEnd])
        if digits.isEmpty {
            isNegative = false
            pointPosition = 0
        } else if mantissaEnd < bytes.endIndex {
            let exponentText = Substring(bytes[bytes.index(after: mantissaEnd)...])
            guard let exponent = Int(exponentText), exponent.magnitude <= Self.exponentLimit else {
                return nil
            }
            pointPosition += exponent
        }
    }

    private mutating func readMantissa(_ text: Substring.UTF8View) {
        var isFraction = false
        for byte in text {
            if byte == JSONByte.minus {
                isNegative = true
            } else if byte == JSONByte.point {
                isFraction = true
            } else if byte == JSONByte.zero, digits.isEmpty {
                pointPosition -= isFraction ? 1 : 0
            } else {
                digits.append(byte)
                pointPosition += isFraction ? 0 : 1
            }
        }
        while digits.last == JSONByte.zero {
            digits.removeLast()
        }
    }

    /// The value, when it is a whole number of at most 64 bits.
    var int64: Int64? {
        guard pointPosition >= digits.count, pointPosition <= 19 else {
            return nil
        }
        let zeros = String(repeating: "0", count: pointPosition - digits.count)
        let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + zeros
        return digits.isEmpty ? 0 : Int64(text)
    }
}
