import CoreDomain

/// Reads the text of HTML as a reader of the page sees it.
enum HTMLReader {
    static let mediaType = "text/html"
    /// Bytes in which a document names its encoding
    /// (https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding).
    private static let prescanBytes = 1_024
    /// Pieces between two looks at whether anybody still waits.
    private static let tokensPerCheck = 4_096

    static func text(
        of content: [UInt8], charset declared: String?, _ flag: CancellationFlag
    ) throws(CoreError) -> DocumentText {
        let (text, charset) = TextCharset.decode(content, declared: declared ?? charset(in: content))
        try flag.check()
        var tokenizer = HTMLTokenizer(Array(text.utf8))
        var builder = HTMLTextBuilder()
        var count = 0
        while let token = tokenizer.next() {
            builder.take(token)
            count += 1
            if count.isMultiple(of: tokensPerCheck) { try flag.check() }
        }
        let outline = builder.outline()
        let cutter = PageCutter(outline.text)
        return DocumentText(
            mediaType: mediaType, pages: cutter.pages, headings: outline.headings(cutter), title: builder.title,
            language: builder.language, charset: charset.name)
    }

    /// The encoding that a `meta` at the beginning names.
    private static func charset(in content: [UInt8]) -> String? {
        var tokenizer = HTMLTokenizer(Array(content.prefix(prescanBytes)))
        while let token = tokenizer.next() {
            if case .open(name: "meta", _, let charset?) = token { return charset.lowercased() }
        }
        return nil
    }
}

/// A text and the headings in it, before it is cut into pages.
struct Outline {
    /// A heading, and where in the text it begins.
    struct Heading {
        let level: Int
        let title: String
        let offset: Int
    }

    /// Headings that are kept.
    static let headingsMax = 10_000
    /// Characters of a heading that are kept.
    static let titleMax = 500

    /// UTF-8.
    var text: [UInt8] = []
    var headings: [Heading] = []

    /// Notes the heading whose text is `text`, unless it is empty.
    mutating func add(level: Int, title: ArraySlice<UInt8>, at offset: Int) {
        guard headings.count < Self.headingsMax else { return }
        // Enough bytes for the characters that are kept.
        let head = String(decoding: title.prefix(8 * Self.titleMax), as: UTF8.self)
        let line = TextCleaning.oneLine(head, limit: Self.titleMax)
        if !line.isEmpty { headings.append(Heading(level: level, title: line, offset: offset)) }
    }

    /// The headings with the pages that `cutter` made of the text.
    func headings(_ cutter: PageCutter) -> [DocumentText.Heading] {
        headings.map { heading in
            DocumentText.Heading(level: heading.level, title: heading.title, page: cutter.page(at: heading.offset))
        }
    }
}
