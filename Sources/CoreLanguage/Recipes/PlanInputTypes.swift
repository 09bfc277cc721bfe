/// The types a plan gives its inputs, and the JSON Schema of each.
enum PlanInputType: String, CaseIterable {
    case string
    case integer
    case number
    case boolean
    case object
    case array
    case imageURL = "image_url"
    case videoURL = "video_url"
    case document

    var schema: JSONObject {
        switch self {
        case .string, .integer, .number, .boolean, .object, .array: ["type": .string(rawValue)]
        case .imageURL, .videoURL: ["type": "string", "format": "uri"]
        case .document: DocumentForm.schema
        }
    }
}

extension PlanCompiler {
    static let inputFields = ["type", "required", "default", "description", "enum", "minimum", "maximum", "schema"]

    /// The JSON Schema of one declared input.
    mutating func propertySchema(of input: PlanObject) -> JSONValue {
        refuseUnknown(in: input, known: Self.inputFields)
        var schema = typeSchema(of: input)
        schema["description"] = string("description", of: input).map { .string($0) }
        for keyword in ["enum", "minimum", "maximum", "default"] {
            if let value = input[keyword] { schema[keyword] = value }
        }
        if let extra = input["schema"], let extra = object(extra, at: input.pointer(to: "schema")) {
            merge(extra, into: &schema)
        }
        return .object(schema)
    }

    private mutating func typeSchema(of input: PlanObject) -> JSONObject {
        guard input["type"] != nil else {
            refuse(input.pointer(to: "type"), "missing", "Say the type: \(Self.typeNames).")
            return JSONObject()
        }
        guard let word = string("type", of: input) else { return JSONObject() }
        guard let type = PlanInputType(rawValue: word) else {
            let suggestion = Suggestion.sentence(for: word, among: PlanInputType.allCases.map(\.rawValue))
            refuse(input.pointer(to: "type"), "invalid_value", "The types are \(Self.typeNames).\(suggestion)")
            return JSONObject()
        }
        return type.schema
    }

    private static let typeNames = PlanInputType.allCases.map(\.rawValue).joined(separator: ", ")

    /// Adds further keywords, none of which may say again what was said.
    private mutating func merge(_ extra: PlanObject, into schema: inout JSONObject) {
        for (keyword, value) in extra.members {
            if let known = schema[keyword], known != value {
                refuse(extra.pointer(to: keyword), "conflict", "The input says \"\(keyword)\" already, and otherwise.")
            }
            schema[keyword] = value
        }
    }
}
