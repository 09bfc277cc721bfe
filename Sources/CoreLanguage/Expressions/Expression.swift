/// A pure computation over JSON values: the one tree that recipes, scripts and flows are parsed into.
///
/// It reads named roots (`inputs`, `steps`, `item` …) and gives a value or an ``EvaluationError``; it never waits, never
/// loops and changes nothing. The text form is read by ``init(parsing:)`` and ``init(parsingTemplate:)``, the stored form
/// by ``init(decoding:)``. Both bound the tree at ``depthMax`` levels; so does evaluation.
public indirect enum Expression: Hashable, Sendable {
    /// This value.
    case literal(JSONValue)

    /// The value at a path.
    case reference(Reference)

    /// An object of these members, in this order; of a repeated name the last value stays.
    case object([Field])

    /// An array of these elements.
    case array([Expression])

    /// The texts of the parts, one after the other.
    ///
    /// A string is its own text and null the empty one. Every other value gives its canonical JSON, so a text does not
    /// depend on how a number or an object was spelled: `1.0` gives `1`.
    case template([Expression])

    /// Whether the two values compare so.
    case comparison(Comparison, Expression, Expression)

    /// Whether all are true. Evaluation ends with the first that is false.
    case and([Expression])

    /// Whether one is true. Evaluation ends with the first that is.
    case or([Expression])

    /// The opposite of a boolean.
    case not(Expression)

    /// The first value that is there and not null: `a ?? b ?? c`. The last operand is taken as it is.
    case coalesce([Expression])

    /// Whether the path leads to a value, which may be null.
    case exists(Reference)

    /// The number of scalars of a string, elements of an array or members of an object.
    case length(Expression)

    /// Whether the first, a string, an array or an object, holds the second as a part, an element or a member's name.
    case contains(Expression, Expression)

    /// A sum, difference, product, quotient or remainder; `+` joins texts and lists too. See ``Operators``.
    case arithmetic(Arithmetic, Expression, Expression)

    /// The number with the other sign.
    case negate(Expression)

    /// `a.b`: the member of an object that is computed. Optional (`a?.b`): null where `a` is null or has no `b`.
    case member(Expression, String, isOptional: Bool)

    /// `a[i]`: the element of a list by its number from 0, or the member of an object by its name. Optional (`a?[i]`):
    /// null where there is none.
    case element(Expression, Expression, isOptional: Bool)

    /// A builtin function of these arguments, see ``Builtins``.
    case call(String, [Expression])

    /// A function of these parameters, which hide roots of the same names in the body. Stands only as an argument of a
    /// call.
    case lambda([String], Expression)

    /// `if c then a else b`: only the branch that is taken is evaluated.
    case conditional(Expression, Expression, Expression)

    /// The variable of the environment with this name; without one, or when it is null, the fallback.
    case environment(String, fallback: Expression?)

    /// A member of ``object(_:)``. Names compare byte by byte.
    public struct Field: Sendable {
        /// The member's name.
        public let key: String
        /// What gives its value.
        public let value: Expression

        /// A member with this name and value.
        public init(key: String, value: Expression) {
            self.key = key
            self.value = value
        }
    }

    /// How two values are compared.
    ///
    /// Equality holds for any two values: numbers by their value (`1` equals `1.0`), strings byte by byte, values of
    /// different types never. The order holds for two numbers, or for two strings by their Unicode scalars.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// How two values are reckoned together.
    public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
    }

    /// How many levels a tree may have.
    public static let depthMax = 320

    /// How many parameters a lambda may have.
    public static let parametersMax = 8
}

extension Expression.Field: Hashable {
    /// Whether both have the same name, byte by byte, and the same value.
    public static func == (lhs: Self, rhs: Self) -> Bool {
        JSONText.areEqual(lhs.key, rhs.key) && lhs.value == rhs.value
    }

    /// Hashes the bytes of the name, and the value.
    public func hash(into hasher: inout Hasher) {
        JSONText.hash(key, into: &hasher)
        hasher.combine(value)
    }
}
