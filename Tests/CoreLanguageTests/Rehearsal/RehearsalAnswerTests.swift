import Testing

@testable import CoreLanguage

@Suite("What answers a rehearsal takes")
struct RehearsalAnswerTests {
    private func asked(_ arguments: String, _ rules: [JSONValue]) throws -> RehearsalOutcome {
        try rehearse(
            "ask \"Q\"\n  prompt = \"p\"\n  \(arguments)\n  -> a\nemit { v: a.value, n: a.attempt }",
            ["effects": .array(rules)])
    }

    @Test(
        "An answer that fits is the value, with or without who gave it",
        arguments: [
            ("options = [\"a\", \"b\"]", "a", "a"), ("options = [\"a\", \"b\"]", ["value": "b", "attempt": 1], "b"),
            ("type = integer", 3, 3),
            ("type = {value: integer, unit: text}", ["value": 3, "unit": "kg"], ["value": 3, "unit": "kg"]),
            ("context = 1", "x", "x"),
        ] as [(String, JSONValue, JSONValue)])
    func taken(_ arguments: String, _ answer: JSONValue, _ value: JSONValue) throws {
        let outcome = try asked(arguments, [["ask": true, "returns": answer]])
        #expect(outcome.result?["v"] == value)
    }

    @Test("One that does not is refused, and the person is asked again")
    func again() throws {
        let rules: [JSONValue] = [
            ["ask": true, "returns": "c", "times": 2, "takes_ms": 10], ["ask": true, "returns": "b", "takes_ms": 5],
        ]
        let outcome = try asked("options = [\"a\", \"b\"]", rules)
        #expect(outcome.result == ["v": "b", "n": 3])
        #expect(outcome.elapsedMilliseconds == 25)
        let late = try asked("options = [\"a\", \"b\"]\n  timeout = 20ms\n  default = null", rules)
        #expect(late.result?["v"] == .null && late.elapsedMilliseconds == 20)
    }

    @Test(
        "until no answer may be wrong any more",
        arguments: [("options = [\"a\"]", "c"), ("type = integer", "c"), ("type = boolean", 1)] as [(String, JSONValue)]
    )
    func exhausted(_ arguments: String, _ answer: JSONValue) throws {
        let outcome = try asked(arguments + "\n  max_retries = 2", [["ask": true, "returns": answer, "takes_ms": 1]])
        #expect(outcome.error?.code == "ASK_ANSWER_INVALID" && outcome.elapsedMilliseconds == 3)
    }

    @Test(
        "A model with a type gives a value of it",
        arguments: [
            (3, 3), (["text": "3", "value": 3], 3), ("three", nil), (["text": "q", "value": "n"], nil),
            (["text": "q"], nil),
        ] as [(JSONValue, JSONValue?)])
    func typed(_ answer: JSONValue, _ value: JSONValue?) throws {
        let outcome = try rehearse(
            "do with llm\n  prompt = \"p\"\n  type = integer\n  -> a\nemit { v: a.value }",
            ["effects": [["model": "llm", "returns": answer]]])
        #expect(outcome.result?["v"] == value)
        if value == nil { #expect(outcome.error?.code == "MODEL_ANSWER_INVALID") }
    }

    @Test(
        "What does not fit is told with its place",
        arguments: [
            ("x", "\"x\" is not of the type. "), (["a": 12], "At /a: 12 is too large. Use 9 or less."),
            (["text": "t", "value": ["a": 12]], "At /value/a: 12 is too large. Use 9 or less."),
        ] as [(JSONValue, String)])
    func fault(_ answer: JSONValue, _ words: String) throws {
        let source = "do with llm\n  prompt = \"p\"\n  type = { a : integer range(0, 9) }\n  -> a\nemit { v: a.value }"
        let message = try rehearse(source, ["effects": [["model": "llm", "returns": answer]]]).error?.message ?? ""
        #expect(message.contains(words) && message.hasSuffix("."), "\(message)")
        let question =
            "ask \"Q\"\n  prompt = \"p\"\n  max_retries = 0\n  type = { a : integer range(0, 9) }\n  -> a\nemit { a }"
        let other = try rehearse(question, ["effects": [["ask": true, "returns": answer]]]).error?.message ?? ""
        #expect(other.contains(words), "\(other)")
    }

    @Test("A type that is no JSON Schema, as only a program from elsewhere can have, takes no answer")
    func unusableType() throws {
        let source = "do with llm\n  prompt = \"p\"\n  type = { a : integer }\n  -> a\nemit { a }"
        let stored = try #require(ScriptCompiler.compile(SourceText(source)).program).encode().serializedString()
        let parts = stored.split(separator: "\"integer\"", omittingEmptySubsequences: false)
        let program = try Program(decoding: try JSONValue.parse(Array(parts.joined(separator: "\"intger\"").utf8)))
        let world = try RehearsalWorld(decoding: ["effects": [["model": "llm", "returns": ["a": 1]]]])
        let error = try #require(Rehearsal(program, world: world).run(inputs: [:]).error)
        #expect(error.code == "MODEL_ANSWER_INVALID" && error.message.contains("no JSON Schema"), "\(error.message)")
    }

    @Test(
        "The rule that is proposed gives an answer that is taken",
        arguments: [
            "{ b : integer }", "integer range(3, 9)", "number max(-2)", "text length(6, 8)", "list<date> min_items(2)",
            "{ a : list<{ at : timestamp, ok : boolean? }>, b? : binary, c : object }", "text?", "any", "Size",
            "{ n : number min(0.5), t : text length(0, 2), s : Size? }",
        ])
    func proposed(_ type: String) throws {
        for step in ["do with llm", "ask \"Q\""] {
            let source =
                "enum Size = Small | Large\n\(step)\n  prompt = \"p\"\n  type = { v : \(type) }\n  -> a\nemit { a }"
            let outcome = try rehearse(source)
            #expect(outcome.error?.code == "EFFECT_UNANSWERED")
            let again = try rehearse(source, ["effects": [try #require(outcome.rule)]])
            #expect(again.status == .completed, "\(type): \(outcome.rule ?? nil) \(again.error?.message ?? "")")
        }
    }

    @Test("Rules compare numbers by value, and the nearest says what it wants")
    func nearest() throws {
        let source = "do with llm\n  prompt = \"p\"\n  temperature = 0.5 * 2\n  -> a\nemit { v: a.text }"
        func outcome(_ temperature: JSONValue) throws -> RehearsalOutcome {
            try rehearse(
                source,
                ["effects": [["model": "llm", "input": ["temperature": temperature], "returns": ["text": "t"]]]])
        }
        #expect(try outcome(1).result == ["v": "t"])
        let message = try outcome(2).error?.message ?? ""
        #expect(message.contains("Rule 0 wants 2 at \"/temperature\", where 1.0 is."))
    }

    @Test("A wait that is tried again takes no event in its pause")
    func pause() throws {
        let outcome = try rehearse(
            "wait event \"e\"\n  timeout = 1s\n  on error: retry 2 every 5s\n  -> r\nemit { r }",
            ["events": [["name": "e", "at_ms": 2000, "payload": ["a": 5]]]])
        #expect(outcome.result == ["r": ["a": 5]])
        #expect(outcome.elapsedMilliseconds == 6000)
        #expect(outcome.trace.allSatisfy { $0.atMilliseconds <= $0.endedMilliseconds ?? .max })
    }
}
