/// Reads what is between the quotes of a text: escapes, insertions, and the indentation of a text of several lines.
struct ScriptTextReader {
    let bytes: [UInt8]
    private let token: ScriptToken
    /// Whether `{name}` inserts a value.
    let inserts: Bool
    var offset: Int
    /// Behind the last byte of the content.
    private let end: Int
    /// The columns that are taken off the front of each line.
    private var indentation = 0
    var pending: [UInt8] = []
    /// Where the last brace stands that is itself.
    var lastPlainBrace: Int?

    var parts: [ExpressionSyntax.TextPart] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// The deepest path in braces.
    static let pathMax = 64
    private static let diagnosticsMax = 16

    init(_ bytes: [UInt8], _ token: ScriptToken, inserts: Bool) {
        self.bytes = bytes
        self.token = token
        self.inserts = inserts
        let quotes = token.kind == .textBlock ? 3 : 1
        let start = Int(token.start) + quotes
        let isBroken = token.flags.contains(.isBroken)
        offset = min(start, bytes.count)
        end = max(offset, Int(token.end) - (isBroken ? 0 : quotes))
    }

    /// All of it, where nothing is inserted.
    var wholeText: String {
        parts.reduce(into: "") { text, part in
            if case .text(let piece) = part { text += piece }
        }
    }

    /// Reads all of it.
    mutating func read() {
        var end = end
        if token.kind == .textBlock { end = beginBlock() }
        while offset < end {
            let byte = bytes[offset]
            if byte == JSONByte.backslash {
                escape(end)
            } else if byte == JSONByte.openBrace {
                brace(end)
            } else if ScriptByte.endsLine(byte) {
                lineEnd(end)
            } else {
                pending.append(byte)
                offset += 1
            }
        }
        flush()
    }

    mutating func flush() {
        guard !pending.isEmpty else { return }
        parts.append(.text(String(decoding: pending, as: UTF8.self)))
        pending.removeAll(keepingCapacity: true)
    }

    /// Warns of something, unless the text has no end: then it is not what was meant.
    mutating func warn(_ diagnostic: Diagnostic) {
        if !token.flags.contains(.isBroken) { tell(diagnostic) }
    }

    mutating func tell(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.diagnosticsMax { diagnostics.append(diagnostic) }
    }

    // MARK: Lines

    /// Finds the indentation, drops the line break behind the opening quotes, and gives the end of the content without the
    /// line break in front of closing quotes that stand alone.
    private mutating func beginBlock() -> Int {
        var lineStart = end
        while lineStart > offset, !ScriptByte.endsLine(bytes[lineStart - 1]) { lineStart -= 1 }
        guard lineStart > offset, !token.flags.contains(.isBroken) else { return end }
        var front = lineStart
        indentation = 0
        while front < end, ScriptByte.isSpace(bytes[front]) {
            indentation = Self.column(indentation, bytes[front])
            front += 1
        }
        var contentEnd = end
        if front == end {
            contentEnd = lineStart - 1
            let isSecondOfTwo =
                bytes[contentEnd] == JSONByte.lineFeed && contentEnd > offset
                && bytes[contentEnd - 1] == JSONByte.carriageReturn
            if isSecondOfTwo { contentEnd -= 1 }
        }
        if ScriptByte.endsLine(bytes[offset]) {
            let start = offset
            skipLineEnd()
            // Nothing but the line break between the quotes.
            guard offset <= contentEnd else { return start }
            dropIndentation(contentEnd)
        }
        return contentEnd
    }

    private static func column(_ column: Int, _ byte: UInt8) -> Int {
        byte == JSONByte.tab ? column + ScriptLexer.tabColumns - column % ScriptLexer.tabColumns : column + 1
    }

    private mutating func skipLineEnd() {
        let isFirstOfTwo =
            bytes[offset] == JSONByte.carriageReturn && offset + 1 < end && bytes[offset + 1] == JSONByte.lineFeed
        offset += isFirstOfTwo ? 2 : 1
    }

    /// A line break is one LF, however it was written.
    private mutating func lineEnd(_ end: Int) {
        skipLineEnd()
        pending.append(JSONByte.lineFeed)
        dropIndentation(end)
    }

    /// Goes past the indentation of this line; one of spaces alone may have less.
    private mutating func dropIndentation(_ end: Int) {
        let start = offset
        var column = 0
        while offset < end, column < indentation, ScriptByte.isSpace(bytes[offset]) {
            column = Self.column(column, bytes[offset])
            offset += 1
        }
        guard column < indentation, offset < end, !ScriptByte.endsLine(bytes[offset]) else { return }
        tell(
            Diagnostic(
                .shallowTextLine, at: SourceRange(start, max(offset, start + 1)),
                "This line of the text is indented by \(column) columns, and its closing quotes by \(indentation).",
                label: "too little indentation",
                why: "The indentation of the closing quotes is taken off each line.",
                hint: "Indent the line at least as much as the closing quotes, or these less."))
    }
}
