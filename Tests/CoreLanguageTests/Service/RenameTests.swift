import CoreLanguage
import CoreTesting
import Testing

@Suite("Renaming")
struct RenameTests {
    /// The text afterwards, or why there is none.
    private func renamed(_ marked: String, to name: String) -> String {
        let (document, offset) = document(marked)
        do throws(RenameRefusal) {
            return applied(try document.rename(at: offset, to: name), to: document)
        } catch {
            return "refused: \(error.message)"
        }
    }

    @Test("All places of a name change, and nothing else")
    func places() {
        #expect(
            renamed("let a§ = 1\nlet b = \"{a}\" + \"a\" -- a", to: "c") == "let c = 1\nlet b = \"{c}\" + \"a\" -- a")
        #expect(
            renamed("let xs = [1]\nlet y = xs.map(x => x)\nlet z = xs.map(x => §x)", to: "n")
                == "let xs = [1]\nlet y = xs.map(x => x)\nlet z = xs.map(n => n)")
        #expect(
            renamed("input\n  order : {id : text}\nlet id = order§.id", to: "o")
                == "input\n  o : {id : text}\nlet id = o.id")
        #expect(
            renamed("let n = 0\nrepeat 3 times\n  let n = n§ + 1", to: "m")
                == "let m = 0\nrepeat 3 times\n  let m = m + 1")
    }

    @Test("Short members keep their names")
    func shortMembers() {
        #expect(renamed("let a§ = 1\nlet b = {a, c: a}", to: "n") == "let n = 1\nlet b = {a: n, c: n}")
        #expect(renamed("let a§ = 1\nlet b = {\n  x: 1\n  a\n}", to: "n") == "let n = 1\nlet b = {\n  x: 1\n  a: n\n}")
        #expect(
            renamed("let url§ = \"x\"\nimport tools\n  http_request from native\ndo with http_request { url }", to: "u")
                .hasSuffix("{ url: u }"))
    }

    @Test("Enumerations, their members and tools")
    func others() {
        #expect(
            renamed("enum Lane§ = A | B\nlet x: Lane = Lane.A", to: "Way") == "enum Way = A | B\nlet x: Way = Way.A")
        #expect(
            renamed("enum Lane = A§ | B\nlet x: Lane = A\nlet y = Lane.A", to: "C")
                == "enum Lane = C | B\nlet x: Lane = C\nlet y = Lane.C")
        let tools = "import tools\n  grep from native\ndo with gre§p\n  pattern = \"x\""
        #expect(
            renamed(tools, to: "find") == "import tools\n  grep from native as find\ndo with find\n  pattern = \"x\"")
        let list = "import tools\n  grep from native as g§\nagent with llm\n  task = \"x\"\n  tools = [g, \"g\"]"
        #expect(renamed(list, to: "h").hasSuffix("tools = [h, \"h\"]"))
    }

    @Test(
        "What can't be a name, or would stand for something else, is refused",
        arguments: [
            ("let a§ = 1", "1x"), ("let a§ = 1", "a b"), ("let a§ = 1", ""), ("let a§ = 1", "null"),
            ("let a§ = 1", "error"),
            ("let a§ = 1", String(repeating: "x", count: 65)),
            // It is bound already, is captured by a parameter, or captures.
            ("let a§ = 1\nlet b = 2", "b"), ("let a§ = 1\nlet xs = [1]\nlet y = xs.map(x => x + a)", "x"),
            ("let a = 1\nlet xs = [1]\nlet y = xs.map(x§ => x + a)", "a"),
            ("input\n  a : text\nlet b§ = 1", "a"), ("enum E = A | B\nlet x§ = B\nlet y = A", "A"),
            ("enum E = A§ | B\nlet x = A", "B"),
            // It belongs to the language, or is none.
            ("let a = upp§er(\"x\")", "lower"), ("on thread error\n  let m = erro§r.message", "fault"),
            ("let a = 1§2", "b"),
            // It stands in a line that can't be read.
            ("let a§ = 1\nlet ) a", "b"),
            // Something unknown would get a meaning.
            ("let a§ = 1\nlet b = c", "c"),
        ])
    func refusals(_ marked: String, _ name: String) {
        #expect(renamed(marked, to: name).hasPrefix("refused: "))
    }

    @Test("Labels change where they stand and where a jump or a case leads there")
    func labels() {
        let script = "wait \"Fi§rst\" 1s\ncheck \"c\" true\n  on fail: goto \"First\"\nwait \"Last\" 1s"
        let first = "wait \"Begin\" 1s\ncheck \"c\" true\n  on fail: goto \"Begin\"\nwait \"Last\" 1s"
        #expect(renamed(script, to: "Begin") == first)
        #expect(
            renamed("wait \"First\" 1s\ncheck \"c\" true\n  on fail: goto \"§First\"\nwait \"Last\" 1s", to: "Begin")
                == first)
        #expect(renamed(script, to: "Last").hasPrefix("refused: "), "the jump would lead to either")
        #expect(renamed(script, to: "a \"b\"").hasPrefix("refused: A label is"))
        let head = "decide with rules"
        let cases = "\n  when true -> \"A\"\n  otherwise -> \"B\"\n\"A\":\n  wait 1s\n\"§B\":\n  wait 1s"
        #expect(
            renamed(head + cases, to: "C")
                == head + "\n  when true -> \"A\"\n  otherwise -> \"C\"\n\"A\":\n  wait 1s\n\"C\":\n  wait 1s")
        #expect(renamed(head + "\n  -> v" + cases, to: "C").hasPrefix("refused: The value of this decision, `v`"))
    }

    @Test("What is known outside of the script keeps its name, and it is said why")
    func outside() {
        #expect(
            renamed("output\n  st§ate : text", to: "x") == "refused: `state` is an output: whoever runs the "
                + "script reads it by this name, outside of the script.")
        #expect(renamed("env\n  KE§Y : text", to: "x").hasPrefix("refused: `KEY` is a variable of the environment"))
        #expect(renamed("input\n  a : { b§ : text }", to: "x").hasPrefix("refused: Fields inside of `a` keep"))
    }

    @Test("A name that is bound twice by mistake can be changed")
    func mending() {
        #expect(renamed("let a = 1\nlet a§ = 2\nlet b = a", to: "c") == "let a = 1\nlet c = 2\nlet b = c")
    }

    /// Scripts whose names are used in many ways.
    private static func script(_ seed: UInt64) -> String {
        var random = SeededRandom(seed: seed)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        var text =
            "enum Lane = Auto | Manual\ninput\n  first : integer\n  items : list<{n : integer, lane : Lane}>\nimport tools\n  echo from native as say\n"
        var numbers = ["first"]
        for n in 0..<(3 + pick(6)) {
            let one = numbers[pick(numbers.count)]
            switch pick(8) {
            case 0: text += "let v\(n) = \(one) + 1\n"
            case 1: text += "let _o\(n) = {\(one), x: {\(one)}}\n"; continue
            case 2: text += "let v\(n) = items.filter(i => i.lane == Auto).map(i => i.n + \(one)).sum()\n"
            case 3:
                text +=
                    "decide with rules\n  when \(one) > 3 -> \"A\"\n  otherwise -> \"B\"\n\"A\":\n  let v\(n) = \(one)\n\"B\":\n  let v\(n) = 2\n"
            case 4:
                text +=
                    "each item\(n), at\(n) in items\n  let in\(n) = at\(n) + item\(n).n + \(one)\n  -> _l\(n) = in\(n)\n";
                continue
            case 5: text += "let v\(n) = 0\nrepeat 3 times as r\(n)\n  let v\(n) = v\(n) + r\(n) + \(one)\n"
            case 6: text += "do with say { value: \"{\(one)}\" } -> _s\(n)\n"; continue
            default:
                text +=
                    "let l\(n): Lane = if \(one) == 1 then Auto else Lane.Manual\nlet v\(n) = if l\(n) == Manual then \(one) else 0\n"
            }
            numbers.append("v\(n)")
        }
        return text + "let _end = \"\(numbers.map { "{\($0)}" }.joined())\"\n"
    }

    @Test("The program stays the same but for the name, and there and back it is the same", arguments: [UInt64](0..<8))
    func property(_ block: UInt64) throws {
        for seed in block * 12..<block * 12 + 12 {
            let before = ScriptDocument(SourceText(Self.script(seed)))
            try #require(before.compilation.program != nil, "\(before.diagnostics)\n\(before.source.text)")
            var random = SeededRandom(seed: seed)
            for _ in 0..<5 {
                let offset = Int(random.next() % UInt64(before.source.bytes.count))
                guard let range = try? before.renameRange(at: offset) else { continue }  // reason: no name is there
                let old = before.source.text(at: range)
                let edits = try before.rename(at: offset, to: "fresh_name")
                let after = ScriptDocument(SourceText(applied(edits, to: before)))
                try #require(Self.codes(after) == Self.codes(before), "\(old)\n\(after.source.text)")
                let program = try #require(after.compilation.program).encode().serializedString()
                try #require(
                    Self.replacing(program, "fresh_name", old)
                        == before.compilation.program?.encode().serializedString(), "\(old)\n\(after.source.text)")
                let place = try #require(edits.first { $0.replacement == "fresh_name" })
                let back = try after.rename(at: Self.moved(place, edits), to: old)
                let last = ScriptDocument(SourceText(applied(back, to: after)))
                try #require(last.compilation.program == before.compilation.program, "\(old)\n\(last.source.text)")
            }
        }
    }

    /// The codes in their order, without those that say that nothing reads a name: it depends on the name.
    private static func codes(_ document: ScriptDocument) -> [String] {
        document.diagnostics.map(\.code.name).filter { $0 != "W301" }
    }

    private static func moved(_ edit: ScriptEdit, _ edits: [ScriptEdit]) -> Int {
        edits.filter { $0.range.start < edit.range.start }
            .reduce(edit.range.start) { $0 + $1.replacement.utf8.count - $1.range.count }
    }

    private static func replacing(_ text: String, _ part: String, _ new: String) -> String {
        var rest = Array(text.utf8)[...]
        var result: [UInt8] = []
        let part = Array(part.utf8)
        while !rest.isEmpty {
            if rest.starts(with: part) {
                result += Array(new.utf8)
                rest = rest.dropFirst(part.count)
            } else if let byte = rest.popFirst() {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    @Test("Random scripts, right or wrong: no new diagnostic, and what is refused stays", arguments: [UInt64](0..<8))
    func randomScripts(_ block: UInt64) throws {
        var changed = 0
        for seed in block * 20..<block * 20 + 20 {
            var generator = ScriptGenerator(seed: seed)
            let before = ScriptDocument(SourceText(generator.script()))
            var random = SeededRandom(seed: seed)
            for _ in 0..<6 {
                let offset = Int(random.next() % UInt64(before.source.bytes.count))
                guard let edits = try? before.rename(at: offset, to: "fresh_name") else { continue }  // reason: refused
                let after = ScriptDocument(SourceText(applied(edits, to: before)))
                let codes = Dictionary(before.diagnostics.map { ($0.code, 1) }, uniquingKeysWith: +)
                let found = Dictionary(after.diagnostics.map { ($0.code, 1) }, uniquingKeysWith: +)
                try #require(
                    found.allSatisfy { $0.key.name == "W301" || $0.value <= codes[$0.key] ?? 0 }, "seed \(seed)")
                changed += 1
            }
        }
        #expect(changed > 0)
    }
}
