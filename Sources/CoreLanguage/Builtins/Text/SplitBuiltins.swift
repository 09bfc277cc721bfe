/// Takes texts apart and joins them.
enum SplitBuiltins {
    static let all = [
        Builtin(
            "split", ["text", "separator"], ["(text, text) -> list<text>"],
            "The parts of the text between the separators; empty ones too.",
            [(#"split("a,b,,c", ",")"#, #"["a","b","","c"]"#), (#"split("", ",")"#, #"[""]"#)], split),
        Builtin(
            "join", ["list", "separator?"], ["(list, text?) -> text"],
            "The texts of the elements one after the other, with the separator between them; null is an empty text.",
            [(#"join(["a", "b"], ", ")"#, #""a, b""#), (#"join([1, null, true])"#, #""1true""#)], join),
        Builtin(
            "lines", ["text"], ["(text) -> list<text>"],
            "The lines of the text, which end with LF, CRLF or CR; a last empty one is left out.",
            [(#"lines("a\r\nb\n\nc\n")"#, #"["a","b","","c"]"#), (#"lines("")"#, "[]")], lines),
        Builtin(
            "words", ["text"], ["(text) -> list<text>"], "The parts of the text between white space.",
            [(#"words(" to be  or\nnot ")"#, #"["to","be","or","not"]"#)], words),
        Builtin(
            "characters", ["text"], ["(text) -> list<text>"], "The Unicode scalars of the text, each as a text.",
            [(#"characters("aé")"#, #"["a","é"]"#)], characters),
        Builtin(
            "code_points", ["text"], ["(text) -> list<integer>"], "The numbers of the Unicode scalars of the text.",
            [(#"code_points("a€")"#, "[97,8364]")], codePoints),
        Builtin(
            "from_code_points", ["numbers"], ["(list<integer>) -> text"], "The text of these Unicode scalars.",
            [("from_code_points([97, 8364])", #""a€""#)], fromCodePoints),
    ]

    private static func split(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, separator) = (try call.text(0), try call.text(1))
        guard !separator.isEmpty else {
            throw call.refused(1, "must not be empty; for the single characters use characters()")
        }
        let search = ByteSearch(for: separator)
        let count = search.count(in: text.utf8.span) + 1
        try call.budget.charge(bytes: text.utf8.count)
        try call.budget.charge(elements: count)
        var parts: [JSONValue] = []
        parts.reserveCapacity(count)
        var start = 0
        while let place = search.first(in: text.utf8.span, from: start) {
            parts.append(.string(text.part(start..<place)))
            start = place + separator.utf8.count
        }
        parts.append(.string(text.part(start..<text.utf8.count)))
        return .array(parts)
    }

    private static func join(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var parts: [String] = []
        let list = try call.list(0)
        try call.budget.charge(elements: list.count)
        parts.reserveCapacity(list.count)
        for element in list { parts.append(try call.plainText(of: element)) }
        return try call.joined(parts, try call.text(1, default: ""))
    }

    private static func lines(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        var lines: [JSONValue] = []
        let bytes = text.utf8.span
        try call.budget.charge(bytes: bytes.count)
        var start = 0
        for place in 0..<bytes.count where bytes[place] == 0x0A || bytes[place] == 0x0D {
            if bytes[place] == 0x0A, place > 0, bytes[place - 1] == 0x0D {
                start = place + 1
                continue
            }
            try call.budget.charge(elements: 1)
            lines.append(.string(text.part(start..<place)))
            start = place + 1
        }
        if start < bytes.count { lines.append(.string(text.part(start..<bytes.count))) }
        return .array(lines)
    }

    private static func words(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        try call.budget.charge(steps: text.utf8.count / 8)
        var words: [JSONValue] = []
        var rest = text.unicodeScalars[...]
        while let word = rest.takeWord() { try call.append(.string(String(word)), to: &words) }
        return .array(words)
    }

    private static func characters(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(elements: text.scalarCount)
        return .array(text.unicodeScalars.map { .string(String($0)) })
    }

    private static func codePoints(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(elements: text.scalarCount)
        return .array(text.unicodeScalars.map { .integer(Int64($0.value)) })
    }

    private static func fromCodePoints(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        try call.budget.charge(bytes: list.count * 4)
        try call.budget.charge(steps: list.count / 2)
        var text = String.UnicodeScalarView()
        for (place, element) in list.enumerated() {
            guard let number = element.int64Value else {
                throw call.mismatch(element: place, of: 0, "an integer", element)
            }
            guard let value = UInt32(exactly: number), let scalar = Unicode.Scalar(value) else {
                throw call.refused(element: place, of: 0, "must be the number of a Unicode scalar, and is \(number)")
            }
            text.append(scalar)
        }
        return .string(String(text))
    }
}
