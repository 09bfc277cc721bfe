import CoreDomain

/// Reads the text of Markdown, in the spirit of CommonMark (https://spec.commonmark.org): marks of links and emphasis go,
/// headings are told from code.
enum MarkdownReader {
    static let mediaType = "text/markdown"

    static func text(
        of content: [UInt8], charset: String?, _ flag: CancellationFlag
    ) throws(CoreError) -> DocumentText {
        let (text, charset) = TextCharset.decode(content, declared: charset)
        try flag.check()
        var builder = MarkdownBuilder()
        let lines = Array(TextCleaning.clean(text).utf8).split(separator: 0x0a, omittingEmptySubsequences: false)
        for line in lines.dropFirst(frontMatterCount(lines)) { builder.take(line) }
        let outline = builder.outline()
        try flag.check()
        let cutter = PageCutter(outline.text)
        return DocumentText(
            mediaType: mediaType, pages: cutter.pages, headings: outline.headings(cutter), charset: charset.name)
    }

    /// Lines of metadata before the text: from `---` on the first line to `---` or `...`.
    private static func frontMatterCount(_ lines: [ArraySlice<UInt8>]) -> Int {
        guard lines.first.map({ isRule($0, "---") }) == true else { return 0 }
        let end = lines.dropFirst().firstIndex { isRule($0, "---") || isRule($0, "...") }
        return end.map { $0 + 1 } ?? 0
    }

    private static func isRule(_ line: ArraySlice<UInt8>, _ rule: String) -> Bool {
        line.starts(with: Array(rule.utf8)) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}
