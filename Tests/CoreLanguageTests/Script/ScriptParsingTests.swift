import CoreLanguage
import Testing

@Suite("Reading scripts")
struct ScriptParsingTests {
    private func read(_ text: String) -> SyntaxTree {
        let (tree, diagnostics) = ScriptParser.parse(SourceText(text))
        #expect(diagnostics.isEmpty, "\(text): \(diagnostics.map { "\($0.code) \($0.message)" })")
        return tree
    }

    @Test("The sample is read without a diagnostic")
    func sample() throws {
        let tree = read(ScriptSample.text)
        #expect(tree.declarations.count == 7)
        #expect(tree.steps.count == 5)
        #expect(!tree.hasErrors)
        guard case .input(let fields) = tree.declarations[3].kind else {
            Issue.record("no input")
            return
        }
        #expect(fields.map(\.name.text) == ["order_id", "amount"])
        #expect(fields.map(\.constraints.count) == [2, 1])
        #expect(fields.map(\.description) == [nil, "in minor units"])
        guard case .decide(let decision) = tree.steps[2].kind else {
            Issue.record("no decision")
            return
        }
        #expect(decision.cases.map(\.branch.text) == ["Auto"])
        #expect(decision.otherwise?.text == "Manual")
        #expect(decision.branches.map(\.name.text) == ["Auto", "Manual"])
        #expect(decision.branches[1].body.first?.binding?.name.text == "verdict")
        #expect(decision.branches[1].body.first?.arguments.count == 4)
        guard case .check(let check) = tree.steps[3].kind else {
            Issue.record("no check")
            return
        }
        #expect(check.onPass == .proceed)
        #expect(tree.steps[4].arguments.map(\.name.text) == ["state", "who"])
    }

