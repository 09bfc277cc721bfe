/// JSON as text.
enum JSONBuiltins {
    /// Levels of brackets that are read.
    private static let depthMax = 256

    static let all = [
        Builtin(
            "parse_json", ["text", "default?"], ["(text, any?) -> any"],
            "The value that a JSON text (RFC 8259) writes. For another text the default, or an error.",
            [(#"parse_json("[1, {}]")"#, "[1,{}]"), (#"parse_json("oops", [])"#, "[]")], parse),
        Builtin(
            "to_json", ["value", "indented?"], ["(any, boolean?) -> text"],
            "The value as JSON text, over several lines with two spaces for each level where asked for.",
            [(#"to_json({a: [1, "x"]})"#, #""{\"a\":[1,\"x\"]}""#), ("to_json([], true)", #""[]""#)], write),
    ]

    private static func parse(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        let bytes = text.utf8.span
        var values = 1
        for place in 0..<bytes.count where [0x2C, 0x3A, 0x5B, 0x7B].contains(bytes[place]) { values += 1 }
        try call.budget.charge(elements: values)
        try call.budget.charge(bytes: bytes.count)
        do throws(JSONError) {
            let value = try JSONValue.parse(bytes, limits: JSONLimits(maxDepth: depthMax, maxBytes: .max))
            if !hasHugeNumber(value) { return value }
        } catch {
            if let fallback = try call.fallback(1) { return fallback }
            throw call.refused(0, "must be JSON, but: \(error.description)")
        }
        if let fallback = try call.fallback(1) { return fallback }
        throw Operators.outOfRange("number in the text")
    }

    /// Whether there is a number beyond those that can be reckoned with. Values are at most ``depthMax`` levels deep.
    private static func hasHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .decimal: value.doubleValue == nil
        case .array(let elements): elements.contains(where: hasHugeNumber)
        case .object(let object): object.members.contains { hasHugeNumber($0.value) }
        default: false
        }
    }

    private static func write(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (value, isIndented) = (try call.value(0), try call.boolean(1, default: false))
        guard let measure = JSONMeasure(of: value, bytesMax: call.budget.bytesLeft) else {
            throw EvaluationError(.limit, "\(call.signature): the text would be too long.")
        }
        // An escape makes six bytes of one; an indented line has two for each level.
        try call.budget.charge(bytes: measure.bytes)
        try call.budget.charge(steps: measure.bytes / 16)
        let text = isIndented ? try indented(value, measure, call) : value.serializedString()
        try call.budget.charge(bytes: max(0, text.utf8.count - measure.bytes))
        return .string(text)
    }

    private static func indented(
        _ value: JSONValue, _ measure: JSONMeasure, _ call: BuiltinCall
    ) throws(EvaluationError) -> String {
        let (spaces, overflow) = measure.bytes.multipliedReportingOverflow(by: measure.depth)
        try call.budget.charge(bytes: overflow ? .max : spaces)
        return value.serializedString(.pretty)
    }
}
