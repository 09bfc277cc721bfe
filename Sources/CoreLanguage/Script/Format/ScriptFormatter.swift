/// Writes a script in the one layout: 2 spaces for each level, one spelling of each type and operator, a blank line at most, and lists, objects and calls
/// on lines of their own where a line would be longer than 100 columns.
///
/// Comments stay where they are: those on a line of their own above what follows them, those at the end of a line there. Numbers and texts are
/// written as they were. Formatting twice changes nothing.
public struct ScriptFormatter {
    static let columnsMax = 100
    static let indentationWidth = 2

    let source: SourceText
    let tree: SyntaxTree
    /// Names of enumerations, which are no other spelling of a type.
    let enumerations: Set<String>
    var output: [UInt8] = []
    /// How many scalars the line has so far.
    var column = 0
    /// The first comment that was not written.
    var nextComment = 0
    /// The line of the source that was written last.
    var lastLine = -1
    /// Whether a flat attempt is under way, and has come past the end of the line.
    var isFlat = false
    var overflowed = false
    /// The columns that must stay free behind a flat attempt.
    var reserved = 0

    /// The script of `tree`, which was read from `source`; nil when the tree has errors, and would lose what could not be read.
    public static func format(_ tree: SyntaxTree, _ source: SourceText) -> String? {
        guard !tree.hasErrors else { return nil }
        var formatter = ScriptFormatter(tree, source)
        formatter.writeItems()
        return String(decoding: formatter.output, as: UTF8.self)
    }

    /// The script in `source`; nil when it has errors.
    public static func format(_ source: SourceText) -> String? {
        format(ScriptParser.parse(source).0, source)
    }

    private init(_ tree: SyntaxTree, _ source: SourceText) {
        self.tree = tree
        self.source = source
        enumerations = Set(
            tree.declarations.compactMap { declaration in
                if case .enumeration(let enumeration) = declaration.kind { enumeration.name.text } else { nil }
            })
        output.reserveCapacity(source.bytes.count + source.bytes.count / 8)
    }

    private mutating func writeItems() {
        lines(tree.items, at: 0, limit: .max, start: \.range.start) { formatter, item, limit in
            switch item {
            case .declaration(let declaration): formatter.declaration(declaration, limit)
            case .step(let step): formatter.step(step, 0, limit)
            }
        }
        comments(before: .max, 0, isFirst: output.isEmpty)
        endLine()
    }

    // MARK: Pieces

    /// Writes a piece of a line.
    mutating func write(_ text: String) {
        guard !overflowed else { return }
        output.append(contentsOf: text.utf8)
        advance(text.unicodeScalars.count)
    }

    /// Writes what stands at `range` in the source, on one line.
    mutating func write(_ range: SourceRange) {
        guard !overflowed else { return }
        if isFlat, range.count > 4 * Self.columnsMax {
            overflowed = true
            return
        }
        let bytes = source.bytes[range.start..<range.end]
        output.append(contentsOf: bytes)
        advance(bytes.count { $0 & 0xC0 != 0x80 })
    }

    /// Where in the output the line of a statement of this level begins, before anything of it is written.
    func lineStart(_ level: Int) -> Int { output.count - level * Self.indentationWidth }

    private mutating func advance(_ count: Int) {
        column += count
        if isFlat, column + reserved > Self.columnsMax { overflowed = true }
    }

    /// Ends the line, and begins one of this level.
    mutating func newLine(_ level: Int) {
        output.append(JSONByte.lineFeed)
        indent(level)
    }

    private mutating func indent(_ level: Int) {
        output.append(contentsOf: repeatElement(JSONByte.space, count: level * Self.indentationWidth))
        column = level * Self.indentationWidth
    }

    /// Writes on one line and says whether that fits; takes it back when it does not.
    mutating func fits(reserving columns: Int = 0, _ write: (inout ScriptFormatter) -> Void) -> Bool {
        let (count, column) = (output.count, column)
        (isFlat, overflowed, reserved) = (true, false, columns)
        write(&self)
        let hasOverflowed = overflowed
        (isFlat, overflowed, reserved) = (false, false, 0)
        guard hasOverflowed else { return true }
        output.removeSubrange(count...)
        self.column = column
        return false
    }

    // MARK: Lines

    /// Writes units on lines of their own, with the comments and blank lines around them. Comments from `limit` on belong to what comes behind.
    mutating func lines<Unit>(
        _ units: [Unit], at level: Int, limit: Int, start: (Unit) -> Int,
        _ writeUnit: (inout ScriptFormatter, Unit, _ limit: Int) -> Void
    ) {
        for (index, unit) in units.enumerated() {
            let front = start(unit)
            let hadComments = comments(before: front, level, isFirst: index == 0)
            beginLine(front, level, isFirst: index == 0 && !hadComments)
            writeUnit(&self, unit, index + 1 < units.count ? start(units[index + 1]) : limit)
            endLine()
        }
        guard let first = units.first else { return }
        trailingComments(of: start(first), level, limit)
    }

    /// Begins the line of what stands at `offset` in the source, with a blank line in front where there is one.
    mutating func beginLine(_ offset: Int, _ level: Int, isFirst: Bool) {
        endLine()
        let line = source.lineIndex(of: offset)
        if !isFirst, line != lastLine, line > 0, isBlank(line - 1) { output.append(JSONByte.lineFeed) }
        lastLine = line
        indent(level)
    }

    /// Ends the line, if one was begun.
    private mutating func endLine() {
        if let last = output.last, last != JSONByte.lineFeed { output.append(JSONByte.lineFeed) }
        column = 0
    }

    private func isBlank(_ line: Int) -> Bool {
        let range = source.line(line)
        return source.bytes[range.start..<range.end].allSatisfy(ScriptByte.isSpace)
    }
}
