import CoreLanguage
import Foundation
import Testing

@Suite("The explanations of diagnostics")
struct DiagnosticExplanationTests {
    /// What is wrong with a source, by the codes. E701 is the error that W701 becomes when a script is published.
    static func codes(_ source: String, for code: String) -> [String] {
        ScriptCompiler.compile(SourceText(source), isStrict: code == "E701").diagnostics.map(\.code.name)
    }

    /// Every code that the sources of the language declare.
    static func declared() throws -> Set<String> {
        let folder = GuidePage.root.appending(path: "Sources/CoreLanguage/Script").resolvingSymlinksInPath()
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var codes: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for part in text.components(separatedBy: "DiagnosticCode(\"").dropFirst() {
                codes.insert(String(part.prefix { $0 != "\"" }))
            }
        }
        return codes
    }

    @Test("Every code has one, and there are no others")
    func complete() throws {
        let codes = DiagnosticCode.all.map(\.name)
        #expect(Set(codes) == (try Self.declared()))
        #expect(Set(codes).count == codes.count)
        #expect(codes.count > 70)
    }

    @Test("They stand in the order of the stages, errors before warnings")
    func order() {
        let keys = DiagnosticCode.all.map { code in
            String(code.name.dropFirst().prefix(1)) + code.name
        }
        // W701 is E701 where a script is not published, and stands beside it.
        let others = keys.filter { $0 != "7W701" }
        #expect(others == others.sorted())
    }

    @Test("The bad example breaks the rule and no other", arguments: DiagnosticCode.all.map(\.name))
    func bad(_ code: String) throws {
        let explanation = try #require(DiagnosticExplanation.named(code))
        guard let source = explanation.bad else { return }
        #expect(Set(Self.codes(source, for: code)) == [code], "\(source)")
    }

    @Test("The good example breaks none, and is formatted", arguments: DiagnosticCode.all.map(\.name))
    func good(_ code: String) throws {
        let explanation = try #require(DiagnosticExplanation.named(code))
        #expect((explanation.good == nil) == (explanation.bad == nil))
        guard let source = explanation.good else { return }
        #expect(Self.codes(source, for: code) == [], "\(source)")
        #expect(ScriptFormatter.format(SourceText(source)) == source)
    }

    @Test("What is too long to be shown is told of too")
    func long() {
        let deep = "emit\n  n = " + String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300) + "\n"
        #expect(Self.codes(deep, for: "E104") == ["E104"])
        let label = "wait \"" + String(repeating: "a", count: 1_025) + "\" 1s\n"
        #expect(Self.codes(label, for: "E414") == ["E414"])
        #expect(ScriptCompiler.compile(SourceText(bytes: [0x2D, 0x2D, 0xFF])).diagnostics.map(\.code.name) == ["E101"])
        let long = SourceText(bytes: [UInt8](repeating: 0x20, count: SourceText.bytesMax + 1))
        #expect(ScriptCompiler.compile(long).diagnostics.map(\.code.name) == ["E102"])
        let shown = DiagnosticExplanation.all.filter { $0.bad == nil }.map(\.code.name)
        #expect(shown == ["E101", "E102", "E104", "E414"])
    }

    @Test("A code is found by its name in any case, and nothing else is")
    func named() {
        #expect(DiagnosticExplanation.named("e301")?.code.name == "E301")
        #expect(DiagnosticExplanation.named("E300") == nil)
        #expect(DiagnosticExplanation.named("") == nil)
        #expect(DiagnosticCode.all.allSatisfy { $0.explanation?.code == $0 })
        #expect(DiagnosticExplanation.all.allSatisfy { $0.meaning.hasSuffix(".") })
    }
}
