/// The operators on values, which the walker of expressions and the machine share.
///
/// Whole numbers that were written without a point, and results of such, are *integers*: `+`, `-`, `*`, `%` and the sign
/// give integers of 64 bits or an error of kind `overflow`, never a rounded number. `/` gives a number always: `6 / 3`
/// is `2.0`, which equals `2`. Where one operand is no integer both become the nearest `Double` and the result is IEEE
/// 754's; what is not finite is an error of kind `range`. A number that no `Double` holds exactly (a decimal, such as
/// `18446744073709551615`) is compared exactly, but reckons as the nearest `Double`.
public enum Operators {
    /// The value of `left` and `right` under an operator.
    public static func apply(
        _ arithmetic: Expression.Arithmetic, _ left: JSONValue, _ right: JSONValue
    ) throws(EvaluationError) -> JSONValue {
        switch arithmetic {
        case .add: try add(left, right)
        case .subtract: try subtract(left, right)
        case .multiply: try multiply(left, right)
        case .divide: try divide(left, right)
        case .remainder: try remainder(left, right)
        }
    }

    /// The sum of two numbers, two texts one after the other, or two lists one after the other.
    ///
    /// Whoever bounds memory charges ``bytesOfSum(_:_:)`` beforehand.
    public static func add(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> JSONValue {
        switch (left, right) {
        case (.integer(let left), .integer(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            guard !overflow else { throw self.overflow("sum") }
            return .integer(sum)
        case (.double(let left), .double(let right)): return try finite(left + right, "sum")
        case (.string(let left), .string(let right)): return .string(left + right)
        case (.array(let left), .array(let right)): return .array(left + right)
        default:
            let (left, right) = try numbers(left, right, of: .add)
            return try finite(left + right, "sum")
        }
    }

    /// How many bytes ``add(_:_:)`` makes of two texts or two lists; 0 for other operands.
    public static func bytesOfSum(_ left: JSONValue, _ right: JSONValue) -> Int {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.utf8.count + right.utf8.count
        case (.array(let left), .array(let right)): (left.count + right.count) * 16
        default: 0
        }
    }

    /// The difference of two numbers.
    public static func subtract(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> JSONValue {
        if case .integer(let left) = left, case .integer(let right) = right {
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            guard !overflow else { throw self.overflow("difference") }
            return .integer(difference)
        }
        let (left, right) = try numbers(left, right, of: .subtract)
        return try finite(left - right, "difference")
    }

    /// The product of two numbers.
    public static func multiply(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> JSONValue {
        if case .integer(let left) = left, case .integer(let right) = right {
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            guard !overflow else { throw self.overflow("product") }
            return .integer(product)
        }
        let (left, right) = try numbers(left, right, of: .multiply)
        return try finite(left * right, "product")
    }

    /// The quotient of two numbers, which is a number also where both are integers.
    public static func divide(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> JSONValue {
        let (left, right) = try numbers(left, right, of: .divide)
        guard right != 0 else { throw divisionByZero }
        return try finite(left / right, "quotient")
    }

    /// What a division leaves when the quotient is rounded down, so that it has the sign of the divisor: `-7 % 3` is 2.
    public static func remainder(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> JSONValue {
        if case .integer(let left) = left, case .integer(let right) = right {
            guard right != 0 else { throw divisionByZero }
            let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
            return .integer(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
        }
        let (left, right) = try numbers(left, right, of: .remainder)
        guard right != 0 else { throw divisionByZero }
        let rest = left.truncatingRemainder(dividingBy: right)
        return try finite(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest, "remainder")
    }

    /// The number with the other sign.
    public static func negate(_ value: JSONValue) throws(EvaluationError) -> JSONValue {
        switch value {
        case .integer(let number):
            let (opposite, overflow) = Int64(0).subtractingReportingOverflow(number)
            guard !overflow else { throw self.overflow("opposite") }
            return .integer(opposite)
        case .double(let number): return .double(-number)
        case .decimal: return try finite(-number(value), "opposite")
        default: throw EvaluationError(.type, "The sign \"-\" takes a number, not \(value.scriptTypeName).")
        }
    }
}

extension Operators {
    /// The error of a division by zero.
    static var divisionByZero: EvaluationError { EvaluationError(.division, "A division by zero.") }

    /// The error of a whole number that does not fit.
    static func overflow(_ what: String) -> EvaluationError {
        EvaluationError(
            .overflow,
            "The \(what) does not fit 64 bits. Where digits may be lost, reckon with numbers that have a point: 2.0.")
    }

    /// A result that is a number JSON has.
    static func finite(_ value: Double, _ what: String) throws(EvaluationError) -> JSONValue {
        guard value.isFinite else { throw outOfRange(what) }
        return .double(value)
    }

    /// The error of a number that no `Double` comes near to.
    static func outOfRange(_ what: String) -> EvaluationError {
        EvaluationError(.range, "The \(what) is beyond ±1.8e308 and so no number.")
    }

    /// The nearest `Double` of a value that is a number.
    static func number(_ value: JSONValue) throws(EvaluationError) -> Double {
        guard let number = value.doubleValue else {
            throw EvaluationError(.range, "A number is beyond ±1.8e308, so nothing can be reckoned with it.")
        }
        return number
    }

    @inline(never)
    private static func numbers(
        _ left: JSONValue, _ right: JSONValue, of arithmetic: Expression.Arithmetic
    ) throws(EvaluationError) -> (Double, Double) {
        guard left.isNumber, right.isNumber else { throw mismatch(left, right, of: arithmetic) }
        return (try number(left), try number(right))
    }

    private static func mismatch(
        _ left: JSONValue, _ right: JSONValue, of arithmetic: Expression.Arithmetic
    ) -> EvaluationError {
        let taken = arithmetic == .add ? "two numbers, two texts or two lists" : "two numbers"
        var message =
            "\"\(arithmetic.rawValue)\" takes \(taken), not \(left.scriptTypeName) and \(right.scriptTypeName)."
        if left.isNull || right.isNull {
            message += " Give a value in the place of null with \"??\"."
        } else if arithmetic == .add, left.stringValue != nil || right.stringValue != nil {
            message += " Write the other into the text, as \"{name}\", or use to_text()."
        }
        return EvaluationError(.type, message)
    }
}

extension JSONValue {
    /// The type as scripts call it, with its article, for messages.
    var scriptTypeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .double, .decimal: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
