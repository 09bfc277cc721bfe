import CoreDomain

/// Reads plain text. Form feeds end pages; without any, pages are cut by ``PageCutter``.
enum PlainReader {
    static let mediaType = "text/plain"

    static func text(
        of content: [UInt8], charset: String?, _ flag: CancellationFlag
    ) throws(CoreError) -> DocumentText {
        let (text, charset) = TextCharset.decode(content, declared: charset)
        try flag.check()
        guard text.utf8.contains(0x0c) else {
            let pages = PageCutter(Array(TextCleaning.clean(text).utf8)).pages
            return DocumentText(mediaType: mediaType, pages: pages, charset: charset.name)
        }
        var pages = text.utf8.split(separator: 0x0c, omittingEmptySubsequences: false).map { page in
            TextCleaning.trimLines(TextCleaning.clean(String(Substring(page))))
        }
        // A form feed at the end ends the last page, and begins none.
        if pages.last == "" { pages.removeLast() }
        return DocumentText(mediaType: mediaType, pages: pages, charset: charset.name)
    }
}
