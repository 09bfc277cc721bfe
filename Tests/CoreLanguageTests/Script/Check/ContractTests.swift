import CoreLanguage
import Testing

@Suite("What a script takes, gives and does")
struct ContractTests {
    private static let source = """
        -- @accepts_content_type application/pdf
        -- @accepts_content_type image/*
        -- @accepts_extension .PDF, png
        enum Lane = Auto | Manual
        enum Code = 200 | 404
        input
          id    : text length(1, 64) pattern("^[A-Z]+$")  -- the order
          lane  : Lane = Manual
          parts : list<{ name : text, count? : integer min(0) }> min_items(1) unique
        output
          code : Code
          note : text?
        stream
          text : text
        env
          KEY : text secret
        emit
          code = 200
        """

    @Test("The contract has every field")
    func contract() throws {
        let compilation = ScriptCompiler.compile(SourceText(Self.source))
        #expect(compilation.diagnostics.map(\.message) == [])
        let json = compilation.contract.encode()
        let id: JSONValue = [
            "name": "id", "type": ["base": "text"], "default_value_json": "", "description": "the order",
            "required": true,
            "constraints": ["min_length": 1, "max_length": 64, "pattern": "^[A-Z]+$"],
        ]
        #expect(json["inputs"]?[0] == id)
        #expect(json["inputs"]?[1]?["type"] == ["base": "text", "enum_name": "Lane"])
        #expect(json["inputs"]?[1]?["default_value_json"] == "\"Manual\"")
        #expect(json["inputs"]?[1]?["required"] == false)
        #expect(json["inputs"]?[2]?["constraints"] == ["min_items": 1, "unique": true])
        #expect(json["inputs"]?[2]?["type"]?["element"]?["fields"]?[1]?["required"] == false)
        #expect(json["outputs"]?[1]?["type"] == ["base": "text", "nullable": true])
        #expect(json["stream"]?[0]?["name"] == "text")
        #expect(json["env"]?[0]?["secret"] == true)
        #expect(json["enums"]?[0] == ["name": "Lane", "base": "symbol", "values_json": ["\"Auto\"", "\"Manual\""]])
        #expect(json["enums"]?[1] == ["name": "Code", "base": "integer", "values_json": ["200", "404"]])
        #expect(json["accepted_content_types"] == ["application/pdf", "image/*"])
        #expect(json["accepted_extensions"] == ["pdf", "png"])
    }

