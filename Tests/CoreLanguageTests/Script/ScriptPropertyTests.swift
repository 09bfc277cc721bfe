import CoreLanguage
import CoreTesting
import Testing

/// Whatever a script says and however it is laid out, its formatted text says the same, keeps its comments, and is its own formatted text.
@Suite("Formatting random scripts")
struct ScriptPropertyTests {
    @Test("It says the same, keeps comments, and is stable", arguments: [UInt64](0..<16))
    func formatting(_ block: UInt64) throws {
        for seed in block * 25..<block * 25 + 25 {
            var generator = ScriptGenerator(seed: seed)
            let source = SourceText(generator.script())
            let (tree, diagnostics) = ScriptParser.parse(source)
            let errors = diagnostics.filter { $0.severity == .error }
            try #require(
                errors.isEmpty,
                "seed \(seed): \(DiagnosticReport(file: "s", source: source).text(of: errors))\n\(source.text)")
            let formatted = SourceText(try #require(ScriptFormatter.format(tree, source)))
            let (second, _) = ScriptParser.parse(formatted)
            try #require(
                ScriptShape.text(of: second) == ScriptShape.text(of: tree),
                "seed \(seed)\n\(source.text)\n→\n\(formatted.text)")
            let comments = ScriptShape.comments(tree, source)
            try #require(
                ScriptShape.comments(second, formatted).sorted() == comments.sorted(),
                "seed \(seed)\n\(source.text)\n→\n\(formatted.text)")
            let again = ScriptFormatter.format(second, formatted)
            try #require(again == formatted.text, "seed \(seed)\n\(formatted.text)\n→\n\(again ?? "nil")")
        }
    }
}
