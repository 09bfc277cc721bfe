public import CoreLanguage

/// One description of a kind of value, from which decoding, violations, JSON Schema, flags and documents come.
public struct Schema<Value: Sendable>: Sendable {
    /// The JSON Schema (draft 2020-12) of the value.
    public let document: JSONValue
    /// Reads a value; appends what is wrong and returns nil when the JSON does not fit.
    public let decode: @Sendable (JSONValue, JSONPointer, inout [Violation]) -> Value?
    /// Writes a value.
    public let encode: @Sendable (Value) -> JSONValue

    /// A schema of these three, which must agree.
    public init(
        document: JSONValue,
        decode: @escaping @Sendable (JSONValue, JSONPointer, inout [Violation]) -> Value?,
        encode: @escaping @Sendable (Value) -> JSONValue
    ) {
        self.document = document
        self.decode = decode
        self.encode = encode
    }

    /// The same JSON as another Swift type; `read` returns nil for a text that has not the form that `expected` tells.
    func map<Other: Sendable>(
        expected: String,
        read: @escaping @Sendable (Value) -> Other?,
        write: @escaping @Sendable (Other) -> Value
    ) -> Schema<Other> {
        Schema<Other>(
            document: document,
            decode: { json, pointer, violations in
                guard let value = decode(json, pointer, &violations) else { return nil }
                if let other = read(value) { return other }
                violations.append(Violation(pointer, rule: "wrong_form", "Expected \(expected)."))
                return nil
            },
            encode: { encode(write($0)) })
    }
}

extension JSONValue {
    /// The JSON Schema name of the value's type, for messages.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .double, .decimal: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension Violation {
    public static func wrongType(_ pointer: JSONPointer, expected: String, found: JSONValue) -> Violation {
        Violation(pointer, rule: "wrong_type", "Expected \(expected), found \(found.typeName).")
    }
}
