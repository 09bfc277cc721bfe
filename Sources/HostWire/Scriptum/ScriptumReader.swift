import CoreDomain
import CoreLanguage
import HostYAML

/// Reads JSON of the Scriptum family as inputs of operations. Names may be in camel case or as the file spells them,
/// integers may be texts, and a value of nothing is an absent one, as in proto3.
struct ScriptumReader {
    private var violations: [Violation] = []

    /// A message of this name as an input; violations name the places of the wire.
    ///
    /// - Throws: `INPUT_INVALID`, and `JSON_INVALID` for what is no object.
    static func input(_ json: JSONValue, as message: String) throws(CoreError) -> JSONValue {
        var reader = ScriptumReader()
        let input = reader.object(json, message, .root)
        guard reader.violations.isEmpty else { throw CoreError(inputViolations: reader.violations) }
        return input
    }

    private mutating func object(_ json: JSONValue, _ message: String, _ place: JSONPointer) -> JSONValue {
        guard case .object(let members) = json else {
            refuse(.wrongType(place, expected: "an object", found: json))
            return .null
        }
        let fields = ScriptumSchema.fields(of: message)
        var input = JSONObject()
        for (name, value) in members {
            let place = place.appending(key: name)
            guard let field = fields.first(where: { $0.isCalled(name) }) else {
                let hint = Suggestion.sentence(for: name, among: fields.map(\.wireName))
                refuse(Violation(place, rule: "unknown_field", "There is no field \"\(name.prefix(64))\".\(hint)"))
                continue
            }
            guard !value.isNull, let read = self.value(value, field, place) else { continue }
            if input[field.inputName] != nil {
                refuse(
                    Violation(place, rule: "twice", "\"\(field.wireName)\" is given twice, or with what excludes it."))
            }
            input[field.inputName] = read
        }
        return .object(input)
    }

    private mutating func refuse(_ violation: Violation) {
        if violations.count < Violation.countMax { violations.append(violation) }
    }

    /// What a field holds; nil for what is as good as absent, and for what cannot be read.
    private mutating func value(_ json: JSONValue, _ field: ScriptumField, _ place: JSONPointer) -> JSONValue? {
        guard field.isRepeated else {
            let read = single(json, field, place)
            return field.hasPresence || read.map({ !isNothing($0, field) }) == true ? read : nil
        }
        guard let items = json.arrayValue else {
            refuse(.wrongType(place, expected: "an array", found: json))
            return nil
        }
        if items.isEmpty { return nil }
        var read: [JSONValue] = []
        for (index, item) in items.enumerated() {
            if let value = single(item, field, place.appending(index: index)) { read.append(value) }
        }
        return .array(read)
    }

    /// Whether a value says nothing in proto3.
    private func isNothing(_ value: JSONValue, _ field: ScriptumField) -> Bool {
        if field.form != .same { return false }
        return switch value {
        case .string(let text): text.isEmpty
        case .integer(let number): number == 0
        case .double(let number): number == 0
        case .bool(let isTrue): !isTrue
        case .object(let object): object.isEmpty
        case .array, .null, .decimal: false
        }
    }

    private mutating func single(_ json: JSONValue, _ field: ScriptumField, _ place: JSONPointer) -> JSONValue? {
        switch field.form {
        case .json: return text(json, place, Self.parsedJSON)
        case .yaml: return text(json, place, Self.parsedYAML)
        case .timestamp: return timestamp(json, place)
        case .bytes, .same: break
        }
        switch field.kind {
        case .int32, .int64, .uint32, .uint64: return integer(json, place)
        case .bool: return boolean(json, place)
        case .enumeration(let name): return word(json, name, place)
        case .message(let name): return object(json, name, place)
        case .string, .bytes, .double, .map, .json, .status: return json
        }
    }

    // MARK: Plain values

    private mutating func integer(_ json: JSONValue, _ place: JSONPointer) -> JSONValue? {
        if let number = json.int64Value ?? json.stringValue.flatMap({ Int64($0) }) { return .integer(number) }
        refuse(.wrongType(place, expected: "a whole number", found: json))
        return nil
    }

    /// In a query, booleans are texts.
    private mutating func boolean(_ json: JSONValue, _ place: JSONPointer) -> JSONValue? {
        switch json {
        case .bool: return json
        case .string("true"): return true
        case .string("false"): return false
        default:
            refuse(.wrongType(place, expected: "a boolean", found: json))
            return nil
        }
    }

    private mutating func word(_ json: JSONValue, _ enumeration: String, _ place: JSONPointer) -> JSONValue? {
        if let name = json.stringValue {
            if let word = ScriptumSchema.word(name, of: enumeration) { return named(word) }
            let names = (ScriptumSchema.enumerations[enumeration] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
            let hint = Suggestion.sentence(for: name, among: names)
            refuse(Violation(place, rule: "unknown_word", "Expected one of \(names.joined(separator: ", ")).\(hint)"))
            return nil
        }
        guard let number = json.int64Value, let word = ScriptumSchema.word(number, of: enumeration) else {
            refuse(.wrongType(place, expected: "the name of one of \(enumeration)", found: json))
            return nil
        }
        return named(word)
    }

    private func named(_ word: String) -> JSONValue? {
        if word == "unspecified" { return nil }
        return .string(word)
    }

    private mutating func timestamp(_ json: JSONValue, _ place: JSONPointer) -> JSONValue? {
        guard let number = integer(json, place)?.int64Value, number != 0 else { return nil }
        let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else {
            refuse(Violation(place, rule: "out_of_range", "The time is too far away."))
            return nil
        }
        return .string(Timestamp(nanoseconds: nanoseconds).description)
    }

    // MARK: Documents in texts

    private mutating func text(
        _ json: JSONValue, _ place: JSONPointer, _ read: (String) throws(Fault) -> JSONValue
    ) -> JSONValue? {
        guard let text = json.stringValue else {
            refuse(.wrongType(place, expected: "a text", found: json))
            return nil
        }
        if text.isEmpty { return nil }
        do throws(Fault) {
            return try read(text)
        } catch {
            refuse(Violation(place, rule: error.rule, error.message))
            return nil
        }
    }

    private struct Fault: Error {
        let rule: String
        let message: String
    }

    private static func parsedJSON(_ text: String) throws(Fault) -> JSONValue {
        do {
            return try JSONValue.parse(Array(text.utf8))
        } catch {
            throw Fault(rule: "json", message: "It is no JSON: \(error)")
        }
    }

    private static func parsedYAML(_ text: String) throws(Fault) -> JSONValue {
        do throws(YAMLError) {
            return try YAMLReader.parse(Array(text.utf8))
        } catch {
            throw Fault(rule: "yaml", message: "Line \(error.line), column \(error.column): \(error.message)")
        }
    }
}
