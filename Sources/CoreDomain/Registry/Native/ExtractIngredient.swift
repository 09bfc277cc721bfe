import CoreLanguage

/// The ingredient that reads the text out of a document.
public struct ExtractIngredient: Sendable {
    private let extractor: any TextExtractor
    private let blobs: any BlobSource

    /// An ingredient that reads contents from `blobs`.
    public init(_ extractor: any TextExtractor, blobs: any BlobSource) {
        self.extractor = extractor
        self.blobs = blobs
    }

    /// The ingredient.
    public var native: NativeIngredient { NativeIngredient(Self.definition, .function(extract)) }

    /// The unit of usage that is counted.
    private static let unit = "page"

    private static let definition = IngredientDefinition(
        id: "scriptorium:document:extract", version: "1.0.0", kind: .atomic, name: "Extract text",
        description: "Reads the text of a document, page by page: PDF, HTML, Markdown and plain text.",
        handler: "scriptorium:document:extract",
        inputSchema: [
            "type": "object", "required": ["document"], "additionalProperties": false,
            "properties": ["document": .object(DocumentForm.schema)],
        ],
        outputSchema: [
            "type": "object", "required": ["name", "media_type", "pages", "headings"],
            "properties": [
                "name": ["type": "string"], "media_type": ["type": "string"],
                "pages": list(of: ["number": ["type": "integer"], "text": ["type": "string"]]),
                "headings": list(
                    of: ["level": ["type": "integer"], "title": ["type": "string"], "page": ["type": "integer"]]),
                "declared_media_type": ["type": "string"], "title": ["type": "string"],
                "language": ["type": "string"], "charset": ["type": "string"],
            ],
        ],
        effect: .pure,
        cost: .metered(
            MeteredPrice(
                currency: .usdc, rates: [.init(unit: unit, price: price)], minimum: .zero, maximum: priceMax)),
        concurrency: 4, timeoutSeconds: 180)

    private static let price = Amount(units: 200_000_000_000_000) ?? .max
    private static let priceMax = whole(1)

    private static func whole(_ count: Int) -> Amount {
        Amount(units: UInt128(max(0, count)) * 1_000_000_000_000_000_000) ?? .max
    }

    private static func list(of properties: JSONObject) -> JSONValue {
        [
            "type": "array",
            "items": [
                "type": "object", "required": .array(properties.map { .string($0.key) }),
                "properties": .object(properties),
            ],
        ]
    }

    @Sendable private func extract(_ input: JSONValue, _ context: StepContext) async throws -> StepOutput {
        let document = input["document"]
        guard let digest = document?["blob"]?.stringValue.flatMap({ BlobDigest($0) }) else {
            throw CoreError(
                .stepFailed, "The document of the step is no stored one.",
                fix: "Give the program an input of the type `document`, and the step that input whole.")
        }
        let source = SourceDocument(
            name: document?["name"]?.stringValue ?? DocumentForm.nameDefault,
            mediaType: document?["media_type"]?.stringValue ?? BlobUpload.mediaTypeDefault,
            content: try await blobs.content(digest, of: context.organization))
        let text = try await extractor.text(of: source)
        return StepOutput(Self.output(text, of: source), usage: [Self.unit: Self.whole(text.pages.count)])
    }

    private static func output(_ text: DocumentText, of source: SourceDocument) -> JSONValue {
        var output: JSONObject = ["name": .string(source.name), "media_type": .string(text.mediaType)]
        let declared = MediaType(source.mediaType).essence
        if declared != text.mediaType { output["declared_media_type"] = .string(declared) }
        output["charset"] = text.charset.map { .string($0) }
        output["title"] = text.title.map { .string($0) }
        output["language"] = text.language.map { .string($0) }
        output["pages"] = .array(
            text.pages.enumerated().map { index, text in
                ["number": .integer(Int64(index + 1)), "text": .string(text)]
            })
        output["headings"] = .array(
            text.headings.map { heading in
                [
                    "level": .integer(Int64(heading.level)), "title": .string(heading.title),
                    "page": .integer(Int64(heading.page)),
                ]
            })
        return .object(output)
    }
}

/// A media type (RFC 9110 §8.3.1), read tolerantly.
public struct MediaType: Hashable, Sendable {
    /// `text/plain`: in lower case, without parameters.
    public let essence: String
    /// The parameter `charset`, in lower case and without quotes; nil when there is none.
    public let charset: String?

    /// The media type that `text` writes.
    public init(_ text: String) {
        let parts = text.utf8.prefix(1_000).split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let words = parts.map { String(Substring($0)).lowercased().filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        essence = words.first ?? ""
        let parameter = words.dropFirst().first { $0.hasPrefix("charset=") }
        charset = parameter.map { String($0.dropFirst("charset=".count)) }
    }
}
