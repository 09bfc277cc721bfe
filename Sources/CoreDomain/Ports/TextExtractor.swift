/// Reads the text out of documents.
public protocol TextExtractor: Sendable {
    /// The text of a document, by pages.
    ///
    /// - Throws: `DOCUMENT_ENCRYPTED`, `DOCUMENT_UNREADABLE`, `DOCUMENT_HAS_NO_TEXT`; `PROGRAM_MISSING` and
    ///   `PROGRAM_LIMIT` of a reader that is a program of its own; `PAYLOAD_TOO_LARGE`; `CANCELLED`.
    func text(of document: SourceDocument) async throws(CoreError) -> DocumentText
}

/// A document as it came in.
public struct SourceDocument: Hashable, Sendable {
    /// What its owner calls it.
    public let name: String
    /// What its owner says that it is; the bytes may say otherwise.
    public let mediaType: String
    public let content: [UInt8]

    /// A document of these parts.
    public init(name: String, mediaType: String, content: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.content = content
    }
}

/// The text of a document. It contains no control characters but line ends and tabs.
public struct DocumentText: Hashable, Sendable {
    /// What the document was found to be, in lower case and without parameters.
    public var mediaType: String
    /// In order, the first is page 1; a page may be empty.
    public var pages: [String]
    /// In order.
    public var headings: [Heading]
    /// What the document calls itself.
    public var title: String?
    /// The language that it says it is in (BCP 47).
    public var language: String?
    /// The encoding that its characters were read in, where it had to be found out.
    public var charset: String?

    /// A heading, and where it stands.
    public struct Heading: Hashable, Sendable {
        /// 1 for the highest, at most 6.
        public let level: Int
        public let title: String
        /// Counted from 1.
        public let page: Int

        /// A heading of these parts.
        public init(level: Int, title: String, page: Int) {
            self.level = level
            self.title = title
            self.page = page
        }
    }

    /// A text of these parts.
    public init(
        mediaType: String, pages: [String], headings: [Heading] = [], title: String? = nil, language: String? = nil,
        charset: String? = nil
    ) {
        self.mediaType = mediaType
        self.pages = pages
        self.headings = headings
        self.title = title
        self.language = language
        self.charset = charset
    }
}
