import CoreDomain
import CoreLanguage

/// A tool of an MCP server, as scripts call it.
struct MCPTool: Sendable {
    /// What the server calls it.
    let name: String
    let signature: ToolSignature
    /// The server's names of the members that scripts call otherwise.
    private let originals: [String: String]

    /// Characters of a description that are kept.
    private static let summaryMax = 2_000

    /// A tool that `server` lists; nil for what is none.
    init?(_ listed: JSONValue, of server: String) {
        guard let name = listed["name"]?.stringValue, !name.isEmpty, name.utf8.count <= 256 else { return nil }
        let schema = listed["inputSchema"] ?? [:]
        var originals: [String: String] = [:]
        var fields: [ToolSignature.Field] = []
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        for (original, property) in schema["properties"]?.objectValue ?? [:] {
            let name = MCPName.identifier(original)
            guard originals.updateValue(original, forKey: name) == nil else { return nil }
            fields.append(
                ToolSignature.Field(
                    name, MCPType.type(of: property), isRequired: required.contains(original),
                    default: property["default"], Self.line(property["description"]?.stringValue ?? "")))
        }
        self.name = name
        self.originals = originals
        let takesMore = schema["additionalProperties"].map { $0.objectValue != nil || $0.boolValue == true }
        signature = ToolSignature(
            ToolName(MCPName.tool(name, of: server), from: ToolOrigin.mcp.rawValue),
            Self.line(listed["description"]?.stringValue ?? listed["title"]?.stringValue ?? name),
            fields: fields, takesMore: takesMore ?? fields.isEmpty,
            result: listed["outputSchema"].map { MCPType.type(of: $0) } ?? .any,
            effect: Self.effect(listed["annotations"] ?? nil))
    }

    /// Hints may be wrong, and are believed: the operator chose the server. Without them a call is made once only.
    private static func effect(_ hints: JSONValue) -> ToolSignature.Effect {
        hints["readOnlyHint"]?.boolValue == true || hints["idempotentHint"]?.boolValue == true ? .idempotent : .once
    }

    /// A text on one line.
    private static func line(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }
        return String(words.joined(separator: " ").prefix(summaryMax))
    }

    /// The arguments as the server calls them.
    func arguments(_ input: JSONValue) -> JSONObject {
        JSONObject((input.objectValue ?? [:]).map { (originals[$0.key] ?? $0.key, $0.value) })
    }

    // MARK: Results

    /// What scripts get: the structured content, or the text, or text and content where there is more than text.
    ///
    /// - Throws: `MCP_TOOL_FAILED` when the tool says that it failed; `MCP_ANSWER_INVALID` for a result that is not of the
    ///   type that the tool has.
    func output(_ result: JSONObject, _ failure: MCPFailure) throws(CoreError) -> JSONValue {
        let content = result["content"]?.arrayValue ?? []
        let texts = content.compactMap { $0["type"] == "text" ? $0["text"]?.stringValue : nil }
        let text = texts.joined(separator: "\n")
        if result["isError"]?.boolValue == true { throw failure.tool(name, failed: text) }
        let structured = result["structuredContent"] ?? .null
        guard structured.isNull else {
            try check(structured, failure)
            return structured
        }
        guard signature.result == .any else {
            throw failure.invalid("the tool \(name) has an output schema and gives no structured content.")
        }
        if texts.count == content.count { return .string(text) }
        return ["text": .string(text), "content": .array(content)]
    }

    private func check(_ value: JSONValue, _ failure: MCPFailure) throws(CoreError) {
        guard signature.result != .any else { return }
        let violations: [JSONSchemaViolation]
        do throws(JSONSchemaError) {
            violations = try JSONSchema(compiling: signature.resultSchema).validate(value)
        } catch {
            // The type was made here, and takes what its schema cannot say.
            return
        }
        guard let first = violations.first else { return }
        throw failure.invalid("what the tool \(name) gives does not fit its output schema: \(first.message)")
    }
}

/// Names that scripts can write.
enum MCPName {
    /// `original` with `_` for every character that a name may not have.
    static func identifier(_ original: String) -> String {
        var text = ""
        for scalar in original.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": text.unicodeScalars.append(scalar)
            default: text += "_"
            }
        }
        if let first = text.utf8.first, first >= 0x30, first <= 0x39 { text = "_" + text }
        return text
    }

    /// The name of a tool of a server: `weather_forecast` for `forecast` of `weather`.
    static func tool(_ name: String, of server: String) -> String {
        server + "_" + String(identifier("x" + name).dropFirst())
    }
}

/// Types of JSON Schemas, as far as the checker has them; of all else it knows nothing.
enum MCPType {
    /// Levels of objects in objects that are looked into.
    private static let depthMax = 6

    static func type(of schema: JSONValue, depth: Int = 0) -> ScriptType {
        guard depth < depthMax, schema["$ref"] == nil, schema["allOf"] == nil, schema["not"] == nil else { return .any }
        if let members = schema["enum"]?.arrayValue { return enumeration(members) }
        if let choices = schema["anyOf"]?.arrayValue ?? schema["oneOf"]?.arrayValue {
            return nullable(choices, depth)
        }
        if let types = schema["type"]?.arrayValue {
            guard types.count == 2, let other = types.first(where: { $0 != "null" }), types.contains("null") else {
                return .any
            }
            return plain(other.stringValue ?? "", schema, depth).orNull
        }
        return plain(schema["type"]?.stringValue ?? "", schema, depth)
    }

    private static func plain(_ type: String, _ schema: JSONValue, _ depth: Int) -> ScriptType {
        switch type {
        case "string": .text
        case "integer": .integer
        case "number": .number
        case "boolean": .boolean
        case "null": .null
        case "array": .list(schema["items"].map { self.type(of: $0, depth: depth + 1) } ?? .any)
        case "object": object(schema, depth)
        default: .any
        }
    }

    /// One type or null; of other choices nothing is known.
    private static func nullable(_ choices: [JSONValue], _ depth: Int) -> ScriptType {
        let others = choices.filter { $0["type"] != "null" }
        guard others.count == 1, others.count < choices.count, let other = others.first else { return .any }
        return type(of: other, depth: depth + 1).orNull
    }

    private static func enumeration(_ members: [JSONValue]) -> ScriptType {
        guard !members.isEmpty, members.allSatisfy({ $0.stringValue != nil }) else { return .any }
        return .enumeration(EnumerationType("choice", base: .text, isSymbolic: false, members: members))
    }

    private static func object(_ schema: JSONValue, _ depth: Int) -> ScriptType {
        guard let properties = schema["properties"]?.objectValue, !properties.isEmpty else { return .object }
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        return .shape(
            ShapeType(
                properties.map { name, property in
                    let type = type(of: property, depth: depth + 1)
                    return ShapeType.Field(
                        name, type.required, isOptional: type.isOptionalType || !required.contains(name))
                }))
    }
}

extension ScriptType {
    /// Whether null was added to it.
    fileprivate var isOptionalType: Bool { if case .optional = self { true } else { false } }
}
