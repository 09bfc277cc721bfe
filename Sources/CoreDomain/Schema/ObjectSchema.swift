public import CoreLanguage

/// A type that crosses the border of the core: an operation's input or output, or a part of one.
public protocol Message: Sendable {
    /// The one description of its fields.
    static var schema: ObjectSchema<Self> { get }
}

/// One field of a message: its name on the wire, where it lives in Swift, its schema and a line of text.
public struct Field<Root, Value: Sendable>: Sendable {
    let description: FieldDescription
    let schema: Schema<Value>
    let absent: Value?
    let get: @Sendable (Root) -> Value

    /// A field that must be there.
    public init(
        _ name: String, _ get: @escaping @Sendable (Root) -> Value, _ schema: Schema<Value>, _ summary: String
    ) {
        self.init(name, get, schema, summary, absent: nil)
    }

    /// A field with a value for when it is absent.
    public init(
        _ name: String, _ get: @escaping @Sendable (Root) -> Value, _ schema: Schema<Value>, default absent: Value,
        _ summary: String
    ) {
        self.init(name, get, schema, summary, absent: absent)
    }

    /// A field that may be absent or null.
    public init<Wrapped>(
        optional name: String, _ get: @escaping @Sendable (Root) -> Value, _ schema: Schema<Wrapped>,
        _ summary: String
    ) where Value == Wrapped? {
        self.init(name, get, .optional(schema), summary, absent: .some(nil), showsDefault: false)
    }

    private init(
        _ name: String, _ get: @escaping @Sendable (Root) -> Value, _ schema: Schema<Value>, _ summary: String,
        absent: Value?, showsDefault: Bool = true
    ) {
        self.get = get
        self.schema = schema
        self.absent = absent
        description = FieldDescription(
            name: name, summary: summary, document: schema.document, isRequired: absent == nil,
            defaultValue: showsDefault ? absent.map(schema.encode) : nil)
    }

    func decode(_ object: JSONObject, _ pointer: JSONPointer, _ violations: inout [Violation]) -> Value? {
        if let json = object[description.name] {
            return schema.decode(json, pointer.appending(key: description.name), &violations)
        }
        if let absent { return absent }
        violations.append(
            Violation(
                pointer.appending(key: description.name), rule: "missing",
                "The field \"\(description.name)\" is required."))
        return nil
    }

    /// Writes the field into an object, unless it may be left out and is.
    var writer: @Sendable (Root, inout JSONObject) -> Void {
        let (name, isRequired, get, encode) = (description.name, description.isRequired, get, schema.encode)
        return { root, object in
            let json = encode(get(root))
            if json != .null || isRequired { object[name] = json }
        }
    }
}

/// What is known of a field without its Swift type.
public struct FieldDescription: Hashable, Sendable {
    /// The name on the wire, in snake case.
    public let name: String
    /// One line for people.
    public let summary: String
    /// The JSON Schema of the value.
    public let document: JSONValue
    public let isRequired: Bool
    /// What an absent field means; nil when it means nothing, or when the field is required.
    public let defaultValue: JSONValue?
}

/// The description of a message: its fields in order. A field that it does not name is refused.
public struct ObjectSchema<Root: Sendable>: Sendable {
    /// One line for people.
    public let summary: String
    public let fields: [FieldDescription]
    private let read: @Sendable (JSONObject, JSONPointer, inout [Violation]) -> Root?
    private let writers: [@Sendable (Root, inout JSONObject) -> Void]

    /// The fields, in the order of `make`'s arguments.
    public init<each Value: Sendable>(
        _ summary: String,
        _ make: @escaping @Sendable (repeat each Value) -> Root,
        _ field: repeat Field<Root, each Value>
    ) {
        self.summary = summary
        let parts = (repeat each field)
        var descriptions: [FieldDescription] = []
        var writers: [@Sendable (Root, inout JSONObject) -> Void] = []
        for part in repeat each field {
            descriptions.append(part.description)
            writers.append(part.writer)
        }
        fields = descriptions
        self.writers = writers
        read = { object, pointer, violations in
            let values = (repeat (each parts).decode(object, pointer, &violations))
            return try? make(repeat required(each values))  // reason: a missing value left its violation behind
        }
    }

    /// Reads a message; appends every violation and returns nil when there is one.
    public func decode(_ json: JSONValue, _ pointer: JSONPointer, _ violations: inout [Violation]) -> Root? {
        guard case .object(let object) = json else {
            violations.append(.wrongType(pointer, expected: "an object", found: json))
            return nil
        }
        let countBefore = violations.count
        let root = read(object, pointer, &violations)
        refuseUnknownFields(object, pointer, &violations)
        return violations.count == countBefore ? root : nil
    }

    /// Reads the whole of an input.
    ///
    /// - Throws: `INPUT_INVALID` with every violation.
    public func decode(_ json: JSONValue) throws(CoreError) -> Root {
        var violations: [Violation] = []
        if let root = decode(json, JSONPointer.root, &violations) { return root }
        throw CoreError(inputViolations: violations)
    }

    /// Writes a message. An absent optional field is left out.
    public func encode(_ root: Root) -> JSONValue {
        var object = JSONObject()
        for write in writers { write(root, &object) }
        return .object(object)
    }

    /// The JSON Schema (draft 2020-12) of the message.
    public var document: JSONValue {
        var properties = JSONObject()
        for field in fields { properties[field.name] = field.documented }
        var document: JSONObject = ["type": "object", "description": .string(summary)]
        document["properties"] = .object(properties)
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { document["required"] = .array(required) }
        document["additionalProperties"] = false
        return .object(document)
    }

    private func refuseUnknownFields(
        _ object: JSONObject, _ pointer: JSONPointer, _ violations: inout [Violation]
    ) {
        for (key, _) in object where !fields.contains(where: { $0.name == key }) {
            if violations.count >= Violation.countMax { return }
            let name = String(key.prefix(Violation.nameCountMax))
            let hint = Suggestion.sentence(for: key, among: fields.map(\.name))
            violations.append(
                Violation(pointer.appending(key: name), rule: "unknown_field", "There is no field \"\(name)\".\(hint)"))
        }
    }
}

extension FieldDescription {
    /// The value's JSON Schema with the field's line and default.
    var documented: JSONValue {
        guard case .object(var members) = document else {
            return ["description": .string(summary)]
        }
        members["description"] = .string(summary)
        if let defaultValue { members["default"] = defaultValue }
        return .object(members)
    }
}

extension CoreError {
    /// `INPUT_INVALID` with these violations; the message names the first.
    public init(inputViolations violations: [Violation]) {
        let first = violations.first.map { violation in
            let place = violation.pointer.description
            return " " + (place.isEmpty ? "" : "At \(place): ") + violation.message
        }
        let isCut = violations.count >= Violation.countMax
        let count =
            violations.count == 1 ? "one violation" : "\(isCut ? "at least " : "")\(violations.count) violations"
        self.init(
            .inputInvalid,
            "The input does not match its schema (\(count)).\(first ?? "")",
            fix: "Correct the fields named and send the call again.",
            details: Details(violations: violations))
    }
}

private struct Missing: Error {}

private func required<Value>(_ value: Value?) throws(Missing) -> Value {
    guard let value else { throw Missing() }
    return value
}
