/// The smallest parts of the text of an expression.
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        /// A root, a keyword or a function.
        case name(String)
        /// A string or a number.
        case literal(JSONValue)
        /// An operator, a bracket or a separator, by its text.
        case mark(Mark)
        case end
    }

    /// Operators, brackets and separators.
    enum Mark: String {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case and = "&&"
        case or = "||"
        case coalesce = "??"
        case less = "<"
        case greater = ">"
        case not = "!"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        case closeBrace = "}"
        case comma = ","
        case point = "."
        case root = "$"

        /// The longest mark that begins with these two bytes.
        init?(_ first: UInt8, _ second: UInt8?) {
            switch (Unicode.Scalar(first), second.map { Unicode.Scalar($0) }) {
            case ("=", "="): self = .equal
            case ("!", "="): self = .notEqual
            case ("<", "="): self = .lessOrEqual
            case (">", "="): self = .greaterOrEqual
            case ("&", "&"): self = .and
            case ("|", "|"): self = .or
            case ("?", "?"): self = .coalesce
            case ("<", _): self = .less
            case (">", _): self = .greater
            case ("!", _): self = .not
            case ("(", _): self = .openParenthesis
            case (")", _): self = .closeParenthesis
            case ("[", _): self = .openBracket
            case ("]", _): self = .closeBracket
            case ("}", _): self = .closeBrace
            case (",", _): self = .comma
            case (".", _): self = .point
            case ("$", _): self = .root
            default: return nil
            }
        }
    }

    let kind: Kind
    /// Where it begins, in bytes.
    let offset: Int

    /// The token as it is named in messages.
    var name: String {
        switch kind {
        case .name(let text): "\"\(Suggestion.clipped(text))\""
        case .literal(let value): value.typeName
        case .mark(let mark): "\"\(mark.rawValue)\""
        case .end: "the end"
        }
    }
}
