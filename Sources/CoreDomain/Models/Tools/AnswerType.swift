import CoreLanguage

/// The type that a script wants an answer to be of.
struct AnswerType: Sendable {
    /// Why an answer is not of the type.
    struct Fault: Error {
        /// A sentence or more.
        let message: String
    }

    /// The JSON Schema that the answer has to fit: always that of an object, since servers take no other.
    let envelope: JSONValue
    private let schema: JSONSchema
    private let isWrapped: Bool

    /// The member that holds the value of a type that is no object.
    private static let member = "value"
    private static let options = JSONSchemaOptions(formats: .assertion, violationsMax: 3)

    /// - Throws: `INPUT_INVALID` for what is no JSON Schema.
    init(_ type: JSONValue) throws(CoreError) {
        do throws(JSONSchemaError) {
            schema = try JSONSchema(compiling: type, options: Self.options)
        } catch {
            throw ModelInput.outOfRange("type", "It is no JSON Schema: \(error.message) \(error.hint)")
        }
        isWrapped = type["type"]?.stringValue != "object"
        guard isWrapped else {
            envelope = type
            return
        }
        var type = type
        var wrapper: JSONObject = ["type": "object", "required": [.string(Self.member)], "additionalProperties": false]
        if case .object(var members) = type, let definitions = members["$defs"] {
            // References lead to the definitions from the front of the document.
            members["$defs"] = nil
            type = .object(members)
            wrapper["$defs"] = definitions
        }
        wrapper["properties"] = .object([Self.member: type])
        envelope = .object(wrapper)
    }

    /// The value that an answer holds.
    func value(in text: String) -> Result<JSONValue, Fault> {
        switch Self.json(in: text) {
        case .failure(let fault): return .failure(fault)
        case .success(let json):
            if isWrapped, json[Self.member] == nil, schema.isValid(json) { return .success(json) }
            guard let value = isWrapped ? json[Self.member] : json else {
                return .failure(Fault(message: "It is no object with the member \"\(Self.member)\"."))
            }
            let violations = schema.validate(value)
            guard !violations.isEmpty else { return .success(value) }
            return .failure(Fault(message: violations.map(Self.sentence).joined(separator: " ")))
        }
    }

    private static func sentence(_ violation: JSONSchemaViolation) -> String {
        let place = violation.instance.description
        return (place.isEmpty ? "" : "At \(place): ") + violation.message
    }

    /// The JSON of an answer, which may stand in a block of code.
    static func json(in text: String) -> Result<JSONValue, Fault> {
        do throws(JSONError) {
            return .success(try JSONValue.parse(AnswerText.withoutFence(text)))
        } catch {
            return .failure(Fault(message: "It is no JSON: at line \(error.line), \(error.message)"))
        }
    }
}

/// What models put around their answers.
enum AnswerText {
    /// The content of the text's only block of code, when it is nothing but one; otherwise the text, without white space
    /// around it.
    static func withoutFence(_ text: String) -> String {
        let trimmed = trimmed(text[...])
        guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), let lineEnd = trimmed.firstIndex(where: \.isNewline)
        else { return String(trimmed) }
        let content = trimmed[trimmed.index(after: lineEnd)...]
        guard content.count >= 3 else { return String(trimmed) }
        return String(self.trimmed(content.dropLast(3)))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
