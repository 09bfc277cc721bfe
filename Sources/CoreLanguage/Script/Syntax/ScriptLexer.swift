/// Splits a script into tokens, with its indentation as tokens of its own and its comments apart.
///
/// It goes over the source once; a second time, guessing where brackets end, when one of them has no other half. Every byte is in one token,
/// one comment or white space, whatever the source holds.
struct ScriptLexer {
    static let nameBytesMax = 64
    static let tabColumns = 2
    static let diagnosticsMax = 1_000

    let bytes: [UInt8]
    var offset: Int
    var tokens: ContiguousArray<ScriptToken> = []
    var comments: [SyntaxTree.Comment] = []
    var diagnostics: [Diagnostic] = []

    /// The columns of the blocks around this line, from the outermost.
    var indents = [0]
    /// The brackets around this place, and how many of each kind there are: ( [ {.
    var brackets: [ScriptToken.Kind] = []
    var bracketCounts = [0, 0, 0]
    /// Whether a bracket was closed that was not the innermost one.
    var sawMismatch = false
    /// Whether a bracket ends before a line that is not indented more than the line it began on.
    let guessesBrackets: Bool
    /// The column of the statement that this line belongs to.
    var statementColumn = 0
    /// Where the last line that said something ended, until it is known whether the next one goes on with it.
    var pendingNewline: Int?
    /// The column of the `script` whose description may follow.
    var descriptionColumn: Int?
    var isFirstOnLine = false
    var lastLineWasMixed = false
    var toldOfCharacter = false
    /// Whether the statement has an `if`, whose `then` and `else` may stand on the next lines.
    var sawIf = false

    /// Texts that a quote within braces may have ended, up to where they end when it does not.
    var brokenInsertions: [SourceRange] = []
    /// Those of them that are told of and taken as one, by where they begin.
    let joined: [Int: Int]
    /// A text that begins before this place is not looked at for such a quote again.
    var insertionsReadTo = 0

    let words = ScriptWordTable.shared

    private init(_ source: SourceText, guessesBrackets: Bool, joined: [Int: Int]) {
        self.joined = joined
        bytes = source.bytes
        offset = source.front
        self.guessesBrackets = guessesBrackets
        tokens.reserveCapacity(bytes.count / 5 + 8)
    }

    /// The tokens and comments of a source, and what was wrong with its text. Each range of `joining` is one text.
    static func lex(_ source: SourceText, joining: [SourceRange] = []) -> ScriptLexer {
        let joined = Dictionary(joining.map { ($0.start, $0.end) }, uniquingKeysWith: max)
        var lexer = ScriptLexer(source, guessesBrackets: false, joined: joined)
        lexer.run()
        guard !lexer.brackets.isEmpty || lexer.sawMismatch else { return lexer }
        lexer = ScriptLexer(source, guessesBrackets: true, joined: joined)
        lexer.run()
        return lexer
    }

    private mutating func run() {
        while beginLine() { finishLine() }
        if let pendingNewline { add(.newline, pendingNewline, pendingNewline) }
        if pendingNewline == nil, !tokens.isEmpty { add(.newline, bytes.count, bytes.count) }
        for _ in indents.dropFirst() { add(.dedent, bytes.count, bytes.count) }
        add(.end, bytes.count, bytes.count)
    }

    @inline(__always)
    func byte(at place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

    @inline(__always)
    mutating func add(_ kind: ScriptToken.Kind, _ start: Int, _ end: Int, _ flags: ScriptToken.Flags = []) {
        tokens.append(ScriptToken(kind, start, end, isFirstOnLine ? flags.union(.isFirstOnLine) : flags))
        isFirstOnLine = false
    }

    /// The tokens from here to the end of the line, and the line's end.
    private mutating func finishLine() {
        while offset < bytes.count {
            let byte = bytes[offset]
            if ScriptByte.isSpace(byte) {
                offset += 1
            } else if ScriptByte.beginsName(byte) {
                name()
            } else if ScriptByte.endsLine(byte) {
                endLine()
                return
            } else if byte == JSONByte.minus, self.byte(at: offset + 1) == JSONByte.minus {
                comment(isTrailing: true)
            } else if ScriptByte.isDigit(byte) {
                number()
            } else if byte == JSONByte.quote {
                text()
            } else {
                mark(byte)
            }
        }
        endLine()
    }

    private mutating func endLine() {
        if brackets.isEmpty, pendingNewline == nil { pendingNewline = offset }
        skipLineEnd()
        toldOfCharacter = false
    }

    /// Goes past one line end, if it is here.
    mutating func skipLineEnd() {
        if byte(at: offset) == JSONByte.carriageReturn, byte(at: offset + 1) == JSONByte.lineFeed {
            offset += 2
        } else if offset < bytes.count, ScriptByte.endsLine(bytes[offset]) {
            offset += 1
        }
    }

    mutating func comment(isTrailing: Bool) {
        let start = offset
        skipToLineEnd()
        comments.append(SyntaxTree.Comment(SourceRange(start, offset), isTrailing: isTrailing))
    }

    mutating func skipToLineEnd() {
        while offset < bytes.count, !ScriptByte.endsLine(bytes[offset]) { offset += 1 }
    }

    private mutating func name() {
        let start = offset
        var key: UInt64 = 0
        while offset < bytes.count, ScriptByte.continuesName(bytes[offset]) {
            key = ScriptWordTable.key(key, bytes[offset])
            offset += 1
        }
        if offset < bytes.count, bytes[offset] >= 0x80 { return foreignName(from: start) }
        let count = offset - start
        add(.name, start, offset)
        if count <= ScriptWordTable.bytesMax {
            let word = words.word(key)
            tokens[tokens.count - 1].word = word
            if word == .if { sawIf = true }
        } else if count > Self.nameBytesMax {
            tellNameTooLong(start)
        }
    }

    /// A number, or a duration where letters follow its digits.
    private mutating func number() {
        let start = offset
        digits()
        if byte(at: offset) == JSONByte.point, ScriptByte.isDigit(byte(at: offset + 1)) {
            offset += 1
            digits()
        }
        if byte(at: offset) | 0x20 == JSONByte.lowercaseE {
            let next = byte(at: offset + 1)
            let isSigned = next == JSONByte.plus || next == JSONByte.minus
            if ScriptByte.isDigit(byte(at: offset + (isSigned ? 2 : 1))) {
                offset += isSigned ? 2 : 1
                digits()
            }
        }
        guard offset < bytes.count, ScriptByte.beginsName(bytes[offset]) else { return add(.number, start, offset) }
        while offset < bytes.count, ScriptByte.continuesName(bytes[offset]) { offset += 1 }
        add(.duration, start, offset)
    }

    private mutating func digits() {
        while offset < bytes.count, ScriptByte.isDigit(bytes[offset]) || bytes[offset] == ScriptByte.underscore {
            offset += 1
        }
    }
}
