import CoreDomain
import CoreLanguage
import CoreTesting
import Foundation
import Testing

/// The digests of the documents under `Tests/Vectors/documents`, byte for byte. Renewed as docs/documents.md says; read what
/// changed before you keep it.
@Suite struct DigestGoldenTests {
    private static let renew = ProcessInfo.processInfo.environment["SCRIPTORIUM_RENEW_GOLDEN"] == "1"

    @Test(arguments: ["lighthouses.en.txt", "plitvice.hr.md", "washi.ja.txt"]) func theDigestIsAsItWas(file: String)
        throws
    {
        let pages = TextSupport.json(try TextSupport.pages(file))
        let language = try call("language", ["pages": pages])
        let told = language["language"] ?? .null
        let digest: JSONValue = [
            "language": language, "statistics": try call("statistics", ["pages": pages]),
            "outline": try call("outline", ["pages": pages])["headings"] ?? .null,
            "keywords": try call("keywords", ["pages": pages, "language": told])["keywords"] ?? .null,
            "summary": try call("summarize", ["pages": pages, "language": told])["sentences"] ?? .null,
            "chunks": try call("chunk", ["pages": pages]),
        ]
        let text = digest.serializedString(.pretty) + "\n"
        let golden = TextSupport.folder.appending(path: "\(file).golden.json")
        if Self.renew { try text.write(to: golden, atomically: true, encoding: .utf8) }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        #expect(text == expected, "\(Self.difference(expected, text))")
    }

    /// The first lines that are not the same, with their numbers.
    private static func difference(_ old: String, _ new: String) -> String {
        let old = old.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0..<max(old.count, new.count) where lines.count < 20 {
            let was = index < old.count ? old[index] : "(nothing)"
            let is_ = index < new.count ? new[index] : "(nothing)"
            if was != is_ { lines += ["\(index + 1) - \(was)", "\(index + 1) + \(is_)"] }
        }
        return lines.joined(separator: "\n")
    }

    private func call(_ slug: String, _ input: JSONValue) throws -> JSONValue { try IngredientCall.output(slug, input) }
}

/// Calls an ingredient of analysis as the engine does: its input and output fit its schemas.
enum IngredientCall {
    static func output(_ slug: String, _ input: JSONValue, _ flag: CancellationFlag = CancellationFlag()) throws
        -> JSONValue
    {
        let native = try #require(
            DocumentIngredients.analysis.first { $0.definition.id == "scriptorium:document:\(slug)" })
        guard case .computation(let body) = native.handler else {
            throw CoreError(.internalError, "It is no computation.")
        }
        let inputFaults = try JSONSchema(compiling: native.definition.inputSchema).validate(input)
        #expect(inputFaults.isEmpty, "\(slug): \(inputFaults)")
        let context = StepContext(thread: .greatest, organization: .greatest, path: slug, attempt: 1)
        let output = try body(input, context, flag).output
        let outputFaults = try JSONSchema(compiling: native.definition.outputSchema).validate(output)
        #expect(outputFaults.isEmpty, "\(slug): \(outputFaults)")
        return output
    }
}
