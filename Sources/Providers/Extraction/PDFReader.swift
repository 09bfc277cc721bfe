import CoreDomain
import CoreLanguage

/// Reads PDF with the programs of Poppler (https://poppler.freedesktop.org), which are run and never linked.
struct PDFReader {
    static let mediaType = "application/pdf"
    private static let package = "poppler-utils"
    private static let pageEnd = UInt8(ascii: "\u{c}")

    private let subprocess: any Subprocess
    private let workers: any Workers
    private let limits: SubprocessLimits

    init(_ subprocess: any Subprocess, _ workers: any Workers, _ limits: SubprocessLimits) {
        self.limits = limits
        self.subprocess = subprocess
        self.workers = workers
    }

    func text(of document: SourceDocument) async throws(CoreError) -> DocumentText {
        let result = try await subprocess.run(
            SubprocessCommand(
                program: "pdftotext", package: Self.package, arguments: ["-enc", "UTF-8", "-", "-"],
                input: document.content, limits: limits))
        try Self.check(result, document)
        let pages = try await workers.run { _ in .success(Self.pages(result.output)) }.get()
        guard pages.contains(where: \.hasText) else { throw Self.noText(document, pages.count) }
        return DocumentText(mediaType: Self.mediaType, pages: pages, title: try await title(of: document))
    }

    /// What the document calls itself. That it cannot be told is no failure.
    private func title(of document: SourceDocument) async throws(CoreError) -> String? {
        var limits = limits
        limits.duration = .seconds(10)
        limits.cpuSeconds = 10
        limits.outputBytes = 256 * 1_024
        do throws(CoreError) {
            let facts = try await subprocess.run(
                SubprocessCommand(
                    program: "pdfinfo", package: Self.package, arguments: ["-enc", "UTF-8", "-"],
                    input: document.content, limits: limits))
            guard facts.ending == .exited(0) else { return nil }
            let lines = TextCleaning.clean(String(decoding: facts.output, as: UTF8.self)).split(separator: "\n")
            let title = lines.first { $0.hasPrefix("Title:") }.map { TextCleaning.oneLine($0.dropFirst(6), limit: 500) }
            return title.flatMap { $0.isEmpty ? nil : $0 }
        } catch {
            if error.reason == .cancelled { throw error }
            return nil
        }
    }

    /// Each page ends with a form feed, the last one too.
    static func pages(_ output: [UInt8]) -> [String] {
        var pages = output.split(separator: pageEnd, omittingEmptySubsequences: false).map { page in
            TextCleaning.trimLines(TextCleaning.clean(String(decoding: page, as: UTF8.self)))
        }
        if pages.last == "" { pages.removeLast() }
        return pages
    }

    // MARK: Failures

    private static func check(_ result: SubprocessResult, _ document: SourceDocument) throws(CoreError) {
        let said = String(decoding: result.error, as: UTF8.self)
        switch result.ending {
        case .exited(0): return
        case .unknown where result.output.last == pageEnd: return
        default: break
        }
        func says(_ words: String) -> Bool { ByteSearch(for: words).isFound(in: said) }
        if says("Incorrect password") {
            throw CoreError(
                .documentEncrypted, "The document \(document.quotedName) cannot be opened without its password.",
                fix: "Send a copy that is not protected by a password.")
        }
        if says("Invalid page count 0\n") { throw noText(document, 0) }
        if says("emory") || says("bad_alloc") {
            throw CoreError(
                .programLimit, "Reading the document \(document.quotedName) takes more memory than it may.",
                fix: "Send a smaller part of it, or another copy.")
        }
        throw CoreError(
            .documentUnreadable,
            "The PDF \(document.quotedName) cannot be read: \(complaint(said) ?? ending(result.ending)).",
            fix: "Look whether it opens elsewhere, and save it anew.")
    }

    /// The reader's last complaint, since those before it are what it tried to mend.
    private static func complaint(_ said: String) -> String? {
        let lines = TextCleaning.clean(said).split(separator: "\n").filter(\.utf8.isNotBlank)
        let errors = lines.filter { $0.hasPrefix("Syntax Error") }
        guard let line = errors.last ?? lines.last else { return nil }
        let text = TextCleaning.oneLine(line, limit: 200)
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func ending(_ ending: SubprocessResult.Ending) -> String {
        switch ending {
        case .exited(let status): "its reader ended with status \(status)"
        case .signalled(let signal): "its reader was ended by signal \(signal)"
        case .unknown: "it is not known how its reader ended"
        }
    }

    private static func noText(_ document: SourceDocument, _ pageCount: Int) -> CoreError {
        if pageCount == 0 {
            return CoreError(.documentHasNoText, "The PDF \(document.quotedName) has no pages.")
        }
        let pages = pageCount == 1 ? "one page" : "\(pageCount) pages"
        return CoreError(
            .documentHasNoText,
            "The PDF \(document.quotedName) has \(pages) and no text: most likely they are pictures, as of a scan.",
            fix: "Run text recognition (OCR) over it first; this server does not.")
    }
}

extension Substring.UTF8View {
    var isNotBlank: Bool { contains { $0 > 0x20 } }
}
