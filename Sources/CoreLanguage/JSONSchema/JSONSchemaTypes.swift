/// The types of `type` (JSON Schema Validation 2020-12 section 6.1.1).
struct JSONSchemaTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = JSONSchemaTypes(rawValue: 1)
    static let boolean = JSONSchemaTypes(rawValue: 2)
    static let integer = JSONSchemaTypes(rawValue: 4)
    static let number = JSONSchemaTypes(rawValue: 8)
    static let string = JSONSchemaTypes(rawValue: 16)
    static let array = JSONSchemaTypes(rawValue: 32)
    static let object = JSONSchemaTypes(rawValue: 64)

    private static let names: [(name: String, type: JSONSchemaTypes)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object),
    ]

    /// The names of all types, in order.
    static var allNames: [String] {
        names.map(\.name)
    }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The type with a name, or nil.
    init?(name: String) {
        guard let row = Self.names.first(where: { $0.name == name }) else {
            return nil
        }
        self = row.type
    }

    /// The names of these types, in order.
    var names: [String] {
        Self.names.filter { contains($0.type) }.map(\.name)
    }

    /// Whether a value is of one of the types. False, too, when the budget ran out.
    @inline(__always)
    func accepts(_ value: JSONValue, _ budget: inout WorkBudget) -> Bool {
        let type = Self.broadType(of: value)
        return contains(type) || (type == .number && contains(.integer) && isInteger(value, &budget))
    }

    private func isInteger(_ number: JSONValue, _ budget: inout WorkBudget) -> Bool {
        if case .decimal(let text) = number, !budget.charge(text.utf8.count) {
            return false
        }
        return JSONSchemaNumber.isInteger(number)
    }

    /// The type of a value, in which numbers are not told apart.
    private static func broadType(of value: JSONValue) -> JSONSchemaTypes {
        switch value {
        case .null: .null
        case .bool: .boolean
        case .integer, .double, .decimal: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The name of a value's type: `integer` for every number without fraction.
    static func name(of value: JSONValue) -> String {
        if JSONSchemaNumber.isInteger(value) {
            return "integer"
        }
        return broadType(of: value).names.first ?? "number"
    }
}
