/// Arithmetic beyond the operators. Whole results are integers where the arguments were.
enum NumberBuiltins {
    static let all = [
        Builtin(
            "abs", ["number"], ["(integer) -> integer", "(number) -> number"], "The number without its sign.",
            [("abs(-3)", "3"), ("abs(-1.5)", "1.5")], abs),
        Builtin(
            "sign", ["number"], ["(number) -> integer"], "-1 for numbers below 0, 0 for 0, and 1 for those above.",
            [("sign(-0.5)", "-1"), ("sign(0)", "0")], sign),
        Builtin(
            "clamp", ["number", "least", "most"],
            ["(integer, integer, integer) -> integer", "(number, number, number) -> number"],
            "The number, or the nearest that is within the bounds.",
            [("clamp(15, 0, 10)", "10"), ("clamp(-0.5, 0, 1)", "0")], clamp),
        Builtin(
            "div", ["dividend", "divisor"], ["(integer, integer) -> integer"],
            "The quotient of two integers, rounded down; with the remainder % it gives back the dividend.",
            [("div(7, 2)", "3"), ("div(-7, 2)", "-4")], div),
        Builtin(
            "sqrt", ["number"], ["(number) -> number"], "The square root.",
            [("sqrt(2.25)", "1.5"), ("sqrt(9)", "3.0")], sqrt),
        Builtin(
            "pow", ["base", "exponent"], ["(number, number) -> number"],
            "The power: of integers, unless the exponent is negative, an integer.",
            [("pow(2, 10)", "1024"), ("pow(2, -1)", "0.5"), ("pow(2.25, 0.5)", "1.5")], pow),
        Builtin(
            "exp", ["number"], ["(number) -> number"], "The power of e = 2.718….", [("exp(0)", "1.0")], exp),
        Builtin(
            "log", ["number", "base?"], ["(number, number?) -> number"],
            "The logarithm, natural or to a base.",
            [("log(1)", "0.0"), ("log(1000, 10)", "3.0"), ("log(8, 2)", "3.0")],
            log),
        Builtin(
            "is_integer", ["value"], ["(any) -> boolean"], "Whether the value is a whole number of 64 bits.",
            [("is_integer(3.0)", "true"), ("is_integer(3.5)", "false"), (#"is_integer("3")"#, "false")], isInteger),
    ]

    private static func abs(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.numeric(0)
        if case .double(let number) = value { return .double(number.magnitude) }
        return try isNegative(value) ? Operators.negate(value) : value
    }

    private static func sign(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.numeric(0)
        if try isNegative(value) { return -1 }
        return value.int64Value == 0 ? 0 : 1
    }

    private static func isNegative(_ value: JSONValue) throws(EvaluationError) -> Bool {
        switch value {
        case .integer(let number): number < 0
        case .double(let number): number < 0
        default: value.numberText.flatMap(JSONDecimal.init)?.isNegative ?? false
        }
    }

    private static func clamp(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (value, least, most) = (try call.numeric(0), try call.numeric(1), try call.numeric(2))
        guard try Operators.compare(least, .lessOrEqual, most, call.budget) else {
            throw call.refused(1, "must not be larger than \"most\"")
        }
        if try Operators.compare(value, .less, least, call.budget) { return least }
        return try Operators.compare(value, .greater, most, call.budget) ? most : value
    }

    private static func div(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (dividend, divisor) = (try call.integer(0), try call.integer(1))
        guard divisor != 0 else { throw Operators.divisionByZero }
        let (quotient, overflow) = dividend.dividedReportingOverflow(by: divisor)
        guard !overflow else { throw Operators.overflow("quotient") }
        let isExact = dividend == quotient &* divisor
        return .integer(!isExact && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient)
    }

    private static func sqrt(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let number = try call.number(0)
        guard number >= 0 else { throw call.refused(0, "must not be negative") }
        return .double(number.squareRoot())
    }

    private static func pow(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        if case .integer(let base) = try call.numeric(0), case .integer(let exponent) = try call.numeric(1),
            exponent >= 0
        {
            guard let power = Powers.integer(base, exponent) else { throw Operators.overflow("power") }
            return .integer(power)
        }
        let (base, exponent) = (try call.number(0), try call.number(1))
        guard base >= 0 || exponent.rounded(.towardZero) == exponent else {
            throw call.refused(1, "must be whole where the base is negative")
        }
        guard base != 0 || exponent >= 0 else { throw Operators.divisionByZero }
        return try Operators.finite(Powers.power(base, exponent), "power")
    }

    private static func exp(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try Operators.finite(Powers.exponential(call.number(0)), "power")
    }

    private static func log(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let number = try call.number(0)
        guard number > 0 else { throw call.refused(0, "must be above 0") }
        guard try call.optional(1) != nil else { return .double(Powers.logarithm(number)) }
        let base = try call.number(1)
        guard base > 0, base != 1 else { throw call.refused(1, "must be above 0, and not 1") }
        return try Operators.finite(Powers.logarithm(number, base: base), "logarithm")
    }

    private static func isInteger(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.value(0).int64Value != nil)
    }
}
