/// Brings texts to a length. Lengths count Unicode scalars.
enum LayoutBuiltins {
    static let all = [
        Builtin(
            "pad_start", ["text", "length", "fill?"], ["(text, integer, text?) -> text"],
            "The text with spaces, or another fill, in front until it has the length.",
            [(#"pad_start("7", 3, "0")"#, #""007""#), (#"pad_start("abc", 2)"#, #""abc""#)], padStart),
        Builtin(
            "pad_end", ["text", "length", "fill?"], ["(text, integer, text?) -> text"],
            "The text with spaces, or another fill, behind until it has the length.",
            [(#"pad_end("ab", 5, "xyz")"#, #""abxyz""#)], padEnd),
        Builtin(
            "repeat_text", ["text", "times"], ["(text, integer) -> text"], "The text this many times.",
            [(#"repeat_text("ab", 3)"#, #""ababab""#), (#"repeat_text("ab", 0)"#, #""""#)], repeatText),
        Builtin(
            "truncate", ["text", "length", "ending?"], ["(text, integer, text?) -> text"],
            "The text as it is up to this length; a longer one cut so that with the ending (\"…\") it has it.",
            [(#"truncate("a long story", 7)"#, #""a long…""#), (#"truncate("short", 7)"#, #""short""#)], truncate),
    ]

    private static func padStart(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let fill = try self.fill(call)
        return fill.isEmpty ? .string(try call.text(0)) : try call.joined([fill, call.text(0)])
    }

    private static func padEnd(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let fill = try self.fill(call)
        return fill.isEmpty ? .string(try call.text(0)) : try call.joined([call.text(0), fill])
    }

    /// As much of the fill as the text lacks.
    private static func fill(_ call: BuiltinCall) throws(EvaluationError) -> String {
        let unit = try call.text(2, default: " ")
        guard !unit.isEmpty else { throw call.refused(2, "must not be empty") }
        let lacking = try call.integer(1, in: 0...Int64(Int32.max)) - call.text(0).scalarCount
        guard lacking > 0 else { return "" }
        try call.budget.charge(bytes: lacking.multipliedReportingOverflow(by: 4).partialValue)
        let length = unit.scalarCount
        let rest = unit.part(0..<unit.byteOffset(ofScalar: lacking % length))
        return String(repeating: unit, count: lacking / length) + rest
    }

    private static func repeatText(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, times) = (try call.text(0), try call.integer(1, in: 0...Int64.max))
        let (count, overflow) = text.utf8.count.multipliedReportingOverflow(by: times)
        try call.budget.charge(bytes: overflow ? .max : count)
        guard !text.isEmpty else { return "" }
        try call.budget.charge(steps: times / 2)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for _ in 0..<times { bytes.append(contentsOf: text.utf8) }
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private static func truncate(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, ending) = (try call.text(0), try call.text(2, default: "…"))
        let length = try call.integer(1, in: 0...Int64(Int32.max))
        guard text.scalarCount > length else { return .string(text) }
        let kept = length - ending.scalarCount
        guard kept >= 0 else { throw call.refused(1, "must have room for the ending") }
        return try call.joined([text.part(0..<text.byteOffset(ofScalar: kept)), ending])
    }
}
