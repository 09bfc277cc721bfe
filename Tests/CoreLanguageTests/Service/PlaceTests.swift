import CoreLanguage
import Testing

@Suite("Definitions, references, outline")
struct PlaceTests {
    private func definition(_ marked: String) -> [String] {
        let (document, offset) = document(marked)
        return shown(document.definition(at: offset).map { [$0] } ?? [], in: document)
    }

    private func references(_ marked: String) -> [String] {
        let (document, offset) = document(marked)
        return shown(document.references(at: offset), in: document)
    }

    @Test("A name leads to where it is bound")
    func definitions() {
        #expect(definition("let a = 1\nlet b = §a") == ["1:a"])
        #expect(definition("input\n  amount : number\nlet b = amoun§t") == ["2:amount"])
        #expect(definition("let xs = [1]\neach x, i in xs\n  let y = x + §i") == ["2:i"])
        #expect(definition("let xs = [1]\nlet y = xs.map(one => §one)") == ["2:one"])
        #expect(definition("enum Lane = Auto | Manual\nlet x: Lan§e = Auto") == ["1:Lane"])
        #expect(definition("enum Lane = Auto | Manual\nlet x = Lane.Manu§al") == ["1:Manual"])
        #expect(definition("import tools\n  http_request from native as get\ndo with ge§t") == ["2:get"])
        #expect(definition("let a = 1\nlet b = \"{§a}\"") == ["1:a"])
        #expect(definition("let a = 1\nlet b = upp§er(\"a\")") == [])
        #expect(definition("on thread error\n  let m = erro§r.message") == [])
    }

    @Test("Labels lead to their steps and branches")
    func labels() {
        #expect(definition("wait \"First\" 1s\ncheck \"c\" true\n  on fail: goto \"Fir§st\"") == ["1:\"First\""])
        #expect(
            definition("decide with rules\n  otherwise -> \"§B\"\n\"A\":\n  wait 1s\n\"B\":\n  wait 1s") == ["5:\"B\""])
    }

    @Test("Branches bind one name, and loops give it new values")
    func references() {
        let decision = """
            decide with rules
              when true -> "A"
              otherwise -> "B"
            "A":
              let v§ = 1
            "B":
              let v = 2
            let w = v + v
            """
        #expect(references(decision) == ["5:v", "7:v", "8:v", "8:v"])
        #expect(references("let n = 0\nrepeat 3 times\n  let §n = n + 1\nlet m = n") == ["1:n", "3:n", "3:n", "4:n"])
        #expect(
            references("let xs = [1]\nlet y = xs.map(x => x)\nlet z = xs.map(x => §x + x)") == ["3:x", "3:x", "3:x"])
        #expect(references("let a = 1\nlet b = 2 §+ 3") == [])
        let (document, offset) = document("let a§ = 1\nlet b = a")
        #expect(shown(document.references(at: offset, includingDefinitions: false), in: document) == ["2:a"])
    }

    @Test("The outline has declarations, steps and what is in them")
    func outline() {
        let document = ScriptDocument(SourceText(ScriptSample.text))
        func text(_ parts: [ScriptOutline], _ level: Int) -> [String] {
            parts.flatMap { part in
                [String(repeating: " ", count: level) + part.kind.rawValue + " " + part.name]
                    + text(part.children, level + 1)
            }
        }
        let lines = text(document.outline, 0)
        #expect(
            lines.prefix(5) == [
                "script refund_gate", "block version", "enumeration Lane", " member Auto", " member Manual",
            ])
        #expect(lines.contains("step Load order"))
        #expect(lines.contains(" branch Auto"))
        #expect(lines.contains("  binding verdict"))
        #expect(lines.last == "step Done")
    }

    @Test("Formatting changes the lines that differ, with the line ends there are")
    func formatting() throws {
        func formatted(_ text: String) throws -> (count: Int, text: String, edits: [ScriptEdit]) {
            let document = ScriptDocument(SourceText(text))
            let edits = try #require(document.formatting())
            return (edits.count, applied(edits, to: document), edits)
        }
        let one = try formatted("let a = 1\nlet b   =  2\nlet c = 3\n")
        #expect(one.text == "let a = 1\nlet b = 2\nlet c = 3\n")
        #expect(one.edits == [ScriptEdit(SourceRange(10, 22), "let b = 2")])
        #expect(try formatted("let a = 1\r\nlet b   =  2\r\n").text == "let a = 1\r\nlet b = 2\r\n")
        #expect(try formatted("let a  = 1\r\nlet b   =  2\r\n").text == "let a = 1\r\nlet b = 2\r\n")
        #expect(try formatted("let a = 1\r\n").count == 0)
        #expect(try formatted("let a = 1").text == "let a = 1\n")
        #expect(try formatted("let a = 1\n\n\n\nlet b = 2\n").text == "let a = 1\n\nlet b = 2\n")
        #expect(try formatted("\n\nlet a = 1\n").text == "let a = 1\n")
        #expect(ScriptDocument(SourceText("let = 1")).formatting() == nil)
    }

    @Test("The changes of formatting give the formatted text", arguments: [UInt64](0..<8))
    func formattingProperty(_ block: UInt64) throws {
        for seed in block * 20..<block * 20 + 20 {
            var generator = ScriptGenerator(seed: seed)
            let text = generator.script()
            let document = ScriptDocument(SourceText(text))
            let wanted = try #require(ScriptFormatter.format(document.source))
            let edits = try #require(document.formatting())
            let result = String(applied(edits, to: document).filter { $0 != "\r\n" && $0 != "\n" })
            try #require(result == String(wanted.filter { $0 != "\n" }), "seed \(seed)")
            let lines = applied(edits, to: document).split(omittingEmptySubsequences: false) { $0.isNewline }
            try #require(lines == wanted.split(omittingEmptySubsequences: false) { $0.isNewline }, "seed \(seed)")
        }
    }
}
