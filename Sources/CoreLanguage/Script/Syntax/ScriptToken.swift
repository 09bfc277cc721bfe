/// A piece of a script. Its text is in the source; here is only where.
struct ScriptToken {
    enum Kind: UInt8 {
        /// The end of the source, for ever.
        case end
        /// The end of a line that says something.
        case newline
        case indent, dedent
        /// A line of the description of a script.
        case textLine
        case name, number, duration, string, textBlock
        /// What was told of already.
        case invalid
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case comma, colon, point, question, optionalPoint, optionalBracket, coalesce, assign
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash, percent, bar, bang
        case arrow, streamArrow, doubleArrow
    }

    struct Flags: OptionSet {
        let rawValue: UInt8

        /// Nothing but spaces is in front of it on its line.
        static let isFirstOnLine = Flags(rawValue: 1)
        /// A text with a backslash.
        static let hasEscapes = Flags(rawValue: 2)
        /// A text with an opening brace.
        static let hasBraces = Flags(rawValue: 4)
        /// What was told of already, and ate what follows on its line.
        static let isBroken = Flags(rawValue: 8)
        /// A line of a description that has an empty line in front of it.
        static let followsEmptyLine = Flags(rawValue: 16)
    }

    var kind: Kind
    /// The word that a name is.
    var word: ScriptWord = .none
    var flags: Flags = []
    /// UTF-8 bytes from the front; a source has fewer than 2^31.
    var start: Int32
    var end: Int32

    init(_ kind: Kind, _ start: Int, _ end: Int, _ flags: Flags = []) {
        self.kind = kind
        self.flags = flags
        self.start = Int32(truncatingIfNeeded: start)
        self.end = Int32(truncatingIfNeeded: end)
    }

    var range: SourceRange { SourceRange(Int(start), Int(end)) }

    var isFirstOnLine: Bool { flags.contains(.isFirstOnLine) }
}

extension ScriptToken.Kind {
    /// Whether a line ends here.
    var endsLine: Bool { rawValue <= Self.textLine.rawValue }

    /// The bracket that closes this one.
    var closing: Self? {
        switch self {
        case .leftParenthesis: .rightParenthesis
        case .leftBracket, .optionalBracket: .rightBracket
        case .leftBrace: .rightBrace
        default: nil
        }
    }

    var isClosing: Bool { self == .rightParenthesis || self == .rightBracket || self == .rightBrace }
}
