/// A type as it was written.
public struct TypeSyntax: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// Whether it ends with `?`: the value may be null or not there.
    public let isOptional: Bool
    /// Where.
    public let range: SourceRange

    /// A type at `range`.
    public init(_ kind: Kind, isOptional: Bool, _ range: SourceRange) {
        self.kind = kind
        self.isOptional = isOptional
        self.range = range
    }

    /// What a type can be.
    public indirect enum Kind: Hashable, Sendable {
        /// What could not be read.
        case missing
        /// `text`, the name of an enumeration …
        case name(String)
        /// `list<T>`; nil for `list` alone.
        case list(TypeSyntax?)
        /// `{ a : text, b? : number }`.
        case shape([FieldSyntax])
    }
}

/// A field of `input`, `output`, `stream`, `env`, or of a shape.
public struct FieldSyntax: Hashable, Sendable {
    /// Its name.
    public let name: NameSyntax
    /// Whether `?` follows the name: it need not be there.
    public let isOptional: Bool
    /// Its type.
    public let type: TypeSyntax
    /// In the order they were written.
    public let constraints: [ConstraintSyntax]
    /// Where the word `secret` stands, in `env`.
    public let secret: SourceRange?
    /// What it is when it is not given.
    public let defaultValue: ExpressionSyntax?
    /// The comment behind it, without dashes and spaces around it.
    public let description: String?
    /// All of it, without the comment.
    public let range: SourceRange

    /// A field of these parts.
    public init(
        name: NameSyntax, isOptional: Bool, type: TypeSyntax, constraints: [ConstraintSyntax], secret: SourceRange?,
        defaultValue: ExpressionSyntax?, description: String?, range: SourceRange
    ) {
        self.name = name
        self.isOptional = isOptional
        self.type = type
        self.constraints = constraints
        self.secret = secret
        self.defaultValue = defaultValue
        self.description = description
        self.range = range
    }
}

/// A constraint: `range(1, 5)`, `pattern("…")`, `unique`.
public struct ConstraintSyntax: Hashable, Sendable {
    /// Its name.
    public let name: NameSyntax
    /// What is in the parentheses.
    public let arguments: [ExpressionSyntax]
    /// All of it.
    public let range: SourceRange

    /// A constraint of these parts.
    public init(_ name: NameSyntax, _ arguments: [ExpressionSyntax], _ range: SourceRange) {
        self.name = name
        self.arguments = arguments
        self.range = range
    }
}
