public import CoreDomain

/// Reads text out of PDF, HTML, Markdown and plain text. What a document is, its bytes say; what it was declared as counts
/// only where they leave it open.
public struct DocumentExtractor: TextExtractor {
    /// Bytes of a document that is read here, not by a program of its own.
    static let textBytesMax = 64 * 1_024 * 1_024

    private let subprocess: any Subprocess
    private let workers: any Workers
    private let limits: SubprocessLimits

    /// An extractor that runs programs by `subprocess`, within `limits` each, and computes on `workers`.
    public init(subprocess: any Subprocess, workers: any Workers, limits: SubprocessLimits = SubprocessLimits()) {
        self.limits = limits
        self.subprocess = subprocess
        self.workers = workers
    }

    public func text(of document: SourceDocument) async throws(CoreError) -> DocumentText {
        // All bytes are looked at, and there may be many.
        let found = await workers.run { _ in Result { () throws(CoreError) in try DocumentKind(of: document) } }
        let kind = try found.get()
        if kind == .pdf { return try await PDFReader(subprocess, workers, limits).text(of: document) }
        guard document.content.count <= Self.textBytesMax else {
            throw CoreError(
                .payloadTooLarge,
                "The document \(document.quotedName) is larger than \(Self.textBytesMax / 1_048_576) MiB, which is all "
                    + "that is read of a text.")
        }
        let text = await workers.run { flag in
            Result { () throws(CoreError) in try Self.text(of: document, as: kind, flag) }
        }
        return try text.get()
    }

    private static func text(
        of document: SourceDocument, as kind: DocumentKind, _ flag: CancellationFlag
    ) throws(CoreError) -> DocumentText {
        let declared = MediaType(document.mediaType)
        var text: DocumentText
        switch kind {
        case .html: text = try HTMLReader.text(of: document.content, charset: declared.charset, flag)
        case .markdown: text = try MarkdownReader.text(of: document.content, charset: declared.charset, flag)
        case .plain, .pdf: text = try PlainReader.text(of: document.content, charset: declared.charset, flag)
        }
        if kind.includes(declared.essence) { text.mediaType = declared.essence }
        guard text.pages.contains(where: \.hasText) else {
            throw CoreError(
                .documentHasNoText, "The document \(document.quotedName) is empty: there is no text in it.")
        }
        return text
    }
}

extension SourceDocument {
    /// The name as it can stand in a message.
    var quotedName: String { String(name.prefix(200)).debugDescription }
}

extension String {
    /// Whether anything but white space is in it.
    var hasText: Bool { utf8.contains { $0 > 0x20 } }
}
