import CoreLanguage
import Testing

@Suite("Highlights, folds and fixes")
struct ReadingTests {
    @Test("The places of the name at the cursor, and which of them define it")
    func highlights() {
        func shown(_ marked: String) -> [String] {
            let (document, offset) = document(marked)
            return document.highlights(at: offset).map {
                ($0.isDefinition ? "=" : "") + "\(document.source.position(of: $0.range.start).line)"
            }
        }
        #expect(shown("let a = 1\nlet b = a§ + a") == ["=1", "2", "2"])
        #expect(shown("let n = 0\nrepeat 3 times\n  let n = §n + 1") == ["=1", "=3", "3"])
        #expect(shown("input\n  a§ : text\nlet b = \"{a}\"") == ["=2", "3"])
        #expect(shown("let a = 1 §+ 1").isEmpty)
        #expect(shown("let a = \"a§\"").isEmpty)
    }

    private func folds(_ text: String) -> [String] {
        ScriptDocument(SourceText(text)).folds.map { "\($0.first)-\($0.last) \($0.kind.rawValue)" }
    }

    @Test("Blocks, imports, brackets, texts and comments in a row")
    func folding() {
        let text = """
            -- one
            -- two
            input
              a : text
              b : text

            import tools
              grep from native
            each x in [
              1,
              2
            ]
              -- inside
              repeat 3 times
                let _y = x

              let _z = x
            let _t = 1 -- no row
            -- alone
            """
        #expect(
            folds(text) == [
                "0-1 comment", "2-4 block", "6-7 imports", "8-10 block", "11-16 block", "13-14 block",
            ])
    }

    @Test("What can't be read is folded as it is indented")
    func broken() {
        #expect(folds("let = @ +\neach x in\n  let a = )\n  b c d\nlet x = 1") == ["1-3 block"])
        #expect(folds("").isEmpty)
        #expect(folds("let a = 1\n").isEmpty)
        #expect(folds("input\r\n  a : text\r\n") == ["0-1 block"])
    }

    @Test("An unused import goes with its line, the last one with `import tools`")
    func imports() {
        func mended(_ text: String) -> String? {
            let document = ScriptDocument(SourceText(text))
            guard let fault = document.diagnostics.first(where: { $0.code.name == "W302" }),
                let fix = document.fix(for: fault)
            else { return nil }
            return applied([ScriptEdit(fix.range, fix.replacement)], to: document)
        }
        let use = "do with echo { value: 1 } -> _a\n"
        #expect(
            mended("import tools\n  echo from native\n  grep from native as g -- old\n" + use)
                == "import tools\n  echo from native\n" + use)
        #expect(
            mended("import tools\r\n  grep from native\r\n  echo from native\r\n" + use)
                == "import tools\r\n  echo from native\r\n" + use)
        #expect(mended("let _a = 1\nimport tools\n  grep from native\nlet _b = 2") == "let _a = 1\nlet _b = 2")
        #expect(mended("let _a = 1\nimport tools\n  grep from native") == "let _a = 1\n")
        #expect(mended("import tools\n  echo from native\n" + use) == nil)
    }

    @Test("Other fixes stay as they are")
    func others() {
        let document = ScriptDocument(SourceText("let a = 1"))
        #expect(document.diagnostics.first.flatMap(document.fix) == Diagnostic.Fix(SourceRange(4, 4), "_"))
    }
}
