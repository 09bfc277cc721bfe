import CoreDomain
import Testing

@Suite("What a document is")
struct DocumentKindTests {
    @Test(
        "The bytes say it; what was declared counts where they leave it open",
        arguments: [
            ("text", "text/plain", "a", "text/plain"), ("text", "text/csv; x=y", "a", "text/csv"),
            ("{}", "application/json", "a", "application/json"),
            ("<x/>", "application/atom+xml", "a", "application/atom+xml"),
            ("text", "application/pdf", "a", "text/plain"), ("text", "image/png", "a", "text/plain"),
            ("# A", "text/markdown", "a", "text/markdown"), ("# A", "TEXT/MARKDOWN", "a", "text/markdown"),
            ("# A", "text/plain", "a.MD", "text/markdown"),
            ("# A", "application/octet-stream", "a.markdown", "text/markdown"),
            ("# A", "text/csv", "a.md", "text/csv"), ("a", "text/html", "a", "text/html"),
            ("a", "application/xhtml+xml", "a", "application/xhtml+xml"), ("a", "", "a.htm", "text/html"),
            (" \n<!DocType HTML>a", "text/plain", "a", "text/html"), ("<HTML>a", "application/pdf", "a", "text/html"),
            ("<htm", "text/plain", "a", "text/plain"),
        ])
    func kinds(_ text: String, _ declared: String, _ name: String, _ expected: String) async throws {
        #expect(try await extracted(text, declared, name: name).mediaType == expected)
    }

    @Test("A PDF is one, wherever in its first kilobyte it says so")
    func pdf() async throws {
        let output = SubprocessResult(ending: .exited(0), output: Array("one\u{c}two\u{c}".utf8), error: [])
        let facts = SubprocessResult(
            ending: .exited(0), output: Array("Title:   A  b\nProducer: x\n".utf8), error: [])
        let programs = FakeSubprocess(["pdftotext": .success(output), "pdfinfo": .success(facts)])
        let bytes = [UInt8](repeating: 0, count: 1_000) + Array("%PDF-1.4".utf8)
        let text = try await extracted(bytes, "text/plain", programs)
        #expect(text == DocumentText(mediaType: "application/pdf", pages: ["one", "two"], title: "A b"))
        await #expect(throws: CoreError.self) {
            try await extracted([0] + bytes + bytes.dropLast(40), "x", FakeSubprocess())
        }
    }

    @Test("Too long a text is refused before it is read")
    func tooLong() async throws {
        let bytes = [UInt8](repeating: 0x61, count: 64 * 1_024 * 1_024 + 1)
        let error = await #expect(throws: CoreError.self) { try await extracted(bytes) }
        #expect(error?.reason == .payloadTooLarge)
    }
}
