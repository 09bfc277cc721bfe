/// Values of one type as another. What does not fit is an error, or the default where one is given.
enum ConversionBuiltins {
    static let all = [
        Builtin(
            "to_number", ["value", "default?"],
            ["(any) -> number", "(any, number) -> number", "(any, number?) -> number?"],
            "The number that a text writes; a number as it is. For other texts the default, or an error.",
            [(#"to_number(" 1.50 ")"#, "1.5"), (#"to_number("n/a", 0)"#, "0"), ("to_number(2)", "2")], toNumber),
        Builtin(
            "to_integer", ["value", "default?"],
            ["(any) -> integer", "(any, integer) -> integer", "(any, integer?) -> integer?"],
            "The integer that a text writes, or that a number without fraction is. For others the default, or an error.",
            [(#"to_integer("007")"#, "7"), ("to_integer(3.0)", "3"), (#"to_integer("3.5", 0)"#, "0")], toInteger),
        Builtin(
            "to_boolean", ["value", "default?"],
            ["(any) -> boolean", "(any, boolean) -> boolean", "(any, boolean?) -> boolean?"],
            "A boolean as it is; true of \"true\", \"yes\", \"on\", \"1\" and 1, false of their opposites, in any case.",
            [(#"to_boolean("Yes")"#, "true"), ("to_boolean(0)", "false"), (#"to_boolean("maybe", false)"#, "false")],
            toBoolean),
        Builtin(
            "to_text", ["value"], ["(any) -> text"],
            "The value as in a text with {name}: texts as they are, null as an empty one, all else as JSON.",
            [
                ("to_text(1.0)", #""1""#), (#"to_text({a: [1, true]})"#, #""{\"a\":[1,true]}""#),
                ("to_text(null)", #""""#),
            ],
            toText),
    ]

    private static func toNumber(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        if value.isNumber { return value }
        if let number = try number(call, value) {
            if number.doubleValue != nil { return number }
            if let fallback = try call.fallback(1) { return fallback }
            throw Operators.outOfRange("number")
        }
        return try fallback(call, "a number or the text of one", value)
    }

    private static func toInteger(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        let number = try value.isNumber ? value : number(call, value)
        if let integer = number?.int64Value { return .integer(integer) }
        return try fallback(call, "a whole number of 64 bits or the text of one", value)
    }

    private static func toBoolean(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        switch value {
        case .bool: return value
        case .integer, .double, .decimal:
            if value.int64Value == 0 { return false }
            if value.int64Value == 1 { return true }
        case .string(let text) where text.utf8.count <= 64:
            let word = text.lowercased().filter { !$0.isWhitespace }
            if ["true", "yes", "on", "1"].contains(word) { return true }
            if ["false", "no", "off", "0"].contains(word) { return false }
        default: break
        }
        return try fallback(call, "a boolean or a word or number for one", value)
    }

    private static func toText(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .string(try call.plainText(of: call.value(0)))
    }

    /// The number that a text writes: as JSON does, but with "+", zeros in front and white space around it.
    private static func number(_ call: BuiltinCall, _ value: JSONValue) throws(EvaluationError) -> JSONValue? {
        guard case .string(let text) = value, text.utf8.count <= 1_000 else { return nil }
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first, ExpressionByte.isSpace(byte) { bytes.removeFirst() }
        while let byte = bytes.last, ExpressionByte.isSpace(byte) { bytes.removeLast() }
        let isNegative = bytes.first == JSONByte.minus
        if isNegative || bytes.first == JSONByte.plus { bytes.removeFirst() }
        while bytes.first == JSONByte.zero, let next = bytes.dropFirst().first, JSONByte.digit(next) < 10 {
            bytes.removeFirst()
        }
        guard let first = bytes.first, JSONByte.digit(first) < 10 else { return nil }
        return JSONValue(numberText: (isNegative ? "-" : "") + String(decoding: bytes, as: UTF8.self))
    }

    private static func fallback(
        _ call: BuiltinCall, _ fitting: String, _ value: JSONValue
    ) throws(EvaluationError) -> JSONValue {
        if let fallback = try call.fallback(1) { return fallback }
        guard value.stringValue != nil || value.isNumber else { throw call.mismatch(0, fitting, value) }
        throw call.refused(0, "must be \(fitting); where it may be another, give a default")
    }
}
