/// Short ways to write schemas.
extension ProgramSchema {
    /// An object that has all of `required`, may have `optional`, and nothing else.
    static func object(
        _ description: String, _ required: [(String, JSONValue)], optional: [(String, JSONValue)] = []
    ) -> JSONValue {
        [
            "description": .string(description),
            "type": "object",
            "required": .array(required.map { .string($0.0) }),
            "properties": .object(JSONObject(required + optional)),
            "additionalProperties": false,
        ]
    }

    static func list(of items: JSONValue, _ description: String, countMax: Int) -> JSONValue {
        [
            "description": .string(description), "type": "array", "items": items,
            "maxItems": .integer(Int64(countMax)),
        ]
    }

    static func text(_ description: String, pattern: String? = nil, lengthMax: Int? = nil) -> JSONValue {
        var schema: JSONObject = ["description": .string(description), "type": "string"]
        schema["pattern"] = pattern.map { .string($0) }
        schema["maxLength"] = lengthMax.map { .integer(Int64($0)) }
        return .object(schema)
    }

    static func integer(_ description: String, _ range: ClosedRange<Int>) -> JSONValue {
        [
            "description": .string(description), "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
            "maximum": .integer(Int64(range.upperBound)),
        ]
    }

    static func flag(_ description: String) -> JSONValue {
        ["description": .string(description), "type": "boolean"]
    }

    static func words<Word: RawRepresentable<String> & CaseIterable>(
        _ description: String, _ type: Word.Type
    ) -> JSONValue {
        ["description": .string(description), "enum": .array(type.allCases.map { .string($0.rawValue) })]
    }

    static func reference(_ definition: String) -> JSONValue {
        ["$ref": .string("#/$defs/" + definition)]
    }

    /// A choice by the word in the member `key`: one schema for each, so that a fault is told of the one that was meant.
    static func choice(_ description: String, by key: String, _ cases: [(String, JSONValue)]) -> JSONValue {
        [
            "description": .string(description),
            "type": "object",
            "required": [.string(key)],
            "properties": .object([key: ["enum": .array(cases.map { .string($0.0) })]]),
            "allOf": .array(
                cases.map { word, schema in
                    ["if": ["properties": .object([key: ["const": .string(word)]])], "then": schema]
                }),
        ]
    }
}
