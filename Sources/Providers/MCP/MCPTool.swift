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
                    name, SchemaType.type(of: property), isRequired: required.contains(original),
                    default: property["default"], Self.line(property["description"]?.stringValue ?? "")))
        }
        self.name = name
        self.originals = originals
        let takesMore = schema["additionalProperties"].map { $0.objectValue != nil || $0.boolValue == true }
        signature = ToolSignature(
            ToolName(MCPName.tool(name, of: server), from: ToolOrigin.mcp.rawValue),
            Self.line(listed["description"]?.stringValue ?? listed["title"]?.stringValue ?? name),
            fields: fields, takesMore: takesMore ?? fields.isEmpty,
            result: listed["outputSchema"].map { SchemaType.type(of: $0) } ?? .any,
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