    @Test(
        "Every form of the grammar",
        arguments: [
            "script \"a\"\n  one\n\n  two -- three\nversion \"1.0.0\"\n", "env\n  KEY : text secret = \"x\"\n",
            "enum A = -1 | 2.5\n",
            "enum A : text =\n  | \"a\"\n  | \"b\"\n", "import tools\n  a from native as b\n  c from mcp\n",
            "input\n  a? : list<list<text?>>? = []\n",
            "input\n  a : list<text>= []\n",
            "input\n  a : {\n    b : text, c? : number min(0)\n    \"d e\" : list\n  }?\n",
            "output\n  a : list<integer> min_items(1) max_items(-3) unique\n",
            "on thread error\n  emit\n    a = error.message\n",
            "do with t\n", "do \"a\" with t { b: 1, c } -> d\n", "do \"a\" with t {\n  b: 1\n  c = 2\n} ->> d\n",
            "do \"a\" with llm\n  type = { a : text, b? : list<number> }\n  \"x y\" = 1\n", "let a : text? = null\n",
            "each \"l\" a, b in c parallel 4 sleep 100ms\n  let d = a\n  -> e = d\n  on error: ignore\n",
            "each a in b sleep 100\n  emit\n",
            "pipe \"l\" a from b batch 10 parallel 2\n  yield\n    x = a\n  ->> c\n",
            "decide with llm\n  prompt = \"x\"\n  when \"a\" -> \"A\"\n  -> which\n\"A\": emit\n",
            "decide \"l\" with rules\n  when a -> \"A\"\n  otherwise -> \"B\"\n  \"A\":\n    let x = 1\n  \"B\": let x = 2\n",
            "check a\n", "check \"l\" not a\n", "check \"l\" (a)\n", "check \"a\" == b\n",
            "check \"l\" ask llm \"Is it?\"\n  model = \"m\"\n  on fail: retry 3\n",
            "check a\n  on pass: goto \"b\"\n  on fail: retry\n",
            "together \"l\"\n  lane \"a\"\n    emit\n  lane b:\n    emit\n  -> c\n  on error: pause\n",
            "repeat \"l\" 3 times as i\n  let a = i\n", "repeat until a max 10 sleep 1s\n  let b = 1\n",
            "repeat while a.b == 1 sleep 5\n  let c = 1\n",
            "wait 30s\n", "wait \"l\" for a\n", "wait until a.b\n",
            "wait event \"x\"\n  where = e => e.id == a\n  timeout = \"24h\"\n  -> b\n  on error: use null\n",
            "emit { a: 1 }\n", "yield \"l\" { a: 1 }\n", "send \"a\" to b { c: 1 }\n", "send \"a\"\n  c = 1\n",
            "ask \"a\" { type: number } -> b\n",
            "ask \"a\"\n  type = list<text>\n", "ask \"a\"\n  type = \"number\"\n",
            "agent \"a\" with llm\n  task = \"x\"\n  tools = [a, b]\n  -> c\n", "plan\n  task = \"x\"\n  -> p\n",
            "plan \"a\" with llm { task: \"x\" } -> p\n", "run p\n  a = 1\n", "run \"other\" { a: 1 } -> b\n",
            "do with t\n  on error: retry 3 every 2s up to 1m then fallback u { a: 1 }\n",
            "do with t\n  on error retry then fallback u\n    a = 1\n",
            "do with t\n  on error:\n    retry 2\n    use 1\n  -> a\n",
            "do with t\n  on error: fail \"x\"\n  undo with u\n    a = 1\n",
            "do with t\n  undo with u { a: 1 }\n  on = 1\n  undo = 2\n  emit = 3\n  or = 4\n  and = 5\n",
            "each x in xs:\n  emit\n", "",
            "-- nothing\n", "\n\n", "let a = 1", "let a = {\n-- x\n}\n", "input\n  or : text\n  and? : text\n",
        ])
    func forms(_ text: String) {
        let tree = read(text)
        #expect(tree.hasErrors == false)
        if text.contains("let") || text.contains("emit") { #expect(!tree.items.isEmpty) }
    }

    @Test("Line ends, tabs and a byte order mark make no difference")
    func lineEnds() {
        let expected = ScriptShape.text(of: read(ScriptSample.text))
        let bytes = Array(ScriptSample.text.utf8)
        let returns = bytes.map { $0 == 0x0A ? 0x0D : $0 }
        let pairs = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        var tabs: [UInt8] = []
        var isFront = true
        for byte in bytes {
            isFront = byte == 0x0A || (isFront && byte == 0x20)
            tabs.append(byte)
            if isFront, tabs.suffix(2) == [0x20, 0x20] {
                tabs.replaceSubrange(tabs.count - 2..<tabs.count, with: [0x09])
            }
        }
        for variant in [returns, pairs, tabs, [0xEF, 0xBB, 0xBF] + bytes] {
            let source = SourceText(bytes: variant)
            let (tree, diagnostics) = ScriptParser.parse(source)
            #expect(diagnostics.isEmpty)
            #expect(ScriptShape.text(of: tree) == expected)
        }
    }

    @Test("Positions count lines of each kind, and scalars")
    func positions() {
        let source = SourceText(bytes: [0xEF, 0xBB, 0xBF] + Array("aé😀b\r\nc\rd\ne".utf8))
        let places = [
            (3, 1, 1), (4, 1, 2), (6, 1, 3), (10, 1, 4), (13, 2, 1), (15, 3, 1), (17, 4, 1), (18, 4, 2), (99, 4, 2),
        ]
        for (offset, line, column) in places {
            #expect(source.position(of: offset) == (line, column), "\(offset)")
        }
        #expect(source.lineCount == 4)
        #expect(source.text(at: SourceRange(4, 10)) == "é😀")
        #expect(source.text(at: SourceRange(17, 99)) == "e")
    }

    @Test("A description keeps its paragraphs, and comments in it are none of it")
    func description() throws {
        let tree = read("script \"a\"\n  one\n  -- no\n    two\n\n  three -- and four\n\nlet a = 1\n")
        guard case .script(_, let lines) = try #require(tree.declarations.first).kind else {
            Issue.record("no script")
            return
        }
        #expect(lines.map(\.text) == ["one", "two", "", "three -- and four"])
        #expect(tree.comments.count == 1)
    }

    @Test("Comments at the end of fields describe them, also in shapes")
    func descriptions() throws {
        let tree = read(
            "input\n  a : { -- none\n    b : text, -- one\n    c : text -- two\n  } -- three\n  d : text\n  -- no\n")
        guard case .input(let fields) = try #require(tree.declarations.first).kind,
            case .shape(let inner) = fields[0].type.kind
        else {
            Issue.record("no shape")
            return
        }
        #expect(fields.map(\.description) == ["three", nil])
        #expect(inner.map(\.description) == ["one", "two"])
    }

    @Test("Annotations stand at the front of a line")
    func annotations() {
        let tree = read("-- @tag  a b \n--@author me\n  -- @tag no\nlet a = 1 -- @tag no\n-- tag no\n-- @license\n")
        #expect(tree.annotations.map(\.name.text) == ["tag", "author", "license"])
        #expect(tree.annotations.map(\.value.text) == ["a b", "me", ""])
    }
}
