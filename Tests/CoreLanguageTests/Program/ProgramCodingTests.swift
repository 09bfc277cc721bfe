import CoreLanguage
import CoreTesting
import Testing

@Suite("The stored form of programs")
struct ProgramCodingTests {
    /// Programs as format 1 stores them. They never change: old journals hold such programs.
    static let programs = [
        #"{"body":{"node":"graph","steps":[]},"format":1,"input_defaults":{},"input_schema":true,"kind":"recipe","#
            + #""name":"a:b:c","on_unhandled":"fail","output_schema":{},"result":{"op":"value","value":null},"#
            + #""version":"1.0.0"}"#,
        #"{"body":{"node":"graph","steps":[{"body":{"ingredient":"scrypted:text:nova-pro","input":{"fields":"#
            + #"[["user_prompt",{"items":[{"op":"value","value":"Rewrite: "},{"op":"ref","path":["text"],"#
            + #""root":"inputs"}],"op":"template"}],["max_tokens",{"op":"value","value":400}]],"op":"object"},"#
            + #""node":"call","version":"1.2.0"},"depends_on":[],"id":"clean","on_error":{"do":"fail"},"#
            + #""retry":{"attempts":3,"base_ms":15000,"cap_ms":300000,"factor":2,"jitter":"none"},"timeout_ms":120000,"#
            + #""when":{"left":{"op":"ref","path":["text"],"root":"inputs"},"op":"ne","right":{"op":"value","#
            + #""value":""}}},{"body":{"ingredient":"acme:tool:x","input":{"op":"ref","path":[],"root":"item"},"#
            + #""node":"call","version":"0.1.0"},"depends_on":["clean"],"for_each":{"items":{"op":"ref","#
            + #""path":["clean","output","parts"],"root":"steps"},"items_max":20,"lanes_max":4},"id":"fan","#
            + #""on_error":{"do":"substitute","value":{"op":"value","value":0}},"retry":{"attempts":1,"base_ms":0,"#
            + #""cap_ms":0,"factor":1.5,"jitter":"full"}},{"body":{"ingredient":"acme:tool:x","input":{"op":"value","#
            + #""value":{}},"node":"call","version":"0.1.0"},"depends_on":["clean","fan"],"id":"last","#
            + #""on_error":{"do":"skip"},"retry":{"attempts":3,"base_ms":15000,"cap_ms":300000,"factor":2,"#
            + #""jitter":"none"}}]},"format":1,"input_defaults":{"text":"x"},"input_schema":{"type":"object"},"#
            + #""kind":"script","name":"a:b:c","on_unhandled":"pause","output_schema":{"type":"object"},"#
            + #""result":{"op":"ref","path":["last","output"],"root":"steps"},"version":"1.0.0"}"#,
    ]

    @Test("Old programs are read, and written as they were", arguments: programs)
    func old(_ stored: String) throws {
        let program = try Program(decoding: .parse(stored))
        #expect(String(decoding: program.canonicalBytes(), as: UTF8.self) == stored)
        #expect(try Program(decoding: program.encode()) == program)
    }

    @Test("What a program says is what was stored")
    func contents() throws {
        let program = try Program(decoding: .parse(Self.programs[1]))
        #expect(program.kind == Program.Kind(rawValue: "script"))
        #expect(program.onUnhandled == .pause)
        #expect(program.inputDefaults == ["text": "x"])
        guard case .graph(let steps) = program.body else { return }
        #expect(steps.map(\.id) == ["clean", "fan", "last"])
        #expect(steps[0].timeoutMilliseconds == 120_000)
        #expect(steps[0].condition == (try Expression(parsing: "inputs.text != ''")))
        #expect(steps[1].forEach?.itemsMax == 20)
        #expect(steps[1].forEach?.lanesMax == 4)
        #expect(steps[1].onError == .substitute(.literal(0)))
        #expect(steps[1].retry.jitter == .full)
        #expect(steps[1].retry.factor == 1.5)
        #expect(steps[2].onError == .skip)
        #expect(steps[2].dependsOn == ["clean", "fan"])
    }

