#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What holds of reading and formatting any source.
enum FuzzSyntax {
    static func fault(in bytes: [UInt8]) -> String? {
        let source = SourceText(bytes: bytes)
        let (tree, diagnostics) = ScriptParser.parse(source)
        if let fault = fault(in: diagnostics, of: source) { return fault }
        if tree.hasErrors != diagnostics.contains(where: { $0.severity == .error }) { return "hasErrors is wrong" }
        guard let text = ScriptFormatter.format(tree, source) else {
            return tree.hasErrors ? nil : "A tree without errors is not formatted."
        }
        let formatted = SourceText(text)
        let (second, after) = ScriptParser.parse(formatted)
        if second.hasErrors { return "The formatted text has errors: \(after.map(\.message))\n\(text)" }
        guard second.comments.count == tree.comments.count else { return "Formatting lost a comment:\n\(text)" }
        guard let again = ScriptFormatter.format(second, formatted) else { return "It is formatted once only." }
        return again == text ? nil : "Formatted again it is another text:\n\(text)\n→\n\(again)"
    }

    /// Diagnostics lie in the source, come in its order, and can be shown.
    static func fault(in diagnostics: [Diagnostic], of source: SourceText) -> String? {
        let size = source.bytes.count
        for diagnostic in diagnostics {
            let ranges =
                [diagnostic.range] + diagnostic.related.map(\.range) + (diagnostic.fix.map { [$0.range] } ?? [])
            for range in ranges where range.start < 0 || range.end > size || range.start > range.end {
                return "\(diagnostic.code) lies outside: \(range)"
            }
        }
        let starts = diagnostics.map(\.range.start)
        if starts != starts.sorted() { return "Diagnostics are out of order." }
        let report = DiagnosticReport(file: "f", source: source).text(of: Array(diagnostics.prefix(20)))
        return report.isEmpty == diagnostics.isEmpty ? nil : "The report does not tell of the diagnostics."
    }
}
