import CoreLanguage

/// Parts of the schemas that the ingredients of analysis share.
enum DocumentSchemas {
    /// How many pages a document has at most.
    static let pagesMax: Int64 = 20_000

    static let pages: JSONValue = [
        "type": "array", "maxItems": .integer(pagesMax),
        "description": "The pages in order; their text together has at most 32 MiB.",
        "items": [
            "type": "object", "required": ["text"],
            "properties": [
                "number": ["type": "integer", "description": "The number of the page; without it they are counted."],
                "text": ["type": "string"],
            ],
        ],
    ]

    static let headings: JSONValue = [
        "type": "array", "maxItems": 100_000, "description": "The headings that the document's format tells, in order.",
        "items": [
            "type": "object", "required": ["title"],
            "properties": [
                "level": ["type": "integer", "minimum": 1], "title": ["type": "string"], "page": ["type": "integer"],
            ],
        ],
    ]

    static let language: JSONValue = [
        "type": ["string", "null"], "maxLength": 16,
        "description": "The language as in ISO 639-1; without it or with null it is found out.",
    ]

    /// The input of an ingredient: the pages and what else it takes.
    static func input(_ more: [(String, JSONValue)] = []) -> JSONValue {
        object([("pages", pages)] + more, required: ["pages"])
    }

    /// A closed object whose members are all required unless `required` names some.
    static func object(_ properties: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
        [
            "type": "object", "required": .array((required ?? properties.map(\.0)).map { .string($0) }),
            "additionalProperties": false, "properties": .object(JSONObject(properties)),
        ]
    }

    static func list(_ items: JSONValue, countMax: Int64) -> JSONValue {
        ["type": "array", "maxItems": .integer(countMax), "items": items]
    }

    static func integer(_ description: String, minimum: Int64 = 0, maximum: Int64? = nil) -> JSONValue {
        var schema: JSONObject = ["type": "integer", "minimum": .integer(minimum)]
        if let maximum { schema["maximum"] = .integer(maximum) }
        schema["description"] = .string(description)
        return .object(schema)
    }

    static func number(_ description: String, maximum: Int64? = nil) -> JSONValue {
        var schema: JSONObject = ["type": "number", "minimum": 0]
        if let maximum { schema["maximum"] = .integer(maximum) }
        schema["description"] = .string(description)
        return .object(schema)
    }

    static func text(_ description: String) -> JSONValue { ["type": "string", "description": .string(description)] }

    static func pageNumbers(_ description: String) -> JSONValue {
        ["type": "array", "items": ["type": "integer"], "description": .string(description)]
    }
}
