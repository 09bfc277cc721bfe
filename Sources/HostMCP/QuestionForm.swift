import CoreLanguage

/// A question of a thread as a form of one field (MCP, "Elicitation"): forms know texts, numbers, truth and choices only.
struct QuestionForm {
    private static let field = "answer"

    /// What `elicitation/create` is given.
    let parameters: JSONValue
    /// Whether the answer is a text that holds JSON.
    private let isJSON: Bool

    /// The form of an ask, as `threads.get` lists it.
    init(_ question: JSONValue) {
        let options = (question["options"]?.arrayValue ?? []).filter { $0.stringValue != nil }
        let type = Self.type(of: question)
        isJSON = type == nil
        var field: JSONObject = ["type": .string(type ?? "string"), "title": "Answer"]
        if !options.isEmpty, type == "string" { field["enum"] = .array(options) }
        var message = question["prompt"]?.stringValue ?? ""
        if let context = question["context"], !context.isNull {
            message += "\n\n" + (context.stringValue ?? context.serializedString(.pretty))
        }
        if type == nil {
            field["description"] = "JSON"
            message += "\n\n(The answer is JSON.)"
        }
        parameters = [
            "message": .string(message),
            "requestedSchema": [
                "type": "object", "properties": [Self.field: .object(field)], "required": [.string(Self.field)],
            ],
        ]
    }

    /// The type of the field; nil for an answer that is more than one value.
    private static func type(of question: JSONValue) -> String? {
        switch question["type"]?.stringValue ?? "" {
        case "", "text", "string", "date", "timestamp": "string"
        case "number": "number"
        case "integer": "integer"
        case "boolean": "boolean"
        default: nil
        }
    }

    /// The answer in the result of `elicitation/create`; nil when the person gave none.
    func answer(in result: JSONValue) -> JSONValue? {
        guard result["action"] == "accept", let answer = result["content"]?[Self.field] else { return .none }
        guard isJSON, let text = answer.stringValue else { return answer }
        return (try? JSONValue.parse(text)) ?? answer  // reason: what is no JSON is refused by the thread
    }
}
