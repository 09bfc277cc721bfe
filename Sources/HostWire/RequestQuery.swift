import CoreDomain
import CoreLanguage

/// The query of a request, in the form that browsers and URL libraries send
/// (https://url.spec.whatwg.org/#urlencoded-parsing): pairs between ampersands, a plus sign for a space.
enum RequestQuery {
    /// Every value of each name, in the order sent.
    ///
    /// - Throws: `REQUEST_INVALID` for what cannot be decoded.
    static func parse(_ query: String) throws(CoreError) -> [(name: String, values: [String])] {
        var pairs: [(name: String, values: [String])] = []
        var places: [String: Int] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decode(parts.first ?? pair)
            let value = try decode(parts.count > 1 ? parts[1] : pair.suffix(0))
            if let place = places[name] {
                pairs[place].values.append(value)
            } else {
                places[name] = pairs.count
                pairs.append((name, [value]))
            }
        }
        return pairs
    }

    private static func decode(_ bytes: Substring.UTF8View) throws(CoreError) -> String {
        let spaced = bytes.lazy.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return try PercentEncoding.decode(spaced, of: "query")
    }
}

/// Texts of a URL as JSON, read by the type of the field that they are for. What does not fit its type stays text, so
/// that the field's schema says what is wrong.
enum ParameterValue {
    /// The value of `texts` for a field with this JSON Schema; nil when several were given where one may be.
    static func json(_ texts: [String], _ document: JSONValue) -> JSONValue? {
        if types(document).contains("array") {
            return .array(texts.map { scalar($0, document["items"] ?? .bool(true)) })
        }
        guard let text = texts.first, Set(texts).count == 1 else { return nil }
        return scalar(text, document)
    }

    private static func scalar(_ text: String, _ document: JSONValue) -> JSONValue {
        let types = types(document)
        // A number is spelled as JSON spells it: no plus sign, no zero in front.
        if types.contains("integer"), let value = JSONValue(numberText: text), case .integer = value { return value }
        if types.contains("number"), let value = JSONValue(numberText: text) { return value }
        if types.contains("boolean"), text == "true" || text == "false" { return .bool(text == "true") }
        return .string(text)
    }

    private static func types(_ document: JSONValue) -> Set<String> {
        switch document["type"] {
        case .string(let type)?: [type]
        case .array(let types)?: Set(types.compactMap(\.stringValue))
        default: []
        }
    }
}
