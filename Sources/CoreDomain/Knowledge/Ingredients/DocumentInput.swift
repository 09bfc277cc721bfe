import CoreLanguage

/// What the ingredients of analysis are given: the pages of a document, and the headings its format tells.
struct DocumentInput {
    let layout: DocumentLayout
    let flag: CancellationFlag

    private static let titleMax = 1_000

    /// Reads the pages and headings of `input`, which fits its schema.
    ///
    /// - Throws: `INPUT_INVALID` when the pages together are too long; `CANCELLED`.
    init(_ input: JSONValue, _ flag: CancellationFlag) throws(CoreError) {
        let headings = (input["headings"]?.arrayValue ?? []).map { heading in
            DocumentHeading(
                level: Int(min(6, max(1, heading["level"]?.int64Value ?? 1))),
                title: String((heading["title"]?.stringValue ?? "").prefix(Self.titleMax)),
                page: Int(clamping: heading["page"]?.int64Value ?? 1))
        }
        layout = try DocumentLayout(Self.source(input, flag), given: headings, flag: flag)
        self.flag = flag
    }

    /// The pages of `input`.
    ///
    /// - Throws: `INPUT_INVALID` when the pages together are too long; `CANCELLED`.
    static func source(_ input: JSONValue, _ flag: CancellationFlag) throws(CoreError) -> SourceText {
        var pages: [(number: Int, text: String)] = []
        var left = SourceText.scalarsMax
        for page in input["pages"]?.arrayValue ?? [] {
            let text = page["text"]?.stringValue ?? ""
            left -= text.utf8.count + 1
            guard left >= 0 else { throw tooLong }
            pages.append((Int(clamping: page["number"]?.int64Value ?? Int64(pages.count + 1)), text))
        }
        return try SourceText(pages: pages, flag: flag)
    }

    private static var tooLong: CoreError {
        CoreError(inputViolations: [
            Violation(
                JSONPointer.root.appending(key: "pages"), rule: "too_long",
                "The pages have more than 32 MiB of text together. Split the document.")
        ])
    }
}
