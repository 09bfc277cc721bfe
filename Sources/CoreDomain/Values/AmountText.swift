/// Why a text or a number is no amount.
public enum AmountError: Error, Hashable, Sendable {
    /// There is nothing to read.
    case empty
    /// It begins with `+` or `-`; amounts have no sign.
    case sign
    /// A text has an exponent; only JSON numbers may.
    case exponent
    /// It is not digits with at most one point between them.
    case form
    /// It has more than eighteen decimal places.
    case tooManyDecimals
    /// It has more than fourteen digits before the point.
    case tooLarge
    /// It is neither a string nor a number.
    case type

    /// What is wrong, for people.
    public var message: String {
        switch self {
        case .empty: "An amount must not be empty."
        case .sign: "An amount has no sign."
        case .exponent: "An amount in a string has no exponent; write it out."
        case .form: "An amount is digits, with at most one point between them, such as 12.5."
        case .tooManyDecimals: "An amount has at most 18 decimal places."
        case .tooLarge: "An amount has at most 14 digits before the point."
        case .type: "An amount is a decimal string or a number."
        }
    }
}

extension Amount: CustomStringConvertible {
    /// Reads a decimal text such as `0`, `12` or `0.5`: digits, and if there is a point then digits on both sides.
    ///
    /// - Throws: what is wrong; nothing is rounded or cut.
    public init(_ text: String) throws(AmountError) {
        var decimal = DecimalDigits()
        try decimal.readPlain(text.utf8)
        if decimal.integerCount > Self.integerDigitCountMax { throw .tooLarge }
        if decimal.digits.count - decimal.integerCount > Self.decimalCount { throw .tooManyDecimals }
        self = try decimal.amount()
    }

    /// The shortest decimal text: `0`, `12`, `0.5`.
    public var description: String { Self.text(ofUnits: units) }

    /// The shortest decimal text of so many units, also past ``max``.
    static func text(ofUnits units: UInt128) -> String {
        let (whole, fraction) = units.quotientAndRemainder(dividingBy: scale)
        guard fraction > 0 else { return String(whole) }
        var digits = Array(String(fraction).utf8)
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: decimalCount - digits.count), at: 0)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return "\(whole).\(String(decoding: digits, as: UTF8.self))"
    }
}

/// A number as its decimal digits and the place of its point.
struct DecimalDigits {
    /// The values of the digits, 0 to 9.
    private(set) var digits: [UInt8] = []
    /// How many of them stand before the point; less than zero or more than there are after an exponent.
    private(set) var integerCount = 0

    /// Reads digits with at most one point between them.
    mutating func readPlain(_ text: some BidirectionalCollection<UInt8>) throws(AmountError) {
        guard let first = text.first, let last = text.last else { throw .empty }
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { throw .sign }
        if first == UInt8(ascii: ".") || last == UInt8(ascii: ".") { throw .form }
        var pointCount = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte - UInt8(ascii: "0"))
                if pointCount == 0 { integerCount += 1 }
            case UInt8(ascii: "."): pointCount += 1
            case UInt8(ascii: "e"), UInt8(ascii: "E"): throw .exponent
            default: throw .form
            }
        }
        if pointCount > 1 { throw .form }
    }

    /// Reads the text of a JSON number, which may have an exponent, and drops the zeros at both ends.
    mutating func readNumber(_ text: String) throws(AmountError) {
        let bytes = text.utf8
        let mantissaEnd = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
        try readPlain(bytes[..<mantissaEnd])
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty {
            integerCount = 0
            return
        }
        integerCount -= leading
        guard mantissaEnd < bytes.endIndex else { return }
        let exponentText = Substring(bytes[bytes.index(after: mantissaEnd)...])
        let (sum, overflow) = integerCount.addingReportingOverflow(Int(exponentText) ?? 0)
        if overflow || Int(exponentText) == nil {
            throw exponentText.utf8.first == UInt8(ascii: "-") ? .tooManyDecimals : .tooLarge
        }
        integerCount = sum
    }

    /// The amount, when it has one exactly.
    func amount() throws(AmountError) -> Amount {
        if integerCount > Amount.integerDigitCountMax { throw .tooLarge }
        let (decimalCount, overflow) = digits.count.subtractingReportingOverflow(integerCount)
        if overflow || decimalCount > Amount.decimalCount { throw .tooManyDecimals }
        var units: UInt128 = 0
        for digit in digits { units = units &* 10 &+ UInt128(digit) }
        for _ in 0..<(Amount.decimalCount - decimalCount) { units = units &* 10 }
        guard let amount = Amount(units: units) else { throw .tooLarge }
        return amount
    }
}
