import CoreLanguage
import Testing

@Suite("The scripts of the guide")
struct GuideScriptTests {
    /// A script of a page with what stands below it: inputs, world and result.
    struct Example: CustomTestStringConvertible {
        let page: String
        let script: GuidePage.Block
        var parts: [String: GuidePage.Block] = [:]

        var testDescription: String { "\(page), line \(script.line)" }

        func part(_ name: String) throws -> JSONValue? {
            try parts[name].map { try JSONValue.parse($0.text) }
        }
    }

    static func examples() throws -> [Example] {
        var examples: [Example] = []
        for page in try GuidePage.all() {
            for block in page.blocks {
                if block.language == "scriptum" {
                    examples.append(Example(page: page.name, script: block))
                } else if block.language == "json", let word = block.words.first, !examples.isEmpty {
                    examples[examples.count - 1].parts[word] = block
                }
            }
        }
        return examples
    }

    private struct Missing: Error {}

    @Test("Each compiles without a word, or shows the fault it names")
    func compile() throws {
        let examples = try Self.examples()
        #expect(examples.count > 150)
        for example in examples {
            let codes = DiagnosticExplanationTests.codes(example.script.text, for: example.script.fault ?? "")
            #expect(Set(codes) == Set(example.script.fault.map { [$0] } ?? []), "\(example.testDescription)")
        }
    }

    @Test("Each is formatted")
    func formatted() throws {
        for example in try Self.examples() where example.script.fault != "W101" {
            guard let formatted = ScriptFormatter.format(SourceText(example.script.text)) else { continue }
            #expect(formatted == example.script.text, "\(example.testDescription)")
        }
    }

    @Test("Each that shows a result gives it, and every chapter of the tutorial has one")
    func results() throws {
        let examples = try Self.examples().filter { $0.parts["result"] != nil }
        #expect(examples.count >= 10)
        for example in examples {
            let compilation = ScriptCompiler.compile(SourceText(example.script.text))
            let program = try #require(compilation.program, "\(example.testDescription)")
            let rehearsal = Rehearsal(
                program, sourceMap: compilation.sourceMap,
                world: try RehearsalWorld(decoding: example.part("world") ?? [:]))
            let outcome = rehearsal.run(inputs: try example.part("input") ?? [:]).encode()
            guard case .object(let shown)? = try example.part("result") else { throw Missing() }
            for (name, value) in zip(shown.keys, shown.values) {
                #expect(
                    outcome[name]?.canonicalBytes() == value.canonicalBytes(), "\(example.testDescription) \(outcome)")
            }
        }
    }

    @Test("The page of examples has whole scripts, each with a result, that use every step")
    func wholeScripts() throws {
        let examples = try Self.examples().filter { $0.page == "docs/language/examples.md" }
        #expect(examples.count == 6)
        var words: Set<String> = []
        for example in examples {
            let lines = example.script.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect((40...90).contains(lines.count), "\(example.testDescription) \(lines.count)")
            #expect(example.parts["input"] != nil && example.parts["result"] != nil, "\(example.testDescription)")
            words.formUnion(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
        }
        let step = try #require(GuideGrammarTests.grammar().rules["step"])
        for case .name(let name) in GuideGrammar.leaves(step) {
            #expect(words.contains(name), "\(name)")
        }
    }

    @Test("What stands below a script is known to the test")
    func parts() throws {
        for example in try Self.examples() {
            #expect(Set(example.parts.keys).isSubset(of: ["input", "world", "result"]), "\(example.testDescription)")
            if !example.parts.isEmpty { #expect(example.parts["result"] != nil, "\(example.testDescription)") }
        }
    }
}
