import CoreLanguage

/// The messages of `dodil.scriptum.v1`, by which the Scriptum family is read and written.
enum ScriptumSchema {
    /// The fields of a message; none of one that the file does not have.
    static func fields(of message: String) -> [ScriptumField] { messages[message] ?? [] }

    /// The words of an enumeration as the operations have them, by their names on the wire: `SCRIPT_STATUS_ACTIVE` is
    /// `active`. What is unspecified is no word.
    static func word(_ name: String, of enumeration: String) -> String? {
        let prefix = prefix(of: enumeration)
        guard name.hasPrefix(prefix), enumerations[enumeration]?.values.contains(name) == true else { return nil }
        return name.dropFirst(prefix.count).lowercased()
    }

    /// The name on the wire of a word; that of what is unspecified for a word that the file does not have.
    static func name(_ word: String?, of enumeration: String) -> String {
        let prefix = prefix(of: enumeration)
        let name = prefix + (word ?? "unspecified").uppercased()
        return enumerations[enumeration]?.values.contains(name) == true ? name : prefix + "UNSPECIFIED"
    }

    /// The word behind a number.
    static func word(_ number: Int64, of enumeration: String) -> String? {
        Int32(exactly: number).flatMap { enumerations[enumeration]?[$0] }.flatMap { word($0, of: enumeration) }
    }

    /// `ScriptStatus` as `SCRIPT_STATUS_`.
    private static func prefix(of enumeration: String) -> String {
        var prefix = ""
        for character in enumeration {
            if character.isUppercase, !prefix.isEmpty { prefix += "_" }
            prefix += character.uppercased()
        }
        return prefix + "_"
    }
}

/// A field of a message, and how the operations have it.
struct ScriptumField: Sendable {
    /// What a field holds.
    enum Kind: Hashable, Sendable {
        case string, bytes, bool, int32, int64, uint32, uint64, double
        case enumeration(String)
        case message(String)
        /// Texts by texts.
        case map
        /// A JSON object (google.protobuf.Struct).
        case json
        /// google.rpc.Status.
        case status
    }

    /// How the operations have what is a plain field on the wire.
    enum Form: Hashable, Sendable {
        case same
        /// JSON in a text.
        case json
        /// YAML in a text.
        case yaml
        /// JSON in bytes.
        case bytes
        /// A point in time in milliseconds since 1970.
        case timestamp
    }

    /// As the file spells it.
    let name: String
    let number: Int
    let kind: Kind
    let isRepeated: Bool
    /// Whether its absence differs from a value of nothing.
    let hasPresence: Bool
    /// In JSON on the wire.
    let wireName: String
    /// As the operations spell it.
    let inputName: String
    let form: Form

    init(_ name: String, _ number: Int, _ kind: Kind, isRepeated: Bool = false, hasPresence: Bool = false) {
        self.name = name
        self.number = number
        self.kind = kind
        self.isRepeated = isRepeated
        self.hasPresence = hasPresence
        wireName = Self.camelCase(name)
        (inputName, form) = Self.naming(name, kind)
    }

    /// Whether a caller means this field by `name`: both spellings are read.
    func isCalled(_ name: String) -> Bool { name == wireName || name == self.name }

    /// What parameters of a URL say, as it would stand in a body; nil when several were given where one may be. Labels are
    /// spelled `KEY:VALUE`.
    func json(_ texts: [String]) -> JSONValue? {
        if isRepeated { return .array(texts.map { kind == .message("Label") ? Self.label($0) : .string($0) }) }
        guard let text = texts.first, Set(texts).count == 1 else { return nil }
        return .string(text)
    }

    private static func label(_ text: String) -> JSONValue {
        guard let colon = text.firstIndex(of: ":") else { return ["key": .string(text)] }
        return ["key": .string(String(text[..<colon])), "values": [.string(String(text[text.index(after: colon)...]))]]
    }

    /// Texts in YAML, by what they are to the operations.
    private static let documents = [
        "yaml_content": "program", "compiled_yaml": "program", "ir_yaml": "program", "tool_yaml": "definition",
    ]
    private static let sources = ["dsl_content": "source", "effect": "repeated"]
    /// JSON in texts for the operations too.
    private static let plain: Set<String> = ["default_value_json", "values_json"]

    private static func naming(_ name: String, _ kind: Kind) -> (String, Form) {
        if let document = documents[name] { return (document, .yaml) }
        if let source = sources[name] { return (source, .same) }
        if kind == .enumeration("ToolKind") { return ("source", .same) }
        if kind == .string, name.hasSuffix("_json"), !plain.contains(name) { return (String(name.dropLast(5)), .json) }
        if kind == .status { return ("failure", .same) }
        if kind == .bytes, name.hasSuffix("_data") { return (String(name.dropLast(5)), .bytes) }
        if kind == .int64, name.hasSuffix("_ms") { return (String(name.dropLast(3)), .timestamp) }
        return (name, .same)
    }

    private static func camelCase(_ name: String) -> String {
        let parts = name.split(separator: "_")
        return parts.dropFirst().reduce(String(parts.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
