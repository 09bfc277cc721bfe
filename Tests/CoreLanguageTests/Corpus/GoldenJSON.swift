import CoreLanguage

/// JSON for people who compare two versions of it: sorted members, and lines as long as a line may be.
enum GoldenJSON {
    private static let columnsMax = 110

    /// The text of `value`, with a line break at its end.
    static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, at: 0, into: &text)
        return text + "\n"
    }

    private static func write(_ value: JSONValue, at column: Int, into text: inout String) {
        let short = line(value)
        guard column + short.utf8.count > columnsMax else { return text += short }
        switch value {
        case .array(let elements) where !elements.isEmpty:
            write(elements.map { ("", $0) }, "[", "]", at: column, into: &text)
        case .object(let members) where !members.isEmpty:
            write(sorted(members).map { (name($0.0) + ": ", $0.1) }, "{", "}", at: column, into: &text)
        default: text += short
        }
    }

    private static func write(
        _ parts: [(String, JSONValue)], _ opening: String, _ closing: String, at column: Int, into text: inout String
    ) {
        let outer = String(
            repeating: " ", count: text.reversed().prefix { $0 != "\n" }.reversed().prefix { $0 == " " }.count)
        text += opening
        for (number, part) in parts.enumerated() {
            text += (number == 0 ? "\n" : ",\n") + outer + "  " + part.0
            write(part.1, at: outer.count + 2 + part.0.utf8.count, into: &text)
        }
        text += "\n" + outer + closing
    }

    private static func line(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): "[" + elements.map(line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + sorted(members).map { name($0.0) + ": " + line($0.1) }.joined(separator: ", ") + "}"
        default: value.serializedString(.canonical)
        }
    }

    private static func name(_ text: String) -> String { JSONValue.string(text).serializedString(.canonical) }

    private static func sorted(_ members: JSONObject) -> [(String, JSONValue)] {
        members.map { ($0.0, $0.1) }.sorted { $0.0 < $1.0 }
    }
}
