/// Diagnostics as text for a terminal or a log.
///
/// The first line of each is `FILE:LINE:COLUMN: error[E205]: message`, which editors know; then come the lines of the source with
/// the place marked, and what is to be known of it:
///
/// ```
/// refund.scriptum:14:17: error[E205]: `with` is missing before `wth`.
///    |
/// 14 | do "Load order" wth http_request
///    |                 ^^^ did you mean `with`?
///    |
///    = hint: The form is `do "label" with tool`.
/// ```
public struct DiagnosticReport {
    private let file: String
    private let source: SourceText
    /// Whether escape sequences for colours are put in.
    public let isColoured: Bool

    /// A report on `source`, which is called `file`.
    public init(file: String, source: SourceText, isColoured: Bool = false) {
        self.file = SourceExcerpt.printable(file)
        self.source = source
        self.isColoured = isColoured
    }

    /// The text of these diagnostics in their order, each followed by an empty line; empty when there are none.
    public func text(of diagnostics: [Diagnostic]) -> String {
        diagnostics.reduce(into: "") { text, diagnostic in text += self.text(of: diagnostic) + "\n" }
    }

    /// The text of one diagnostic, with a line break at its end.
    public func text(of diagnostic: Diagnostic) -> String {
        let gutter = gutterWidth(diagnostic)
        let excerpt = SourceExcerpt(source: source, gutter: gutter, isColoured: isColoured)
        var lines = [headline(diagnostic), excerpt.empty]
        let style: SourceExcerpt.Style = diagnostic.severity == .error ? .error : .warning
        lines += excerpt.lines(at: diagnostic.range, label: diagnostic.label, style)
        for related in diagnostic.related {
            lines.append(excerpt.empty)
            lines += excerpt.lines(at: related.range, label: related.message, .related)
        }
        let notes = [("why", diagnostic.why), ("hint", diagnostic.hint)].compactMap { name, text in
            text.map { excerpt.note(name, $0) }
        }
        if !notes.isEmpty { lines.append(excerpt.empty) }
        return (lines + notes).joined(separator: "\n") + "\n"
    }

    private func headline(_ diagnostic: Diagnostic) -> String {
        let (line, column) = source.position(of: diagnostic.range.start)
        let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        let message = SourceExcerpt.printable(diagnostic.message)
        let style: SourceExcerpt.Style = diagnostic.severity == .error ? .error : .warning
        return "\(file):\(line):\(column): \(style.painted(kind, isColoured)): \(message)"
    }

    /// How many digits the largest line number has that is shown.
    private func gutterWidth(_ diagnostic: Diagnostic) -> Int {
        let ranges = [diagnostic.range] + diagnostic.related.map(\.range)
        let last = ranges.map { source.lineIndex(of: max($0.start, $0.end - 1)) }.max() ?? 0
        return String(last + 1).utf8.count
    }
}
