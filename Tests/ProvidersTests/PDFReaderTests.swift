import CoreDomain
import CorePlatform
import CoreTesting
import Providers
import Testing

@Suite("Text of PDF")
struct PDFReaderTests {
    private static let content = Array("%PDF-1.4 x".utf8)

    private func failure(
        _ ending: SubprocessResult.Ending, _ output: String = "", error: String = ""
    ) async -> CoreError? {
        let result = SubprocessResult(ending: ending, output: Array(output.utf8), error: Array(error.utf8))
        do throws(CoreError) {
            _ = try await extracted(Self.content, "application/pdf", FakeSubprocess(["pdftotext": .success(result)]))
            return nil
        } catch {
            return error
        }
    }

    @Test("Each ending has its meaning")
    func endings() async {
        let locked = await failure(.exited(1), error: "Command Line Error: Incorrect password\n")
        #expect(locked?.reason == .documentEncrypted)
        let broken = await failure(
            .exited(1),
            error: "Syntax Warning: a\nSyntax Error (12):  b\u{7} c\nSyntax Error: d\u{1b} e.\nCommand Line Error: f\n")
        #expect(broken?.reason == .documentUnreadable)
        #expect(broken?.message == "The PDF \"a\" cannot be read: Syntax Error: d e.")
        #expect(await failure(.exited(1), error: "Out of memory\n")?.reason == .programLimit)
        #expect(await failure(.signalled(6), error: "terminate called: std::bad_alloc\n")?.reason == .programLimit)
        #expect(
            await failure(.signalled(11))?.message == "The PDF \"a\" cannot be read: its reader was ended by signal 11."
        )
        #expect(await failure(.exited(3), "page\u{c}")?.reason == .documentUnreadable)
        #expect(await failure(.unknown, "half a pa")?.reason == .documentUnreadable)
        #expect(await failure(.unknown, "whole\u{c}") == nil)
        #expect(await failure(.exited(0), "damaged, and read\u{c}", error: "Syntax Error: x\n") == nil)
        #expect(
            await failure(.exited(99), error: "Syntax Error: Invalid page count 0\n")?.message
                == "The PDF \"a\" has no pages.")
        let scan = await failure(.exited(0), "\u{c} \n\u{c}\u{c}")
        #expect(scan?.reason == .documentHasNoText)
        #expect(scan?.message.contains("3 pages") == true && scan?.fix?.contains("OCR") == true)
        #expect(await failure(.exited(0), "\u{c}")?.message.contains("one page") == true)
    }

    @Test("A reader that is missing, or that took too much, is told as such; a title that cannot be had is none")
    func failures() async throws {
        let missing = await #expect(throws: CoreError.self) { try await extracted(Self.content) }
        #expect(missing?.reason == .programMissing)
        let text = SubprocessResult(ending: .exited(0), output: Array("a\u{0}b\u{c}".utf8), error: [])
        let programs = FakeSubprocess([
            "pdftotext": .success(text), "pdfinfo": .failure(CoreError(.programLimit, "slow")),
        ])
        let found = try await extracted(Self.content, "x", programs)
        #expect(found.pages == ["ab"] && found.title == nil)
        let cancelled = FakeSubprocess(["pdftotext": .success(text), "pdfinfo": .failure(CoreError(.cancelled, ""))])
        await #expect(throws: CoreError.self) { try await extracted(Self.content, "x", cancelled) }
    }

    @Test("A bomb ends by the time that it may take")
    func bomb() async throws {
        var limits = SubprocessLimits()
        limits.duration = .milliseconds(300)
        let extractor = DocumentExtractor(subprocess: SystemSubprocess(), workers: InlineWorkers(), limits: limits)
        let document = SourceDocument(name: "a", mediaType: "application/pdf", content: Self.bomb)
        let error = await #expect(throws: CoreError.self) { try await extractor.text(of: document) }
        #expect([.programLimit, .programMissing].contains(error?.reason))
    }

    /// One page that draws the same three megabytes of spaces ten thousand times.
    private static var bomb: [UInt8] {
        let contents = String(repeating: "4 0 R ", count: 10_000)
        let spaces = String(repeating: " ", count: 3_000_000)
        let bodies = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [\(contents)] >>",
            "<< /Length \(spaces.utf8.count) >>\nstream\n\(spaces)\nendstream",
        ]
        var (text, places) = ("%PDF-1.5\n", [Int]())
        for (index, body) in bodies.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(body)\nendobj\n"
        }
        let table = places.map { String(String(10_000_000_000 + $0).dropFirst()) + " 00000 n \n" }.joined()
        let start = text.utf8.count
        text +=
            "xref\n0 5\n0000000000 65535 f \n\(table)trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }
}
