import CoreLanguage
import Testing

@Suite("The stored form of scripts")
struct ProgramGoldenTests {
    @Test("An old script is read, written as it was, and runs")
    func script() throws {
        let program = try Program(decoding: .parse(ProgramGolden.script))
        let bytes = program.canonicalBytes()
        #expect(String(decoding: bytes, as: UTF8.self) == ProgramGolden.script)
        #expect(SHA256Sum.of(bytes) == ProgramGolden.digest)
        try ProgramVerifier.verify(program)
    }

    @Test("It says what was stored")
    func contents() throws {
        let program = try Program(decoding: .parse(ProgramGolden.script))
        #expect(program.kind == .script)
        #expect(program.threadError?.steps.count == 1)
        #expect(program.environment.map(\.name) == ["ORDERS_URL", "API_KEY"])
        #expect(program.environment[0].fallback == "http://localhost:8080")
        #expect(program.environment[1].isSecret && program.environment[1].isRequired)
        #expect(!program.environment[0].isSecret && !program.environment[0].isRequired)
        guard case .block(let block) = program.body else { throw ProgramError(.malformed, at: .root, "no block") }
        #expect(block.steps[0].label == "Load order")
        #expect(block.steps[0].binding == .init("order"))
        #expect(block.steps[0].onError?.retry?.jitter == .full)
        #expect(block.steps[3].binding == .init("words", isStream: true))
        #expect(
            block.steps[10].action
                == .together([
                    Lane(
                        "left",
                        Block([
                            BlockStep(
                                action: .agent(
                                    .object([.init(key: "task", value: .literal("Look"))]),
                                    tools: [ToolName("http_request", from: "native")]), binding: .init("found"))
                        ])),
                    Lane(
                        "right",
                        Block([
                            BlockStep(
                                action: .plan(.object([.init(key: "task", value: .literal("Plan"))]), tools: []),
                                binding: .init("plan")),
                            BlockStep(
                                action: .run(.plan(Piece.ref("plan")), input: .literal([:])), binding: .init("made")),
                        ])),
                ]))
    }

    @Test(
        "Faults are refused at their place",
        arguments: [
            ("/body/steps/0/do", "\"doo\"", "/body/steps/0/do", "unsupported", "\"doo\" is no step that is known here"),
            ("/body/steps/5/do", "\"eech\"", "/body/steps/5/do", "unsupported", "Did you mean \"each\"?"),
            ("/body/steps/0/do", "", "/body/steps/0", "malformed", "\"do\" is missing"),
            ("/body/steps/0/extra", "1", "/body/steps/0/extra", "malformed", "no member \"extra\""),
            ("/body/steps/1/tool", "1", "/body/steps/1/tool", "malformed", "no member \"tool\""),
            ("/body/steps", "{}", "/body/steps", "malformed", "An array"),
            ("/body/steps/0", "1", "/body/steps/0", "malformed", "An object"),
            ("/body/more", "1", "/body/more", "malformed", "no member"),
            ("/thread_error", "{}", "/thread_error", "malformed", "An array"),
            ("/stream_schema", "1", "/stream_schema", "malformed", "JSON Schema"),
            ("/environment", "{}", "/environment", "malformed", "An array"),
            ("/environment/0/name", "\"A-B\"", "/environment/0/name", "malformed", "A name is"),
            ("/environment/1/name", "\"ORDERS_URL\"", "/environment/1", "malformed", "Two variables"),
            ("/environment/1/secret", "1", "/environment/1/secret", "malformed", "true or false"),
            ("/environment/0/schema", "1", "/environment/0/schema", "malformed", "JSON Schema"),
            ("/environment/0/x", "1", "/environment/0/x", "malformed", "no member"),
            ("/body/steps/0/label", "1", "/body/steps/0/label", "malformed", "A string"),
            ("/body/steps/0/bind", "\"a b\"", "/body/steps/0/bind", "malformed", "A name is"),
            ("/body/steps/0/bind_stream", "\"s\"", "/body/steps/0/bind_stream", "malformed", "Beside \"bind\""),
            (
                "/body/steps/0/on_error/do", "\"hope\"", "/body/steps/0/on_error/do", "unsupported",
                "hand_on, ignore, use"
            ),
            ("/body/steps/0/on_error/value", "1", "/body/steps/0/on_error/value", "malformed", "no member"),
            (
                "/body/steps/0/on_error/retry/attempts", "0", "/body/steps/0/on_error/retry/attempts", "malformed",
                "from 1 to 100"
            ),
            ("/body/steps/0/undo/tool", "", "/body/steps/0/undo", "malformed", "\"tool\" is missing"),
            ("/body/steps/0/tool/source", "", "/body/steps/0/tool", "malformed", "\"source\" is missing"),
            (
                "/body/steps/4/items", "{\"op\":\"value\",\"value\":[]}", "/body/steps/4/items", "malformed",
                "Beside \"stream\""
            ),
            (
                "/body/steps/4/stream", "", "/body/steps/4", "malformed",
                "One of the members \"stream\", \"items\" is missing"
            ),
            ("/body/steps/5/item", "\"1\"", "/body/steps/5/item", "malformed", "A name is"),
            ("/body/steps/6/cases/0/branch", "2", "/body/steps/6/cases/0/branch", "malformed", "from 0 to 1"),
            ("/body/steps/6/otherwise", "2", "/body/steps/6/otherwise", "malformed", "from 0 to 1"),
            ("/body/steps/6/branches/0/name", "1", "/body/steps/6/branches/0/name", "malformed", "A string"),
            ("/body/steps/6/branches/0/x", "1", "/body/steps/6/branches/0/x", "malformed", "no member"),
            (
                "/body/steps/6/branches/1/body/1/on_fail/levels", "-1",
                "/body/steps/6/branches/1/body/1/on_fail/levels", "malformed", "from 0 to 257"
            ),
            (
                "/body/steps/8/on_pass/do", "\"stop\"", "/body/steps/8/on_pass/do", "unsupported",
                "proceed, goto, retry, fail"
            ),
            ("/body/steps/8/on_pass/step", "-1", "/body/steps/8/on_pass/step", "malformed", "from 0 to 100000"),
            ("/body/steps/8/on_fail", "", "/body/steps/8", "malformed", "\"on_fail\" is missing"),
            ("/body/steps/8/on_fail/step", "1", "/body/steps/8/on_fail/step", "malformed", "no member"),
            (
                "/body/steps/10/lanes/0/body/0/tools", "1", "/body/steps/10/lanes/0/body/0/tools", "malformed",
                "An array"
            ),
            (
                "/body/steps/11/plan", "{\"op\":\"value\",\"value\":1}", "/body/steps/11/plan", "malformed",
                "Beside \"script\""
            ),
            (
                "/body/steps/13/times", "{\"op\":\"value\",\"value\":1}", "/body/steps/13/until", "malformed",
                "Beside \"times\""
            ),
            (
                "/body/steps/17/where", "{\"op\":\"lambda\",\"parameters\":[],\"body\":{\"op\":\"value\",\"value\":1}}",
                "/body/steps/17/where", "malformed", "waits for an event"
            ),
            (
                "/body/steps/17/timeout_ms", "{\"op\":\"value\",\"value\":1}", "/body/steps/17/timeout_ms", "malformed",
                "waits for an event"
            ),
        ])
    func faults(_ place: String, _ json: String, _ pointer: String, _ kind: String, _ message: String) throws {
        let stored = try JSONValue.parse(ProgramGolden.script)
        let replacement = try json.isEmpty ? Optional.none : JSONValue.parse(json)
        let broken = try stored.replacing(JSONPointer.parse(place).tokens[...], with: replacement)
        let error = try #require(throws: ProgramError.self, "\(place)") { try Program(decoding: broken) }
        #expect(error.pointer.description == pointer, "\(place) \(error)")
        #expect(error.kind.rawValue == kind, "\(place)")
        #expect(error.message.contains(message), "\(place): \(error.message)")
    }

    @Test("A recipe has nothing of a script", arguments: ["thread_error", "stream_schema", "environment"])
    func recipe(_ key: String) throws {
        let stored = try JSONValue.parse(ProgramCodingTests.programs[0])
        let broken = stored.replacing([key][...], with: key == "stream_schema" ? [:] : [])
        let error = try #require(throws: ProgramError.self) { try Program(decoding: broken) }
        #expect(error.pointer.description == "/" + key)
    }

    @Test("What is left out by default may be said")
    func defaults() throws {
        let stored = try JSONValue.parse(ProgramGolden.script)
        let places: [(String, JSONValue)] = [
            ("/environment/0/required", false), ("/environment/0/secret", false), ("/environment/1/schema", true),
            ("/body/steps/8/on_pass/levels", 0), ("/body/steps/9/on_pass", ["do": "proceed"]),
        ]
        let said = try places.reduce(stored) { value, place in
            value.replacing(try JSONPointer.parse(place.0).tokens[...], with: place.1)
        }
        #expect(try String(decoding: Program(decoding: said).canonicalBytes(), as: UTF8.self) == ProgramGolden.script)
        let steps = try JSONPointer.parse("/body/steps").resolve(in: said)?.arrayValue
        #expect(steps?.count == 21)
    }

    @Test("There are at most 100,000 steps, and they are counted together")
    func count() throws {
        let step = BlockStep(action: .wait(.duration(milliseconds: .literal(1))))
        let half = Array(repeating: step, count: 50_000)
        let program = Piece.script(half, threadError: half)
        let isSame = try Program(decoding: program.encode()) == program
        #expect(isSame)
        let error = try #require(throws: ProgramError.self) {
            try Program(decoding: Piece.script(half, threadError: half + [step]).encode())
        }
        #expect(error.pointer.description == "/thread_error")
    }
}

