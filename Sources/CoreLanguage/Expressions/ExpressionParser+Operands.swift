extension ExpressionParser {
    /// A literal, a function or a path.
    mutating func primary() throws(ExpressionSyntaxError) -> Expression {
        switch token.kind {
        case .literal(let value):
            try advance()
            return .literal(value)
        case .mark(.root):
            return .reference(try path())
        case .name(let name):
            if let word = Self.words[name] {
                try advance()
                return .literal(word)
            }
            guard let function = Self.functions.first(where: { $0 == name }) else { return try named(name) }
            return try call(function)
        default:
            throw unexpected("A value or a path")
        }
    }

    private static let words: [String: JSONValue] = ["true": true, "false": false, "null": nil]
    private static let functions = ["exists", "length", "contains"]
    private static let keywords: Set<String> = Set(words.keys).union(functions).union(["and", "or", "not"])

    /// A path that begins with `name`; a call of an unknown function is refused.
    private mutating func named(_ name: String) throws(ExpressionSyntaxError) -> Expression {
        let start = token.offset
        let path = try path()
        guard token.kind != .mark(.openParenthesis) else {
            throw ExpressionSyntaxError(
                offset: start, message: "There is no function \"\(Suggestion.clipped(name))\".",
                hint: "There are exists(path), length(value) and contains(value, part)."
                    + Suggestion.sentence(for: name, among: Self.functions))
        }
        return .reference(path)
    }

    private mutating func call(_ function: String) throws(ExpressionSyntaxError) -> Expression {
        let start = token.offset
        try advance()
        try expect(.openParenthesis)
        if function == "exists" {
            let reference = try path()
            try expect(.closeParenthesis)
            return .exists(reference)
        }
        let arguments = try arguments(until: .closeParenthesis)
        switch (function, arguments.count) {
        case ("length", 1): return .length(arguments[0])
        case ("contains", 2): return .contains(arguments[0], arguments[1])
        default:
            let wanted = function == "length" ? "one argument" : "two arguments"
            throw ExpressionSyntaxError(
                offset: start, message: "\(function)() takes \(wanted), not \(arguments.count).")
        }
    }

    /// A path, of which the token is the beginning.
    mutating func path() throws(ExpressionSyntaxError) -> Reference {
        if token.kind == .mark(.root) {
            try advance()
            guard token.kind == .mark(.point) else {
                throw unexpected("\".\"", hint: "Write \"$.inputs\" or \"$.steps\".")
            }
            try advance()
        }
        guard case .name(let root) = token.kind, !Self.keywords.contains(root), Reference.isRootName(root) else {
            throw unexpected("The name of a root")
        }
        var segments: [Reference.Segment] = []
        try advance()
        while let segment = try segment() { segments.append(segment) }
        return Reference(root: root, path: segments)
    }

    /// The next step of a path; nil when it is at its end.
    private mutating func segment() throws(ExpressionSyntaxError) -> Reference.Segment? {
        switch token.kind {
        case .mark(.point):
            guard let name = lexer.memberName() else {
                try advance()
                throw unexpected("The name of a member", hint: "A name of other characters is quoted: [\"a name\"].")
            }
            try advance()
            return .member(name)
        case .mark(.openBracket):
            try advance()
            let segment = try bracketed()
            try expect(.closeBracket)
            return segment
        default: return nil
        }
    }

    private mutating func bracketed() throws(ExpressionSyntaxError) -> Reference.Segment {
        if case .literal(let value) = token.kind {
            if case .string(let name) = value {
                try advance()
                return .member(name)
            }
            if case .integer(let number) = value, number >= 0, number <= Int64(Int32.max) {
                try advance()
                return .index(Int(number))
            }
        }
        throw unexpected(
            "A quoted name or the number of an element from 0",
            hint: token.kind == .end ? nil : "Wildcards, ranges and computed indexes are not known here.")
    }
}
