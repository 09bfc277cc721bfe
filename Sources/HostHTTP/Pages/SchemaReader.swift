import CoreLanguage

/// Reads the JSON Schemas of an OpenAPI document for people: the names of types, limits, and an example that fits.
struct SchemaReader {
    /// How deep the fields of a message within a message are shown.
    private static let depthMax = 3

    let schemas: JSONValue

    /// What people would take for a name or a recipe; anything else that fits would do.
    private static let familiar: [String: JSONValue] = [
        "recipe_id": "scriptorium:flow:wait", "input": ["milliseconds": 100, "value": "done"],
        "currency": "USDC", "amount": "1.5", "label": "laptop", "code": "E301",
        "thread_id": "thr_01m83ytq6kefnvym9ed76f9f40",
        "source": "emit\n  greeting = \"Hello\"\n",
        "endpoint": "https://tools.example/weather",
        "toolYaml": "name: weather\ndescription: Tells the weather.\ninput_schema: { type: object }\n",
        "program": [
            "format": 1, "kind": "script", "name": "hello", "version": "1.0.0", "on_unhandled": "pause",
            "input_schema": [:], "input_defaults": [:], "output_schema": true,
            "result": ["op": "value", "value": .null],
            "body": ["node": "block", "steps": []],
        ],
    ]

    /// What an example shows although it may be left out: one of several fields is needed.
    private static let shown = ["source", "toolYaml"]

    /// Texts of which one fits most patterns.
    private static let candidates = [
        "example", "example:tool:first", "1.5", "1.0.0", String(repeating: "0123456789abcdef", count: 4),
    ]

    /// One row of a table of fields.
    struct Row {
        let name: String
        let schema: JSONValue
        let isRequired: Bool
    }

    /// The schema itself, where `schema` only points at it.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.stringValue, let name = reference.split(separator: "/").last else {
            return schema
        }
        return schemas[String(name)] ?? schema
    }

    /// The fields of a message, and those of messages within it with the path to them.
    func rows(_ schema: JSONValue, under prefix: String = "", depth: Int = 0) -> [Row] {
        let schema = resolved(schema)
        guard depth < Self.depthMax, let properties = schema["properties"]?.objectValue else { return [] }
        let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        return properties.flatMap { name, field -> [Row] in
            let path = prefix + name
            let field = resolved(field)
            let items = field["items"].map(resolved)
            let below = items.map { rows($0, under: path + "[].", depth: depth + 1) }
            return [Row(name: path, schema: field, isRequired: required.contains(name))]
                + (below ?? rows(field, under: path + ".", depth: depth + 1))
        }
    }

    /// `text`, `whole number`, `list of text` …
    func type(_ schema: JSONValue) -> String {
        let schema = resolved(schema)
        if let words = schema["enum"]?.arrayValue {
            return words.map { $0.stringValue.map { "`\($0)`" } ?? "null" }.joined(separator: ", ")
        }
        let names = types(schema)
        if names.count > 4 { return "any JSON" }
        return names.map { name in
            switch name {
            case "string": schema["format"]?.stringValue == "uuid" ? "UUID" : "text"
            case "integer": "whole number"
            case "boolean": "true or false"
            case "array": "list of " + (schema["items"].map(type) ?? "anything")
            default: name
            }
        }.joined(separator: " or ")
    }

    /// The bounds of a value, in words; empty where there are none worth telling.
    func limits(_ schema: JSONValue) -> String {
        let schema = resolved(schema)
        var parts: [String] = []
        if let range = Self.range(schema, "minimum", "maximum") { parts.append(range) }
        if let range = Self.range(schema, "minLength", "maxLength") { parts.append(range + " characters") }
        if let most = schema["maxItems"]?.numberText { parts.append("at most \(most) items") }
        if let pattern = schema["pattern"]?.stringValue { parts.append("pattern `\(pattern)`") }
        if let value = schema["default"], value != .null { parts.append("default `\(value.serializedString())`") }
        return parts.joined(separator: "; ")
    }

    private static func range(_ schema: JSONValue, _ least: String, _ most: String) -> String? {
        switch (schema[least]?.numberText, schema[most]?.numberText) {
        case (let low?, let high?): "\(low) to \(high)"
        case (let low?, nil): "at least \(low)"
        case (nil, let high?): "at most \(high)"
        case (nil, nil): nil
        }
    }

    /// A value that fits `schema`: a message has the fields that it must have, and those that are familiar.
    func example(_ schema: JSONValue, named name: String = "") -> JSONValue {
        if let familiar = Self.familiar[name] { return familiar }
        let schema = resolved(schema)
        if let value = schema["default"], value != .null { return value }
        if let first = schema["enum"]?[0] { return first }
        switch types(schema).first {
        case "object": return object(schema)
        case "array": return []
        case "string": return .string(text(schema))
        case "integer", "number": return schema["minimum"] ?? 1
        case "boolean": return false
        default: return .object(JSONObject())
        }
    }

    private func object(_ schema: JSONValue) -> JSONValue {
        var object = JSONObject()
        let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        for name in required + Self.shown {
            if let field = schema["properties"]?[name] { object[name] = example(field, named: name) }
        }
        return .object(object)
    }

    private func text(_ schema: JSONValue) -> String {
        if schema["format"]?.stringValue == "uuid" { return "01a20022-6b1f-7dc0-80cd-dc1e1453f0a9" }
        if let source = schema["pattern"]?.stringValue, let pattern = try? Pattern(source) {  // reason: only an example
            return Self.candidates.first(where: pattern.matches) ?? ""
        }
        let least = Int(schema["minLength"]?.numberText ?? "0") ?? 0
        return least <= 7 ? "example" : String(repeating: "x", count: min(least, 4_096))
    }

    private func types(_ schema: JSONValue) -> [String] {
        if let name = schema["type"]?.stringValue { return [name] }
        return (schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? []).filter { $0 != "null" }
    }
}
