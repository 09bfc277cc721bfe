/// A name where it was written.
public struct NameSyntax: Hashable, Sendable {
    /// The name.
    public let text: String
    /// Where.
    public let range: SourceRange

    /// The name `text` at `range`.
    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// A text that has no interpolation, such as a label, where it was written.
public struct LabelSyntax: Hashable, Sendable {
    /// What is between the quotes, with escapes resolved.
    public let text: String
    /// Where, with the quotes.
    public let range: SourceRange

    /// The text `text` at `range`.
    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// An expression as it was written.
public struct ExpressionSyntax: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// Where, with the parentheses around it.
    public let range: SourceRange

    /// An expression at `range`.
    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    /// What an expression can be.
    public indirect enum Kind: Hashable, Sendable {
        /// What could not be read; it was told of, and gives no second diagnostic.
        case missing
        /// `null`, a boolean, a number.
        case literal(JSONValue)
        /// A text; one without interpolation has one part at most.
        case text([TextPart], isBlock: Bool)
        /// Such as `30s`: milliseconds.
        case duration(milliseconds: Int64)
        case name(String)
        case parentheses(ExpressionSyntax)
        case list([ExpressionSyntax])
        case object([ObjectMember])
        /// `a.b`, and `a?.b`, which is null where `a` is, or has no `b`.
        case member(ExpressionSyntax, NameSyntax, isOptional: Bool)
        /// `a[i]`, and `a?[i]`.
        case index(ExpressionSyntax, ExpressionSyntax, isOptional: Bool)
        /// `f(x)`.
        case call(NameSyntax, [ExpressionSyntax])
        /// `x.f(y)`, which is `f(x, y)`.
        case method(ExpressionSyntax, NameSyntax, [ExpressionSyntax])
        case lambda([NameSyntax], ExpressionSyntax)
        case prefix(PrefixOperator, ExpressionSyntax)
        case binary(ExpressionSyntax, BinaryOperator, operatorRange: SourceRange, ExpressionSyntax)
        /// `if c then a else b`.
        case conditional(ExpressionSyntax, then: ExpressionSyntax, else: ExpressionSyntax)
    }

    /// A piece of a text.
    public enum TextPart: Hashable, Sendable {
        /// With escapes resolved.
        case text(String)
        /// `{a.b?.c}`: a name, or members of one.
        case interpolation(ExpressionSyntax)
    }

    /// A member of an object.
    public struct ObjectMember: Hashable, Sendable {
        /// The name; what was written as a text is without its quotes.
        public let name: NameSyntax
        /// What it is; nil for the short form `{a}`, which is `{a: a}`.
        public let value: ExpressionSyntax?

        /// A member `name` of this value.
        public init(_ name: NameSyntax, _ value: ExpressionSyntax?) {
            self.name = name
            self.value = value
        }
    }

    /// An operator in front of its operand.
    public enum PrefixOperator: String, Hashable, Sendable, CaseIterable {
        case not
        case negate = "-"
    }

    /// An operator between its operands.
    public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
        case or, and
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
        case coalesce = "??"
    }
}
