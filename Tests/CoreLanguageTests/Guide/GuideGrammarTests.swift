import Testing

@testable import CoreLanguage

@Suite("The grammar of the guide")
struct GuideGrammarTests {
    static func grammar() throws -> GuideGrammar {
        let block = try #require(GuidePage("docs/language.md").blocks.first { $0.language == "ebnf" })
        return try GuideGrammar(block.text)
    }

    /// The tokens that the text above the grammar explains.
    static let tokens: Set<String> = [
        "NAME", "LABEL", "STRING", "NUMBER", "SIGNED", "DURATION", "NEWLINE", "INDENT", "DEDENT", "LINE", "TEXT-LINE",
    ]

    @Test("Every rule is there once, is used, and uses what is there")
    func rules() throws {
        let grammar = try Self.grammar()
        #expect(Set(grammar.order).count == grammar.order.count)
        var used: Set<String> = ["script-file"]
        for part in grammar.rules.values.flatMap(GuideGrammar.leaves) {
            if case .name(let name) = part { used.insert(name) }
        }
        #expect(used == Set(grammar.order).union(Self.tokens))
        let page = try GuidePage("docs/language.md").text
        for token in Self.tokens { #expect(page.contains("`\(token)`"), "\(token)") }
    }

    @Test("Every word of the parser occurs in it, and no word that the parser does not know")
    func words() throws {
        let parts = try Self.grammar().rules.values.flatMap(GuideGrammar.leaves)
        let words = Set(
            parts.compactMap { part -> String? in
                guard case .word(let word) = part, word.first?.isLetter == true else { return nil }
                return word
            })
        let known = Set(ScriptWord.allCases.filter { $0 != .none }.map(\.text))
        let constraints: Set = ["range", "length", "min", "max", "min_items", "max_items", "pattern", "unique"]
        #expect(words == known.union(constraints))
        let rule = try #require(try Self.grammar().rules["constraint"])
        let named = GuideGrammar.leaves(rule).compactMap { part -> String? in
            guard case .word(let word) = part, word.first?.isLetter == true else { return nil }
            return word
        }
        #expect(Set(named) == constraints)
        let step = try #require(try Self.grammar().rules["step"])
        #expect(GuideGrammar.leaves(step) == ScriptWord.steps.map { .name($0.text) })
    }

    @Test("The parser takes what is drawn from it", arguments: 0..<16)
    func sentences(_ part: Int) throws {
        var sentences = GrammarSentences(try Self.grammar(), seed: UInt64(part))
        for number in 0..<100 {
            let source = sentences.sentence(of: "script-file", size: 20 + number * 8)
            let (_, diagnostics) = ScriptParser.parse(SourceText(source))
            // That a clause stands once is said below the grammar.
            let errors = diagnostics.filter { $0.severity == .error && $0.code != .repeatedClause }
            let text = SourceText(source)
            #expect(errors.isEmpty, "\(DiagnosticReport(file: "x", source: text).text(of: errors)) in\n\(source)")
            if !errors.isEmpty { return }
        }
    }

    @Test("Every rule and every alternative is drawn")
    func isDrawn() throws {
        var sentences = GrammarSentences(try Self.grammar(), seed: 1)
        let text = (0..<300).map { _ in sentences.sentence(of: "script-file", size: 1_000) }.joined()
        let words = ScriptWord.allCases.filter { $0 != .none }.map(\.text)
        let marks = ["->>", "?.", "?[", "??", "=>", "!=", "<=", ">=", "%", "then ignore"]
        let missing = (words + marks).filter { !text.contains($0) }
        #expect(missing.isEmpty)
    }
}
