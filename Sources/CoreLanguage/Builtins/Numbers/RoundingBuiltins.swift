/// Rounds numbers by their decimal digits: `round(2.675, 2)` is 2.68, though as a `Double` it is a little less.
enum RoundingBuiltins {
    static let all = [
        Builtin(
            "floor", ["number"], ["(number) -> integer"], "The largest integer that is not above the number.",
            [("floor(2.7)", "2"), ("floor(-2.5)", "-3")], floor),
        Builtin(
            "ceil", ["number"], ["(number) -> integer"], "The least integer that is not below the number.",
            [("ceil(2.1)", "3"), ("ceil(-2.5)", "-2")], ceil),
        Builtin(
            "trunc", ["number"], ["(number) -> integer"], "The number without the digits behind the point.",
            [("trunc(2.7)", "2"), ("trunc(-2.7)", "-2")], trunc),
        Builtin(
            "round", ["number", "digits?"], ["(number) -> integer", "(number, integer) -> number"],
            "The nearest integer, or number of so many digits behind the point; halves go away from zero.",
            [("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(2.675, 2)", "2.68"), ("round(1234, -2)", "1200")],
            round),
        Builtin(
            "format_number", ["number", "digits?", "thousands?", "point?"],
            ["(number, integer?, text?, text?) -> text"],
            "The number in plain digits, with so many behind the point, and separators where they are given.",
            [
                ("format_number(1234.5, 2)", #""1234.50""#),
                (#"format_number(1234567.891, 2, ".", ",")"#, #""1.234.567,89""#),
                ("format_number(0.5, 0)", #""1""#),
            ], formatNumber),
    ]

    private static func floor(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try whole(call, .down)
    }

    private static func ceil(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try whole(call, .up)
    }

    private static func trunc(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try whole(call, .towardZero)
    }

    private static func whole(
        _ call: BuiltinCall, _ direction: JSONDecimal.Direction
    ) throws(EvaluationError) -> JSONValue {
        let value = try call.numeric(0)
        guard let number = value.rounded(direction) else { throw Operators.overflow("whole number") }
        return .integer(number)
    }

    private static func round(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard try call.optional(1) != nil else { return try whole(call, .nearest) }
        let value = try call.numeric(0)
        let fraction = try call.integer(1, in: -400...400)
        guard let decimal = value.numberText.flatMap(JSONDecimal.init) else {
            throw call.refused(0, "must not be so large")
        }
        let kept = decimal.pointPosition + fraction
        guard kept < decimal.digits.count else { return value }
        let digits = String(decoding: decimal.digits(fraction: fraction, .nearest), as: UTF8.self)
        let isNegative = decimal.isNegative && !digits.isEmpty
        let text = (isNegative ? "-" : "") + (digits.isEmpty ? "0" : digits) + "e\(-fraction)"
        guard let rounded = JSONValue(numberText: text), rounded.doubleValue != nil else {
            throw Operators.outOfRange("rounded number")
        }
        if case .integer = value, let number = rounded.int64Value { return .integer(number) }
        return rounded
    }

    private static func formatNumber(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.numeric(0)
        let (thousands, point) = (try call.text(2, default: ""), try call.text(3, default: "."))
        guard let decimal = value.numberText.flatMap(JSONDecimal.init) else {
            throw call.refused(0, "must not be so large")
        }
        let shown = max(0, decimal.digits.count - decimal.pointPosition)
        let fraction = try call.integer(1, in: 0...400, default: Int64(min(shown, 400)))
        let count = max(0, decimal.pointPosition) + fraction + 2
        let (separators, overflow) = (count / 3).multipliedReportingOverflow(by: thousands.utf8.count)
        try call.budget.charge(bytes: overflow ? .max : separators)
        try call.budget.charge(bytes: count)
        try call.budget.charge(bytes: point.utf8.count)
        return .string(decimal.text(fraction: fraction, thousands: thousands, point: point))
    }
}
