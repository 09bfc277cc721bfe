/// Upper and lower case, by the full mapping of the standard library (Unicode, no language's own rules): "ß" becomes
/// "SS", so that a text may grow.
enum CaseBuiltins {
    static let all = [
        Builtin(
            "upper", ["text"], ["(text) -> text"], "The text in upper case.",
            [(#"upper("Straße")"#, #""STRASSE""#), (#"upper("")"#, #""""#)], upper),
        Builtin(
            "lower", ["text"], ["(text) -> text"], "The text in lower case.",
            [(#"lower("ÄBC")"#, #""äbc""#)], lower),
        Builtin(
            "capitalize", ["text"], ["(text) -> text"], "The text with its first letter in upper case.",
            [(#"capitalize("élan vital")"#, #""Élan vital""#), (#"capitalize("")"#, #""""#)], capitalize),
    ]

    private static func upper(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try mapped(call, { $0.uppercaseMapping }, from: 0x61)
    }

    private static func lower(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try mapped(call, { $0.lowercaseMapping }, from: 0x41)
    }

    /// The text with the mapping of each scalar; of ASCII the 26 letters from `first` on become those of the other case.
    private static func mapped(
        _ call: BuiltinCall, _ mapping: (Unicode.Scalar.Properties) -> String, from first: UInt8
    ) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        guard !text.isASCII else {
            try call.budget.charge(bytes: text.utf8.count)
            return .string(String(decoding: text.utf8.map { $0 &- first < 26 ? $0 ^ 0x20 : $0 }, as: UTF8.self))
        }
        try call.budget.charge(bytes: text.utf8.count * 3)
        try call.budget.charge(steps: text.utf8.count)
        return .string(text.mapped(mapping, from: first))
    }

    private static func capitalize(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        let end = text.byteOffset(ofScalar: 1)
        return try call.joined([text.part(0..<end).uppercased(), text.part(end..<text.utf8.count)])
    }
}

extension String {
    fileprivate func mapped(_ mapping: (Unicode.Scalar.Properties) -> String, from first: UInt8) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                bytes.append(byte &- first < 26 ? byte ^ 0x20 : byte)
            } else {
                bytes.append(contentsOf: mapping(scalar.properties).utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// Whether this is white space.
    var isSpace: Bool {
        isASCII ? value == 0x20 || value >= 0x09 && value <= 0x0D : properties.isWhitespace
    }
}
