/// The names of types.
enum TypeNames {
    /// The names that are taken, with their aliases.
    static let types: [String: ScriptType] = [
        "text": .text, "string": .text,
        "number": .number, "float": .number, "double": .number,
        "integer": .integer, "int": .integer, "int32": .integer, "int64": .integer, "long": .integer,
        "boolean": .boolean, "bool": .boolean,
        "object": .object, "binary": .binary, "date": .date,
        "timestamp": .timestamp, "datetime": .timestamp,
        "any": .any, "value": .any,
    ]

    /// The names to suggest: one for each type.
    static let canonical = [
        "text", "number", "integer", "boolean", "object", "binary", "date", "timestamp", "any", "list",
    ]

    /// What types of other languages are called here.
    private static let foreign: [String: String] = [
        "str": "text", "char": "text", "varchar": "text", "uuid": "text", "url": "text", "uri": "text", "email": "text",
        "decimal": "number", "real": "number", "money": "number", "numeric": "number",
        "short": "integer", "uint": "integer", "byte": "integer", "bigint": "integer", "duration": "integer",
        "dict": "object", "map": "object", "json": "object", "record": "object", "struct": "object",
        "array": "list", "vector": "list", "set": "list", "sequence": "list", "tuple": "list",
        "bytes": "binary", "blob": "binary", "file": "binary", "base64": "binary",
        "time": "timestamp", "instant": "timestamp", "dynamic": "any", "unknown": "any", "void": "any",
    ]

    /// The type that was likely meant by `name`, among these and the names of enumerations.
    static func suggestion(for name: String, enumerations: [String]) -> String? {
        let lower = name.lowercased()
        if canonical.contains(lower) { return lower }
        if let type = types[lower] { return type.description }
        return Suggestion.nearest(to: name, among: enumerations + canonical) ?? foreign[lower]
            ?? Suggestion.nearest(to: lower, among: canonical + Array(types.keys).sorted())
    }
}
