/// A type of the language, as the checker reckons with it.
///
/// `unknown` is the type of what a diagnostic was given for: it fits everywhere, so that one fault is told of once.
public indirect enum ScriptType: Hashable, Sendable {
    /// No value at all: what the elements of `[]` are.
    case never
    /// What could not be told.
    case unknown
    /// Only `null`.
    case null
    case text, number, integer, boolean
    /// An object of which nothing more is known.
    case object
    /// A text of base64 on the wire.
    case binary
    /// A text as RFC 3339 writes a date, and a point in time.
    case date, timestamp
    /// Anything; what it is shows at run time.
    case any
    case list(ScriptType)
    case shape(ShapeType)
    case enumeration(EnumerationType)
    /// May be null, or not there.
    case optional(ScriptType)
    case function([ScriptType], ScriptType)
    /// Items that come one by one: what `->>` binds.
    case stream(ScriptType)
    /// A type that a call chooses; only in signatures of functions.
    case variable(String)

    /// Whether null is among its values.
    public var isNullable: Bool {
        switch self {
        case .null, .optional, .any, .unknown: true
        default: false
        }
    }

    /// The type without null: `T` of `T?`.
    public var required: ScriptType {
        if case .optional(let type) = self { type } else { self }
    }

    /// The type with null: `T?`. What has null already stays as it is.
    public var orNull: ScriptType {
        switch self {
        case .null, .optional, .any, .unknown: self
        case .never: .null
        default: .optional(self)
        }
    }

    /// Whether a diagnostic about it would be a second one, or must wait for the run.
    var isOpen: Bool {
        switch self {
        case .any, .unknown: true
        default: false
        }
    }
}

/// The fields of an object.
public struct ShapeType: Sendable {
    /// One of them.
    public struct Field: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its type, without the null that ``isOptional`` adds.
        public let type: ScriptType
        /// Whether it need not be there.
        public let isOptional: Bool
        /// What else its values keep.
        public let constraints: FieldConstraints

        /// A field of these parts.
        public init(
            _ name: String, _ type: ScriptType, isOptional: Bool = false,
            constraints: FieldConstraints = FieldConstraints()
        ) {
            self.name = name
            self.type = type
            self.isOptional = isOptional
            self.constraints = constraints
        }

        /// What reading it gives.
        public var valueType: ScriptType { isOptional ? type.orNull : type }
    }

    /// The fields in their order; of a repeated name the first counts.
    public let fields: [Field]
    private let positions: [String: Int]
    /// How many types it is made of.
    let size: Int
    /// How many levels of types it has.
    let depth: Int

    /// A shape of these fields.
    public init(_ fields: [Field]) {
        self.fields = fields
        positions = Dictionary(zip(fields.map(\.name), fields.indices)) { first, _ in first }
        var size = 1
        var depth = 0
        for field in fields {
            let measure = field.type.measure
            size += measure.size
            depth = max(depth, measure.depth)
        }
        self.size = size
        self.depth = depth + 1
    }

    /// The field of this name.
    public subscript(name: String) -> Field? { positions[name].map { fields[$0] } }
}

extension ShapeType: Hashable {
    /// Whether both have the same fields in the same order.
    public static func == (left: Self, right: Self) -> Bool { left.size == right.size && left.fields == right.fields }

    /// Hashes the fields.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}

/// One of several values.
public struct EnumerationType: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The type of its members: text, integer or number.
    public let base: ScriptType
    /// Whether its members were written as names.
    public let isSymbolic: Bool
    /// The members in their order.
    public let members: [JSONValue]
    private let known: Set<JSONValue>

    /// An enumeration of these parts.
    public init(_ name: String, base: ScriptType, isSymbolic: Bool, members: [JSONValue]) {
        self.name = name
        self.base = base
        self.isSymbolic = isSymbolic
        self.members = members
        known = Set(members.map(Self.comparable))
    }

    /// Whether `value` is one of the members; numbers by their value.
    func holds(_ value: JSONValue) -> Bool { known.contains(Self.comparable(value)) }

    /// Equal for values that are.
    private static func comparable(_ value: JSONValue) -> JSONValue {
        value.int64Value.map { .integer($0) } ?? value.doubleValue.map { .double($0) } ?? value
    }

    /// Whether both are the same enumeration: names are unique in a script.
    public static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.members.count == right.members.count
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
