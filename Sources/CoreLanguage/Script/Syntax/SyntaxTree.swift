/// A script as it was written: what the parser makes of a source, however broken that is.
public struct SyntaxTree: Hashable, Sendable {
    /// Declarations and steps in the order they were written.
    public var items: [Item] = []
    /// Every comment, in the order of the source.
    public var comments: [Comment] = []
    /// The lines `-- @name value`.
    public var annotations: [Annotation] = []
    /// Whether some of it could not be read, or breaks a rule that the parser knows.
    public var hasErrors = false
    /// Names in parts that could not be read. One that is unknown otherwise may have been bound there, so it is no second fault.
    public var namesInFaults: Set<String> = []

    /// The tree of an empty source.
    public init() {}

    /// Something at the outermost level.
    public enum Item: Hashable, Sendable {
        case declaration(DeclarationSyntax)
        case step(StepSyntax)

        /// All of it.
        public var range: SourceRange {
            switch self {
            case .declaration(let declaration): declaration.range
            case .step(let step): step.range
            }
        }
    }

    /// A comment.
    public struct Comment: Hashable, Sendable {
        /// From the dashes to the end of the line.
        public let range: SourceRange
        /// Whether something stands in front of it on its line.
        public let isTrailing: Bool

        /// A comment at `range`.
        public init(_ range: SourceRange, isTrailing: Bool) {
            self.range = range
            self.isTrailing = isTrailing
        }
    }

    /// A comment that tells something of the script: `-- @accepts_extension pdf`.
    public struct Annotation: Hashable, Sendable {
        /// Without `@`.
        public let name: NameSyntax
        /// What follows, without spaces around it; may be empty.
        public let value: LabelSyntax

        /// An annotation of these parts.
        public init(_ name: NameSyntax, _ value: LabelSyntax) {
            self.name = name
            self.value = value
        }
    }

    /// The steps of the outermost block.
    public var steps: [StepSyntax] {
        items.compactMap { item in
            if case .step(let step) = item { step } else { nil }
        }
    }

    /// The declarations.
    public var declarations: [DeclarationSyntax] {
        items.compactMap { item in
            if case .declaration(let declaration) = item { declaration } else { nil }
        }
    }
}

/// What a script says of itself.
public struct DeclarationSyntax: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// All of it, with what is indented under it.
    public let range: SourceRange
    /// Its first word or words.
    public let keyword: SourceRange

    /// A declaration at `range`.
    public init(_ kind: Kind, keyword: SourceRange, range: SourceRange) {
        self.kind = kind
        self.keyword = keyword
        self.range = range
    }

    /// What a declaration can be.
    public enum Kind: Hashable, Sendable {
        /// `script "Title"`, and the lines of its description.
        case script(title: LabelSyntax?, description: [LabelSyntax])
        case version(LabelSyntax?)
        case input([FieldSyntax])
        case output([FieldSyntax])
        case stream([FieldSyntax])
        case env([FieldSyntax])
        case enumeration(EnumerationSyntax)
        case tools([ToolImportSyntax])
        /// `on thread error`.
        case threadError([StepSyntax])
    }
}

/// `enum Lane = Auto | Manual`.
public struct EnumerationSyntax: Hashable, Sendable {
    /// Its name.
    public let name: NameSyntax
    /// The name of the type of its members, behind the colon.
    public let base: NameSyntax?
    /// Its members.
    public let members: [Member]

    /// An enumeration of these parts.
    public init(name: NameSyntax, base: NameSyntax?, members: [Member]) {
        self.name = name
        self.base = base
        self.members = members
    }

    /// One of the values.
    public struct Member: Hashable, Sendable {
        /// The name, text or number it was written as; a name stands for the text of its letters.
        public let value: JSONValue
        /// Whether it was written without quotes: then it can be named in expressions.
        public let isSymbol: Bool
        /// Where.
        public let range: SourceRange

        /// A member at `range`.
        public init(_ value: JSONValue, isSymbol: Bool, _ range: SourceRange) {
            self.value = value
            self.isSymbol = isSymbol
            self.range = range
        }
    }
}

/// `http_request from native as get`.
public struct ToolImportSyntax: Hashable, Sendable {
    /// The tool.
    public let name: NameSyntax
    /// Where it comes from: `native`, `cloud`, `mcp`.
    public let source: NameSyntax
    /// The name it has in this script, when that is another.
    public let alias: NameSyntax?

    /// An import of these parts.
    public init(name: NameSyntax, source: NameSyntax, alias: NameSyntax?) {
        self.name = name
        self.source = source
        self.alias = alias
    }
}