    @Test(
        "The schema of the input takes what the script takes",
        arguments: [
            (#"{"id":"A","parts":[{"name":"x"}]}"#, true),
            (#"{"id":"A","lane":"Auto","parts":[{"name":"x","count":2}]}"#, true),
            (#"{"parts":[{"name":"x"}]}"#, false), (#"{"id":"a","parts":[{"name":"x"}]}"#, false),
            (#"{"id":"A","parts":[]}"#, false), (#"{"id":"A","parts":[{"name":"x","count":-1}]}"#, false),
            (#"{"id":"A","parts":[{"name":"x"},{"name":"x"}]}"#, false),
            (#"{"id":"A","lane":"B","parts":[{"name":"x"}]}"#, false),
            (#"{"id":"A","parts":[{"name":"x"}],"more":1}"#, false),
        ])
    func schema(_ input: String, _ expected: Bool) throws {
        let contract = ScriptCompiler.compile(SourceText(Self.source)).contract
        let schema = try JSONSchema(compiling: contract.inputSchema)
        #expect(try schema.isValid(JSONValue.parse(input)) == expected)
    }

    private func effects(_ source: String) -> [String] {
        ScriptCompiler.compile(SourceText(source)).effects.entries.map { entry in
            let count = if case .times(let count) = entry.bound { "\(count)" } else { "unbounded" }
            return "\(entry.kind) \(entry.name) \(count)"
        }
    }

    @Test(
        "Effects and how often",
        arguments: [
            ("do with llm\n  prompt = \"x\"", ["model llm 1"]),
            ("each x in [1, 2, 3]\n  do with llm\n    prompt = \"x\"", ["model llm 3"]),
            ("input\n  l : list<text> max_items(4)\neach x in l\n  do with llm\n    prompt = x", ["model llm 4"]),
            ("input\n  l : list<text>\neach x in l\n  do with llm\n    prompt = x", ["model llm unbounded"]),
            ("repeat 5 times max 3\n  wait 1s", ["wait  3"]), ("repeat while 1 < 2 max 7\n  wait 1s", ["wait  7"]),
            ("repeat until 1 < 2\n  wait 1s", ["wait  unbounded"]),
            (
                "do with llm\n  prompt = \"x\"\n  on error: retry 2 then fallback llm { prompt = \"y\" }",
                ["model llm 4"]
            ),
            ("emit\nwait 1s", []),
            ("each x in [1, 2] sleep 1s\n  wait 2s", ["wait  4"]),
            ("repeat 3 times sleep 1s\n  send \"e\"", ["send e 3", "wait  3"]),
            ("decide \"q\" with llm\n  when \"a\" -> \"A\"\n  otherwise -> \"A\"\n\"A\": let _a = 1", ["model llm 2"]),
            ("each x in [1, 2]\n  wait 1s\n  on error: fallback llm { prompt: \"p\" }", ["model llm 2", "wait  2"]),
            ("repeat while true max 3\n  let _a = 1\n  on error: ignore\nwait 1s", ["wait  1"]),
            (
                "check \"One\" 1 > 0\n  on fail: goto \"C\"\nemit\nwait \"B\" 1s\nemit\ncheck \"C\" 1 > 5\n  on fail: goto \"B\"",
                ["wait  unbounded"]
            ),
            ("wait 1s\ncheck \"c\" ask llm \"q\"\n  on fail: retry 2", ["model llm 6", "wait  3"]),
            (
                "wait \"a\" 1s\nsend \"e\"\ncheck \"c\" true\n  on fail: goto \"a\"\nask \"s\"\n  prompt = \"x\"",
                ["ask s 1", "send e unbounded", "wait  unbounded"]
            ),
            ("agent \"a\" with llm\n  task = \"t\"\n  tools = []\n  max_iterations = 4", ["model llm 4"]),
            (
                "let _a = env(KEY)\nrun \"other\"\nwait event \"e\"",
                ["environment KEY 1", "event e 1", "script other 1"]
            ),
            ("on thread error\n  send \"failed\"\nwait 1s", ["send failed 1", "wait  1"]),
            ("repeat 4000000000 times\n  repeat 4000000000 times\n    wait 1s", ["wait  unbounded"]),
        ])
    func effects(_ source: String, _ expected: [String]) {
        #expect(effects(source) == expected)
    }

    @Test(
        "The price at most",
        arguments: [
            ("0.25", "0.75"), ("1", "3"), ("0", "0"), ("0.000000000000000001", "0.000000000000000003"), ("x", nil),
            ("-1", nil),
            ("999999999999999999999", nil), (".5", nil), ("1.", nil),
        ])
    func price(_ price: String, _ expected: String?) {
        let source = "each x in [1, 2, 3]\n  do with llm\n    prompt = \"x\""
        let effects = ScriptCompiler.compile(SourceText(source)).effects
        #expect(effects.priceMaximum { _ in price } == expected)
        #expect(effects.priceMaximum { _ in nil } == nil)
    }

    @Test(
        "Where no price is known there is no bound",
        arguments: [
            ("let _a = 1\nwait 1s\nask \"b\"\n  prompt = \"c\"", "0"), ("run \"other\"", nil),
            ("import tools\n  echo from native\ndo with echo\n  value = 1", "0"),
            ("import tools\n  frob from cloud\ndo with frob\n  value = 1", nil), ("do with llm\n  prompt = \"a\"", nil),
            ("plan \"a\" with llm\n  task = \"b\"\n  tools = []", nil), ("repeat 0 times\n  run \"other\"", "0"),
        ] as [(String, String?)])
    func unknownPrice(_ source: String, _ expected: String?) {
        let tools = ToolSignatures.standard
        let effects = ScriptCompiler.compile(SourceText(source)).effects
        #expect(effects.priceMaximum { tools[$0]?.priceMaximum } == expected)
    }

    @Test("What costs something without bound has no price")
    func unboundedPrice() {
        let effects = ScriptCompiler.compile(SourceText("repeat until 1 < 2\n  do with llm\n    prompt = \"x\""))
            .effects
        #expect(effects.priceMaximum { _ in "0.1" } == nil)
        #expect(effects.priceMaximum { _ in "0" } == "0")
    }
}
