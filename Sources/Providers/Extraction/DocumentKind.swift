import CoreDomain

/// What a document is, as far as its text is concerned.
enum DocumentKind: Hashable {
    case pdf
    case html
    case markdown
    case plain

    /// - Throws: `DOCUMENT_UNREADABLE`, with what it is instead, for a format without a reader.
    init(of document: SourceDocument) throws(CoreError) {
        let content = document.content
        if Self.isPDF(content) {
            self = .pdf
        } else if let format = Self.foreignFormat(of: content) {
            throw Self.unreadable(document, "it is \(format)")
        } else if content.contains(0), !TextCharset.mayHoldZeros(content, declared: document.mediaType) {
            throw Self.unreadable(document, "it is no text, but bytes of an unknown format")
        } else {
            self = Self.textKind(of: document)
        }
    }

    /// A PDF's header stands within its first kilobyte (ISO 32000-1, implementation note 13).
    private static func isPDF(_ content: [UInt8]) -> Bool {
        let mark = Array("%PDF-".utf8)
        let head = content.prefix(1_024)
        return head.indices.contains { head[$0...].starts(with: mark) }
    }

    /// Formats that are told from text, by their first bytes.
    private static let formats: [(mark: [UInt8], name: String)] = [
        (Array("PK\u{3}\u{4}".utf8), "a ZIP archive, such as DOCX, XLSX, ODT and EPUB are"),
        ([0xd0, 0xcf, 0x11, 0xe0], "an old Microsoft Office document"), (Array("{\\rtf".utf8), "an RTF document"),
        (Array("%!PS".utf8), "a PostScript document"), ([0x89, 0x50, 0x4e, 0x47], "a PNG picture"),
        ([0xff, 0xd8, 0xff], "a JPEG picture"), (Array("GIF8".utf8), "a GIF picture"),
        (Array("RIFF".utf8), "a RIFF file, such as WebP and WAV are"), ([0x49, 0x49, 0x2a, 0x00], "a TIFF picture"),
        ([0x4d, 0x4d, 0x00, 0x2a], "a TIFF picture"), ([0x1f, 0x8b], "a gzip archive"),
        (Array("7z".utf8) + [0xbc, 0xaf], "a 7z archive"), (Array("BZh".utf8), "a bzip2 archive"),
        ([0x7f, 0x45, 0x4c, 0x46], "a program"),
    ]

    private static func foreignFormat(of content: [UInt8]) -> String? {
        formats.first { content.starts(with: $0.mark) }?.name
    }

    private static func unreadable(_ document: SourceDocument, _ what: String) -> CoreError {
        CoreError(
            .documentUnreadable,
            "The document \(document.quotedName), declared as \(document.mediaType.prefix(100)), cannot be read: \(what).",
            fix: "Send it as PDF, HTML, Markdown or plain text.")
    }

    private static func textKind(of document: SourceDocument) -> DocumentKind {
        let essence = MediaType(document.mediaType).essence
        if DocumentKind.markdown.includes(essence) { return .markdown }
        if DocumentKind.html.includes(essence) { return .html }
        if beginsAsHTML(document.content) { return .html }
        // Only who does not say what it is leaves that to the name.
        guard ["application/octet-stream", "text/plain", ""].contains(essence) else { return .plain }
        let name = document.name.lowercased()
        if [".md", ".markdown"].contains(where: { name.hasSuffix($0) }) { return .markdown }
        return [".html", ".htm", ".xhtml"].contains { name.hasSuffix($0) } ? .html : .plain
    }

    private static func beginsAsHTML(_ content: [UInt8]) -> Bool {
        let head = content.prefix(1_024).drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(16).map(HTMLByte.lowercased)
        return ["<!doctype html", "<html", "<head", "<body"].contains { head.starts(with: Array($0.utf8)) }
    }

    /// Whether a document declared as `essence` is just that when it is found to be of this kind.
    func includes(_ essence: String) -> Bool {
        switch self {
        case .pdf: return essence == "application/pdf"
        case .html: return essence == "text/html" || essence == "application/xhtml+xml"
        case .markdown: return essence == "text/markdown" || essence == "text/x-markdown"
        case .plain:
            if DocumentKind.html.includes(essence) || DocumentKind.markdown.includes(essence) { return false }
            return ["text/", "application/json", "application/xml"].contains { essence.hasPrefix($0) }
                || ["+json", "+xml"].contains { essence.hasSuffix($0) }
        }
    }
}
