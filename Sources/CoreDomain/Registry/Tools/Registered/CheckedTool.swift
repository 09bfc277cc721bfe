import CoreLanguage

/// A tool that keeps to the rules, and is ready to be stored.
struct CheckedTool: Sendable {
    let name: String
    /// The version that the caller expects it to be; nil for any.
    let version: String?
    let facts: RegisteredToolFacts
    let headers: [String: Secret]
    let rotatesSecret: Bool

    private static let timeoutUsual: Int64 = 60
    private static let schemaBytesMax = 262_144

    /// - Throws: `INPUT_INVALID` with every fault; `ALREADY_EXISTS` for a name that is one of `natives`.
    init(_ input: ToolRegistration, natives: ToolSignatures) throws(CoreError) {
        let (definition, place) = try input.definitionWithPlace
        var faults = ToolFaults(place: place)
        faults.check(name: definition.name)
        faults.check(kind: definition)
        faults.check(headers: definition.headers)
        faults.check(input: definition.inputSchema, bytesMax: Self.schemaBytesMax)
        if let schema = definition.outputSchema {
            faults.check(schema, "output_schema", bytesMax: Self.schemaBytesMax)
        }
        let endpoint = faults.endpoint(input.endpoint)
        if !faults.list.isEmpty { throw CoreError(inputViolations: faults.list) }
        try Self.refuseClash(definition.name, natives)
        name = definition.name
        version = definition.version.isEmpty ? nil : definition.version
        headers = Dictionary(
            definition.headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        rotatesSecret = input.rotateSecret
        facts = RegisteredToolFacts(
            description: definition.description, inputSchema: definition.inputSchema,
            outputSchema: definition.outputSchema,
            repeated: definition.repeated ?? (definition.idempotent ? .idempotent : .once), tags: definition.tags,
            endpoint: endpoint, headerNames: headers.keys.sorted(),
            timeoutSeconds: definition.timeoutSeconds == 0 ? Self.timeoutUsual : definition.timeoutSeconds,
            attempts: max(definition.attempts, 1))
    }

    private static func refuseClash(_ name: String, _ natives: ToolSignatures) throws(CoreError) {
        guard let native = natives.all.first(where: { $0.tool.name == name }) else { return }
        throw CoreError(
            .alreadyExists, "The tool \"\(name)\" is there already, from `\(native.tool.source)`.",
            fix: "Take another name.")
    }
}

extension ToolRegistration {
    fileprivate var definitionWithPlace: (ToolDefinition, String) {
        get throws(CoreError) {
            switch (tool, definition) {
            case (let tool?, nil): return (tool, "tool")
            case (nil, let definition?): return (definition, "definition")
            default:
                throw CoreError(inputViolations: [
                    Violation(.root, rule: "not_one", "Expected one of `tool` and `definition`.")
                ])
            }
        }
    }
}

/// What is wrong with a tool that is to be registered.
private struct ToolFaults {
    let place: String
    private(set) var list: [Violation] = []

    init(place: String) { self.place = place }

    private mutating func add(_ path: [String], _ rule: String, _ message: String) {
        if list.count < Violation.countMax {
            list.append(Violation(JSONPointer(tokens: [place] + path), rule: rule, message))
        }
    }

    mutating func check(name: String) {
        if !Self.isName(name, countMax: 64) || name.utf8.contains(where: { (0x41...0x5A).contains($0) }) {
            add(["name"], "name_invalid", "Expected small letters, digits and \"_\", a letter first, at most 64.")
        }
    }

    mutating func check(kind definition: ToolDefinition) {
        if let source = definition.source, source != .cloud {
            add(["source"], "unsupported", "Only tools from `cloud` are registered, and this one is from `\(source)`.")
        }
        if definition.streaming { add(["streaming"], "unsupported", "A tool at a URL gives its result all at once.") }
        if definition.transactional || definition.repeated == .atomic {
            add(
                [definition.transactional ? "transactional" : "repeated"], "unsupported",
                "What happens elsewhere cannot be written together with the journal.")
        }
    }

    mutating func check(headers: [String: Secret]) {
        var names: Set<String> = []
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            let lowered = name.lowercased()
            if let fault = HeaderRules.fault(name: lowered) { add(["headers", name], fault.rule, fault.message) }
            if let fault = HeaderRules.fault(value: value.expose()) {
                add(["headers", name], fault.rule, fault.message)
            }
            if Self.ownHeaders.contains(lowered) || lowered.hasPrefix("x-scriptorium-") {
                add(["headers", name], "header_reserved", "This header is set by the server. Leave it out.")
            }
            if !names.insert(lowered).inserted { add(["headers", name], "twice", "This header is given twice.") }
        }
    }

    private static let ownHeaders: Set = ["content-type", "accept", "idempotency-key", "user-agent"]

    mutating func check(input schema: JSONValue, bytesMax: Int) {
        check(schema, "input_schema", bytesMax: bytesMax)
        if schema["type"] != "object" {
            add(["input_schema", "type"], "type_invalid", "Tools take an object: expected \"type\": \"object\".")
        }
        for (name, _) in schema["properties"]?.objectValue ?? [:] where !Self.isName(name, countMax: 128) {
            add(
                ["input_schema", "properties", name], "name_invalid",
                "Scripts cannot write this name. Take letters, digits and \"_\", with no digit first.")
        }
    }

    mutating func check(_ schema: JSONValue, _ member: String, bytesMax: Int) {
        if schema.serialized().count > bytesMax {
            return add([member], "too_large", "A schema has at most \(bytesMax) bytes.")
        }
        do throws(JSONSchemaError) {
            _ = try JSONSchema(compiling: schema)
        } catch {
            add([member], "schema_invalid", error.message)
        }
    }

    /// The endpoint in its one spelling.
    mutating func endpoint(_ text: String) -> String {
        do throws(WebURL.Fault) {
            return try WebURL(text).text
        } catch {
            list.append(Violation(.root.appending(key: "endpoint"), rule: "url_invalid", error.message))
            return text
        }
    }

    private static func isName(_ text: String, countMax: Int) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), text.utf8.count <= countMax else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        }
    }
}