/// SHA-256 (FIPS 180-4), for the digests of stored programs.
enum SHA256Sum {
    static func of(_ bytes: [UInt8]) -> String {
        let primes = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }.prefix(64)
        let constants = primes.map { fraction(cbrt(of: Double($0))) }
        var state = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
        var padded = bytes + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        padded += (0..<8).map { UInt8(truncatingIfNeeded: (bytes.count * 8) >> (56 - 8 * $0)) }
        for start in stride(from: 0, to: padded.count, by: 64) {
            add(padded[start..<start + 64], constants, &state)
        }
        return state.map { word in String((UInt64(1) << 32) | UInt64(word), radix: 16).dropFirst() }.joined()
    }

    private static func cbrt(of number: Double) -> Double {
        var root = number / 2
        for _ in 0..<100 { root -= (root * root * root - number) / (3 * root * root) }
        return root
    }

    private static func fraction(_ number: Double) -> UInt32 {
        UInt32(((number - number.rounded(.down)) * 4_294_967_296).rounded(.down))
    }

    private static func add(_ block: ArraySlice<UInt8>, _ constants: [UInt32], _ state: inout [UInt32]) {
        func turned(_ word: UInt32, _ count: UInt32) -> UInt32 { (word >> count) | (word << (32 - count)) }
        let bytes = Array(block)
        var words = (0..<16).map { place in
            bytes[place * 4..<place * 4 + 4].reduce(UInt32(0)) { ($0 << 8) | UInt32($1) }
        }
        for place in 16..<64 {
            let (early, late) = (words[place - 15], words[place - 2])
            let first = turned(early, 7) ^ turned(early, 18) ^ (early >> 3)
            let second = turned(late, 17) ^ turned(late, 19) ^ (late >> 10)
            words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
        }
        var now = state
        for place in 0..<64 {
            let sum = turned(now[4], 6) ^ turned(now[4], 11) ^ turned(now[4], 25)
            let choice = (now[4] & now[5]) ^ (~now[4] & now[6])
            let first = now[7] &+ sum &+ choice &+ constants[place] &+ words[place]
            let other = turned(now[0], 2) ^ turned(now[0], 13) ^ turned(now[0], 22)
            let majority = (now[0] & now[1]) ^ (now[0] & now[2]) ^ (now[1] & now[2])
            now = [first &+ other &+ majority, now[0], now[1], now[2], now[3] &+ first, now[4], now[5], now[6]]
        }
        for place in 0..<8 { state[place] &+= now[place] }
    }
}
