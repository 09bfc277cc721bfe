/// Reads the text of an expression, from the operator that binds least to the one that binds most.
///
/// ```
/// expression = all { ("or" | "||") all }
/// all        = compared { ("and" | "&&") compared }
/// compared   = present [ ("==" | "!=" | "<" | "<=" | ">" | ">=") present ]
/// present    = operand { "??" operand }
/// operand    = ("not" | "!") operand | "(" expression ")" | "[" [ expression { "," expression } ] "]"
///            | "exists(" path ")" | "length(" expression ")" | "contains(" expression "," expression ")"
///            | path | string | number | "true" | "false" | "null"
/// path       = [ "$." ] name { "." member | "[" string | index "]" }
/// ```
struct ExpressionParser {
    /// How deep brackets and negations may nest, and the tree that comes of them.
    static let depthMax = 64

    var lexer: ExpressionLexer
    private(set) var token: ExpressionToken
    private var level = 0

    /// A parser that has read the first token from `offset`.
    init(_ bytes: [UInt8], at offset: Int = 0) throws(ExpressionSyntaxError) {
        lexer = ExpressionLexer(bytes, at: offset)
        token = try lexer.next()
    }

    mutating func expression() throws(ExpressionSyntaxError) -> Expression {
        let first = try all()
        guard stands(.or, or: "or") else { return first }
        var items = [first]
        while try take(.or, or: "or") { items.append(try all()) }
        return .or(items)
    }

    private mutating func all() throws(ExpressionSyntaxError) -> Expression {
        let first = try compared()
        guard stands(.and, or: "and") else { return first }
        var items = [first]
        while try take(.and, or: "and") { items.append(try compared()) }
        return .and(items)
    }

    private mutating func compared() throws(ExpressionSyntaxError) -> Expression {
        let left = try present()
        guard let comparison = self.comparison else { return left }
        try advance()
        let right = try present()
        guard self.comparison == nil else {
            throw ExpressionSyntaxError(
                offset: token.offset, message: "Comparisons do not chain.",
                hint: "Join two with \"and\", or put one in parentheses.")
        }
        return .comparison(comparison, left, right)
    }

    /// The comparison that the token stands for.
    private var comparison: Expression.Comparison? {
        guard case .mark(let mark) = token.kind else { return nil }
        return Expression.Comparison(rawValue: mark.rawValue)
    }

    private mutating func present() throws(ExpressionSyntaxError) -> Expression {
        let first = try operand()
        guard stands(.coalesce) else { return first }
        var items = [first]
        while try take(.coalesce) { items.append(try operand()) }
        return .coalesce(items)
    }

    private mutating func operand() throws(ExpressionSyntaxError) -> Expression {
        level += 1
        defer { level -= 1 }
        guard level <= Self.depthMax else {
            throw ExpressionSyntaxError(
                offset: token.offset, message: "This nests deeper than \(Self.depthMax) levels.")
        }
        if try take(.not, or: "not") { return .not(try operand()) }
        if try take(.openParenthesis) {
            let inner = try expression()
            try expect(.closeParenthesis)
            return inner
        }
        if try take(.openBracket) { return .array(try arguments(until: .closeBracket)) }
        return try primary()
    }

    /// Expressions separated by commas, and the bracket that ends them.
    mutating func arguments(until end: ExpressionToken.Mark) throws(ExpressionSyntaxError) -> [Expression] {
        var items: [Expression] = []
        guard try !take(end) else { return items }
        repeat { items.append(try expression()) } while try take(.comma)
        try expect(end)
        return items
    }

    /// Goes to the next token.
    mutating func advance() throws(ExpressionSyntaxError) {
        token = try lexer.next()
    }

    /// Whether `mark`, or the keyword that means the same, stands here.
    private func stands(_ mark: ExpressionToken.Mark, or keyword: String? = nil) -> Bool {
        switch token.kind {
        case .mark(let found): found == mark
        case .name(let found): found == keyword
        default: false
        }
    }

    /// Goes past `mark`, or the keyword that means the same, and says whether it was there.
    mutating func take(
        _ mark: ExpressionToken.Mark, or keyword: String? = nil
    ) throws(ExpressionSyntaxError) -> Bool {
        guard stands(mark, or: keyword) else { return false }
        try advance()
        return true
    }

    /// Goes past `mark`, which must be there.
    mutating func expect(_ mark: ExpressionToken.Mark) throws(ExpressionSyntaxError) {
        guard try take(mark) else { throw unexpected("\"\(mark.rawValue)\"") }
    }

    /// The error that something else than `wanted` stands here.
    func unexpected(_ wanted: String, hint: String? = nil) -> ExpressionSyntaxError {
        ExpressionSyntaxError(offset: token.offset, message: "\(wanted) belongs here, not \(token.name).", hint: hint)
    }
}