    @Test(
        "Faults are refused at their place",
        arguments: [
            ("/format", "2", "/format", "unsupported", "has format 2; this version of Scriptorium reads format 1"),
            ("/format", "\"1\"", "/format", "malformed", "The number of a format"),
            ("/format", "", "", "malformed", "\"format\" is missing"), ("/more", "1", "/more", "malformed", "\"more\""),
            ("/kind", "\"Recipe\"", "/kind", "malformed", "lower-case"),
            ("/kind", "\"\"", "/kind", "malformed", "1 to 32"),
            ("/on_unhandled", "\"stop\"", "/on_unhandled", "malformed", "pause, fail"),
            ("/input_schema", "[]", "/input_schema", "malformed", "JSON Schema"),
            ("/input_defaults", "[]", "/input_defaults", "malformed", "object"),
            ("/result", "{\"op\":\"x\"}", "/result/op", "unsupported", "\"x\" is no operator"),
            ("/body/node", "\"sequence\"", "/body/node", "unsupported", "\"sequence\" is no kind of node"),
            ("/body/extra", "1", "/body/extra", "malformed", "no member"),
            ("/body/steps/0/body/node", "\"ask\"", "/body/steps/0/body/node", "unsupported", "\"ask\""),
            ("/body/steps/0/id", "\"a.b\"", "/body/steps/0/id", "malformed", "A step's id"),
            ("/body/steps/1/id", "\"clean\"", "/body/steps", "malformed", "Two steps have the id \"clean\""),
            ("/body/steps/0/depends_on", "[\"zzz\"]", "/body/steps", "malformed", "\"zzz\", which is no step"),
            ("/body/steps/0/depends_on", "[\"last\"]", "/body/steps", "malformed", "clean → last → clean"),
            ("/body/steps/2/depends_on", "[\"fan\",\"clean\"]", "/body/steps/2/depends_on/1", "malformed", "sorted"),
            ("/body/steps/2/depends_on", "[\"fan\",\"fan\"]", "/body/steps/2/depends_on/1", "malformed", "none twice"),
            ("/body/steps/0/timeout_ms", "0", "/body/steps/0/timeout_ms", "malformed", "from 1 to 86400000"),
            ("/body/steps/0/retry/attempts", "0", "/body/steps/0/retry/attempts", "malformed", "from 1 to 100"),
            ("/body/steps/0/retry/factor", "0.5", "/body/steps/0/retry/factor", "malformed", "from 1.0 to 100.0"),
            ("/body/steps/0/retry/jitter", "1", "/body/steps/0/retry/jitter", "malformed", "none, full"),
            ("/body/steps/0/retry/extra", "1", "/body/steps/0/retry/extra", "malformed", "no member"),
            ("/body/steps/0/on_error/do", "\"hope\"", "/body/steps/0/on_error/do", "unsupported", "fail, skip or"),
            ("/body/steps/0/on_error/value", "1", "/body/steps/0/on_error/value", "malformed", "no member"),
            ("/body/steps/1/on_error/value", "", "/body/steps/1/on_error", "malformed", "\"value\" is missing"),
            ("/body/steps/1/for_each/items_max", "1001", "/body/steps/1/for_each/items_max", "malformed", "1 to 1000"),
            ("/body/steps/1/for_each/lanes_max", "0", "/body/steps/1/for_each/lanes_max", "malformed", "1 to 64"),
            ("/body/steps/1/body/input/op", "\"y\"", "/body/steps/1/body/input/op", "unsupported", "\"y\""),
        ])
    func faults(_ place: String, _ json: String, _ pointer: String, _ kind: String, _ message: String) throws {
        let stored = try JSONValue.parse(Self.programs[1])
        let replacement = try json.isEmpty ? Optional.none : JSONValue.parse(json)
        let broken = try stored.replacing(JSONPointer.parse(place).tokens[...], with: replacement)
        let error = try #require(throws: ProgramError.self, "\(place)") { try Program(decoding: broken) }
        #expect(error.pointer.description == pointer, "\(place) \(error)")
        #expect(error.kind.rawValue == kind, "\(place)")
        #expect(error.message.contains(message), "\(place): \(error.message)")
    }

    @Test("A graph is bounded, and a long chain needs no stack")
    func manySteps() throws {
        func program(_ count: Int, isCycle: Bool) -> Program {
            let steps = (0..<count).map { number in
                let next = number + 1 < count ? ["s\(number + 1)"] : isCycle ? ["s0"] : []
                let call = IngredientCall(ingredient: "a:b:c", version: "1.0.0", input: .literal([:]))
                return GraphStep(id: "s\(number)", dependsOn: next, body: call)
            }
            return Program(
                kind: .recipe, name: "x", version: "1", onUnhandled: .fail, inputSchema: [:], outputSchema: [:],
                body: .graph(steps), result: .literal(.null))
        }
        let longest = program(Node.graphStepsMax, isCycle: false)
        #expect(try Program(decoding: longest.encode()) == longest)
        let cycle = program(Node.graphStepsMax, isCycle: true).encode()
        #expect(throws: ProgramError.self) { try Program(decoding: cycle) }
        let tooMany = program(Node.graphStepsMax + 1, isCycle: false).encode()
        let error = try #require(throws: ProgramError.self) { try Program(decoding: tooMany) }
        #expect(error.message.contains("at most 4096 steps"))
    }

    @Test("Damaged programs are refused or read, never more", arguments: Torture.seeds(0..<3))
    func damaged(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<200 {
            var bytes = Array(Self.programs[1].utf8)
            for _ in 0..<3 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = "\"{}[]:,01ae".utf8.randomElement(using: &random) ?? 0
            }
            guard let value = try? JSONValue.parse(bytes), let read = try? Program(decoding: value) else { continue }
            #expect((try? Program(decoding: .parse(read.canonicalBytes()))) == read)
        }
    }
}
