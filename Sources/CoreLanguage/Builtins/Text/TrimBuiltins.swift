/// Takes away from the ends of texts. White space is what Unicode's property White_Space holds.
enum TrimBuiltins {
    static let all = [
        Builtin(
            "trim", ["text", "characters?"], ["(text, text?) -> text"],
            "The text without white space, or without these characters, at both ends.",
            [(#"trim("  a b\n")"#, #""a b""#), (#"trim("--a-b-", "-")"#, #""a-b""#)], trim),
        Builtin(
            "trim_start", ["text", "characters?"], ["(text, text?) -> text"],
            "The text without white space, or without these characters, at its front.",
            [(#"trim_start("007", "0")"#, #""7""#)], trimStart),
        Builtin(
            "trim_end", ["text", "characters?"], ["(text, text?) -> text"],
            "The text without white space, or without these characters, at its end.",
            [(#"trim_end("a/b//", "/")"#, #""a/b""#)], trimEnd),
        Builtin(
            "remove_prefix", ["text", "prefix"], ["(text, text) -> text"],
            "The text without this beginning; as it is when it begins otherwise.",
            [(#"remove_prefix("v1.2", "v")"#, #""1.2""#), (#"remove_prefix("1.2", "v")"#, #""1.2""#)], removePrefix),
        Builtin(
            "remove_suffix", ["text", "suffix"], ["(text, text) -> text"],
            "The text without this end; as it is when it ends otherwise.",
            [(#"remove_suffix("a.pdf", ".pdf")"#, #""a""#)], removeSuffix),
        Builtin(
            "collapse_spaces", ["text"], ["(text) -> text"],
            "The text with one space in the place of each run of white space, and none at the ends.",
            [(#"collapse_spaces(" a \n  b ")"#, #""a b""#)], collapseSpaces),
    ]

    private static func trim(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try trimmed(call, atStart: true, atEnd: true)
    }

    private static func trimStart(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try trimmed(call, atStart: true, atEnd: false)
    }

    private static func trimEnd(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try trimmed(call, atStart: false, atEnd: true)
    }

    private static func trimmed(
        _ call: BuiltinCall, atStart: Bool, atEnd: Bool
    ) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        var characters: Set<Unicode.Scalar>?
        if try call.optional(1) != nil { characters = Set(try call.text(1).unicodeScalars) }
        let goes = { (scalar: Unicode.Scalar) in
            characters.map { $0.contains(scalar) } ?? scalar.isSpace
        }
        var kept = text.unicodeScalars[...]
        if atStart { kept = kept.drop(while: goes) }
        if atEnd, let last = kept.lastIndex(where: { !goes($0) }) {
            kept = kept[...last]
        } else if atEnd {
            return ""
        }
        try call.budget.charge(bytes: kept.utf8Count)
        return .string(String(kept))
    }

    private static func removePrefix(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, prefix) = (try call.text(0), try call.text(1))
        guard text.utf8.starts(with: prefix.utf8) else { return .string(text) }
        return try call.part(of: text, prefix.utf8.count..<text.utf8.count)
    }

    private static func removeSuffix(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, suffix) = (try call.text(0), try call.text(1))
        guard text.endsByBytes(with: suffix) else { return .string(text) }
        return try call.part(of: text, 0..<text.utf8.count - suffix.utf8.count)
    }

    private static func collapseSpaces(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        try call.budget.charge(steps: text.utf8.count / 8)
        var collapsed: [UInt8] = []
        collapsed.reserveCapacity(text.utf8.count)
        var rest = text.unicodeScalars[...]
        while let word = rest.takeWord() {
            if !collapsed.isEmpty { collapsed.append(0x20) }
            collapsed.append(contentsOf: Substring(word).utf8)
        }
        return .string(String(decoding: collapsed, as: UTF8.self))
    }
}

extension String {
    /// Whether the last bytes are those of `suffix`.
    func endsByBytes(with suffix: String) -> Bool {
        let (bytes, end) = (utf8.span, suffix.utf8.span)
        guard bytes.count >= end.count else { return false }
        let start = bytes.count - end.count
        for place in 0..<end.count where bytes[start + place] != end[place] { return false }
        return true
    }
}

extension Substring.UnicodeScalarView {
    /// What stands before the next white space, of which what is in front is left out; nil where there is no more. The
    /// word is taken away.
    mutating func takeWord() -> Substring.UnicodeScalarView? {
        self = drop(while: \.isSpace)
        guard !isEmpty else { return nil }
        let word = prefix { !$0.isSpace }
        self = self[word.endIndex...]
        return word
    }

    fileprivate var utf8Count: Int { Substring(self).utf8.count }
}
