/// Reads a script into its tree.
///
/// It goes on after a fault: the rest of the line, or of the bracket, is skipped, and what comes next is read as if nothing had happened.
/// So one run tells of many faults, and of each of them once.
public struct ScriptParser {
    /// How deep blocks, brackets, types and operators may be nested.
    public static let depthMax = 256
    /// After so many errors the rest of a script is not read, and warnings beyond these are left out: the first ones are what is to be mended.
    public static let diagnosticsMax = 1_000

    let source: SourceText
    let bytes: [UInt8]
    let tokens: ContiguousArray<ScriptToken>
    let comments: [SyntaxTree.Comment]

    /// The token at ``index``.
    var current: ScriptToken
    private(set) var index = 0
    /// The first comment that may belong to a field.
    var nextComment = 0
    /// The end of the last token that was taken.
    var lastEnd = 0
    /// How deep this place is.
    var depth = 0
    /// How deep the expression is that was read last.
    var height = 0
    /// Whether a line break parts elements here: in lists and objects.
    var linesSeparate = false
    /// The brackets around this place: ( [ {.
    var openBrackets: [ScriptToken.Kind] = []
    /// Whether a fault was told of, and nothing that follows is to be trusted before the next line or element.
    var isSilent = false
    var tree = SyntaxTree()
    var diagnostics: [Diagnostic] = []
    private var errorCount = 0
    private(set) var warningCount = 0

    private init(_ source: SourceText, _ lexer: ScriptLexer) {
        self.source = source
        bytes = source.bytes
        tokens = lexer.tokens
        comments = lexer.comments
        diagnostics = lexer.diagnostics
        current = tokens.first ?? ScriptToken(.end, 0, 0)
        tree.comments = lexer.comments
    }

    /// The tree of a source, and what is wrong with it in the order of the text. A tree that comes with errors lacks what could not be read.
    public static func parse(_ source: SourceText) -> (SyntaxTree, [Diagnostic]) {
        guard source.bytes.count <= SourceText.bytesMax else { return refused(source) }
        let lexer = ScriptLexer.lex(source)
        var parser = ScriptParser(source, lexer)
        parser.readAll()
        let broken = parser.faulty(lexer.brokenInsertions)
        if !broken.isEmpty {
            parser = ScriptParser(source, ScriptLexer.lex(source, joining: broken))
            parser.readAll()
        }
        return (parser.tree, parser.sortedDiagnostics())
    }

    private mutating func readAll() {
        tellInvalidText()
        readAnnotations()
        warnOfDirections()
        readItems()
        tree.hasErrors = diagnostics.contains { $0.severity == .error }
        forgetConsequences()
    }

    /// The texts behind whose beginning something is wrong on their line. Both stand in the order of the source.
    private func faulty(_ texts: [SourceRange]) -> [SourceRange] {
        guard !texts.isEmpty else { return [] }
        var faults = diagnostics.filter { $0.severity == .error }.map(\.range.start).sorted()[...]
        return texts.filter { text in
            faults = faults.drop { $0 < text.start }
            return faults.first.map { $0 <= source.line(source.lineIndex(of: text.start)).end } ?? false
        }
    }

    private static func refused(_ source: SourceText) -> (SyntaxTree, [Diagnostic]) {
        var tree = SyntaxTree()
        tree.hasErrors = true
        let diagnostic = Diagnostic(
            .textTooLong, at: SourceRange(source.front, source.front),
            "The script has \(source.bytes.count) bytes; the most are \(SourceText.bytesMax).",
            hint: "Keep data out of the script: pass it as an input.")
        return (tree, [diagnostic])
    }

    private func sortedDiagnostics() -> [Diagnostic] {
        let order = diagnostics.indices.sorted { left, right in
            (diagnostics[left].range.start, left) < (diagnostics[right].range.start, right)
        }
        return order.prefix(Self.diagnosticsMax).map { diagnostics[$0] }
    }

    // MARK: Tokens

    @inline(__always)
    var kind: ScriptToken.Kind { current.kind }

    @inline(__always)
    var word: ScriptWord { current.word }

    /// Where a thing that is missing here would stand: behind the last token.
    var gap: SourceRange { SourceRange(lastEnd, lastEnd) }

    /// The token `distance` places on; the last one for ever.
    @inline(__always)
    func token(after distance: Int) -> ScriptToken {
        tokens[min(index + distance, tokens.count - 1)]
    }

    @inline(__always)
    mutating func advance() {
        if !current.kind.endsLine { lastEnd = Int(current.end) }
        guard index + 1 < tokens.count else { return }
        index += 1
        current = tokens[index]
    }

    /// Takes a mark, and says whether it was here.
    @inline(__always)
    mutating func take(_ kind: ScriptToken.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    /// Takes a word, and says whether it was here.
    @inline(__always)
    mutating func take(_ word: ScriptWord) -> Bool {
        guard current.word == word else { return false }
        advance()
        return true
    }

    /// From `start` to the end of the last token.
    func range(from start: Int) -> SourceRange { SourceRange(start, lastEnd) }

    /// What the current token says.
    @inline(__always)
    func text(of token: ScriptToken) -> String {
        String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
    }

    /// Takes the name that is here.
    @inline(__always)
    mutating func takeName() -> NameSyntax {
        let name = NameSyntax(text(of: current), current.range)
        advance()
        return name
    }

    // MARK: Diagnostics

    /// Tells of something that does not keep this place from being read. After the last error that is told of, reading ends.
    mutating func tell(_ diagnostic: Diagnostic) {
        guard diagnostic.severity == .error else {
            warningCount += 1
            if warningCount <= Self.diagnosticsMax { diagnostics.append(diagnostic) }
            return
        }
        guard errorCount < Self.diagnosticsMax else { return }
        errorCount += 1
        diagnostics.append(diagnostic)
        guard errorCount == Self.diagnosticsMax else { return }
        index = tokens.count - 1
        current = tokens[index]
    }

    /// Tells of a fault, unless it follows from one before, or the lexer did.
    mutating func fault(_ diagnostic: Diagnostic) {
        if !isSilent, kind != .invalid { tell(diagnostic) }
        isSilent = true
    }

    private mutating func tellInvalidText() {
        guard let offset = source.firstInvalidOffset else { return }
        tell(
            Diagnostic(
                .invalidText, at: SourceRange(offset, min(offset + 3, bytes.count)),
                "The script is no UTF-8 from here on.", label: "no UTF-8",
                why: "Scripts are UTF-8, so that a text means the same on every machine.",
                hint: "Save the file as UTF-8; what could not be read is taken for U+FFFD."))
    }
}
