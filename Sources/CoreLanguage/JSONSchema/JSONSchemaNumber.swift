/// Exact arithmetic on JSON numbers as they are written, whatever their size.
enum JSONSchemaNumber {
    /// Up to here a whole `Double` and the integer of its text are the same: 2^53.
    private static let wholeDoubles: Int64 = 1 << 53

    /// -1, 0 or 1 as `lhs` is less than, equal to or greater than `rhs`. Nil for what is no number and for exponents
    /// beyond 10^17.
    static func compare(_ lhs: JSONValue, _ rhs: JSONValue) -> Int? {
        switch (lhs, rhs) {
        case (.integer(let left), .integer(let right)):
            order(left, right)
        // Shortest texts are in the same order as the numbers they are read as.
        case (.double(let left), .double(let right)) where left.isFinite && right.isFinite:
            order(left, right)
        case (.integer(let left), .double(let right)) where left.magnitude <= wholeDoubles && right.isFinite:
            order(Double(left), right)
        case (.double(let left), .integer(let right)) where right.magnitude <= wholeDoubles && left.isFinite:
            order(left, Double(right))
        default:
            compareDecimals(lhs, rhs)
        }
    }

    private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : left > right ? 1 : 0
    }

    private static func compareDecimals(_ lhs: JSONValue, _ rhs: JSONValue) -> Int? {
        guard let left = decimal(lhs), let right = decimal(rhs) else {
            return nil
        }
        guard left.sign == right.sign else {
            return order(left.sign, right.sign)
        }
        return left.sign * compareMagnitudes(left, right)
    }

    private static func compareMagnitudes(_ left: JSONDecimal, _ right: JSONDecimal) -> Int {
        if left.pointPosition != right.pointPosition {
            return order(left.pointPosition, right.pointPosition)
        }
        if left.digits == right.digits {
            return 0
        }
        return left.digits.lexicographicallyPrecedes(right.digits) ? -1 : 1
    }

    /// What reading the digits of a number costs: nothing for those that are compared as they are.
    static func steps(of value: JSONValue) -> Int {
        switch value {
        case .double: 20
        case .decimal(let text): 20 + text.utf8.count
        default: 0
        }
    }

    /// The decimal digits of a number, or nil for what is no number and for exponents beyond 10^17.
    static func decimal(_ value: JSONValue) -> JSONDecimal? {
        value.numberText.flatMap(JSONDecimal.init)
    }

    /// Whether a value is a number without fraction, however it is written.
    static func isInteger(_ value: JSONValue) -> Bool {
        switch value {
        case .integer: true
        // A Double with a fraction is less than 2^52, where no integer's text is read as it.
        case .double(let number): number.isFinite && number.rounded(.towardZero) == number
        case .decimal(let text): isInteger(text)
        default: false
        }
    }

    private static func isInteger(_ text: String) -> Bool {
        guard JSONValue.isNumber(text) else {
            return false
        }
        guard let decimal = JSONDecimal(text) else {
            // The exponent is larger than any number of digits: its sign decides.
            return !text.utf8.dropFirst().contains(JSONByte.minus)
        }
        return decimal.pointPosition >= decimal.digits.count
    }
}

extension JSONDecimal {
    /// -1, 0 or 1.
    fileprivate var sign: Int {
        digits.isEmpty ? 0 : isNegative ? -1 : 1
    }
}
