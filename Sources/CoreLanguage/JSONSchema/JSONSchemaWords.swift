/// Values and names as sentences mention them.
enum JSONSchemaWords {
    private static let lengthMax = 60
    private static let choicesMax = 10

    /// A value, shortened: `"a text"`, `12.5`, `an array of 3 elements`.
    static func describe(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): "an array of \(count(elements.count, "element"))"
        case .object(let object): "an object with \(count(object.count, "member"))"
        case .string(let text): JSONValue.string(shortened(text)).serializedString()
        case .decimal(let text) where text.utf8.count > lengthMax: shortened(text)
        default: shortened(value.serializedString())
        }
    }

    /// Text that is no longer than a line.
    static func shortened(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(lengthMax + 1)
        guard start.count > lengthMax else {
            return text
        }
        return String(String.UnicodeScalarView(start.dropLast())) + "…"
    }

    /// A number of things: `1 element`, `2 elements`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Values to choose from, of many only the first.
    static func list(_ values: [JSONValue]) -> String {
        let shown = values.prefix(choicesMax).map { isSmall($0) ? $0.serializedString() : describe($0) }
        let rest = values.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func isSmall(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        case .string(let text), .decimal(let text): text.utf8.count <= lengthMax
        default: true
        }
    }

    /// “ Did you mean …?” when one of the names is near.
    static func suggestion(
        for name: String, among names: some Sequence<String>, _ budget: inout WorkBudget
    ) -> String {
        JSONSchemaNearName.find(name, among: names, &budget).map { " Did you mean \"\(shortened($0))\"?" } ?? ""
    }
}
