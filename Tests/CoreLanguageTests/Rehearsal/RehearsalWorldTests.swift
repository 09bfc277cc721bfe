import Testing

@testable import CoreLanguage

/// Descriptions of worlds, and what no rehearsal may use up.
@Suite struct RehearsalWorldTests {
    @Test(arguments: [
        (#"[]"#, ""), (#"{"effect": []}"#, "/effect"), (#"{"now": "soon"}"#, "/now"), (#"{"now": 3}"#, "/now"),
        (#"{"environment": []}"#, "/environment"), (#"{"effects": {}}"#, "/effects"),
        (#"{"effects": [1]}"#, "/effects/0"),
        (#"{"effects": [{"returns": 1}]}"#, "/effects/0"),
        (#"{"effects": [{"tool": "a", "ask": true, "returns": 1}]}"#, "/effects/0/ask"),
        (#"{"effects": [{"tool": 1, "returns": 1}]}"#, "/effects/0/tool"),
        (#"{"effects": [{"ask": false, "returns": 1}]}"#, "/effects/0/ask"),
        (#"{"effects": [{"tool": "a"}]}"#, "/effects/0"),
        (#"{"effects": [{"tool": "a", "returns": 1, "fails": {"code": "X"}}]}"#, "/effects/0/fails"),
        (#"{"effects": [{"tool": "a", "fails": {"message": "X"}}]}"#, "/effects/0/fails"),
        (#"{"effects": [{"tool": "a", "fails": {"code": "X", "retryable": 1}}]}"#, "/effects/0/fails/retryable"),
        (#"{"effects": [{"tool": "a", "returns": 1, "path": "~x"}]}"#, "/effects/0/path"),
        (#"{"effects": [{"tool": "a", "returns": 1, "takes_ms": -1}]}"#, "/effects/0/takes_ms"),
        (#"{"effects": [{"tool": "a", "returns": 1, "takes_ms": 1e30}]}"#, "/effects/0/takes_ms"),
        (#"{"effects": [{"tool": "a", "returns": 1, "times": 0}]}"#, "/effects/0/times"),
        (#"{"effects": [{"tool": "a", "returns": 1, "items": 0}]}"#, "/effects/0/items"),
        (#"{"events": [{"at_ms": 1}]}"#, "/events/0"), (#"{"events": [{"name": "a", "at": 1}]}"#, "/events/0/at"),
        (#"{"cancel_at_ms": "1"}"#, "/cancel_at_ms"),
    ])
    func faultsHaveTheirPlace(_ text: String, _ pointer: String) throws {
        let value = try JSONValue.parse(text)
        let error = #expect(throws: RehearsalError.self) { try RehearsalWorld(decoding: value) }
        #expect(error?.pointer.description == pointer)
        #expect(error?.message.isEmpty == false && error?.hint.isEmpty == false)
    }

    @Test func thereAreOnlySoManyRules() throws {
        let rules = JSONValue.array(Array(repeating: ["tool": "a", "returns": 1], count: RehearsalWorld.countMax + 1))
        #expect(throws: RehearsalError.self) { try RehearsalWorld(decoding: ["effects": rules]) }
    }

    @Test func hintsNameTheNearestMember() throws {
        let error = #expect(throws: RehearsalError.self) { try RehearsalWorld(decoding: ["efects": []]) }
        #expect(error?.hint == "Did you mean \"effects\"?")
    }

    @Test func boundsEndIt() throws {
        let loop = "repeat while true\n  wait 1s"
        let effects = try rehearse(loop, limits: RehearsalLimits(effects: 100), isDoubtful: false)
        #expect(effects.status == .limit)
        #expect(effects.trace.count == 100)
        let time = try rehearse(loop, limits: RehearsalLimits(elapsedMilliseconds: 10_500), isDoubtful: false)
        #expect(time.status == .limit)
        #expect(time.elapsedMilliseconds == 10_000)
        let trace = try rehearse(
            "repeat while true\n  do \"a\" with echo\n    value = \"0123456789\"",
            limits: RehearsalLimits(traceBytes: 1_000), isDoubtful: false)
        #expect(trace.status == .limit)
        #expect(trace.trace.count < 50)
        let work = try rehearse(
            "repeat while true\n  let x = 1", machine: MachineLimits(instructionsPerAdvance: 100, instructions: 9_999),
            isDoubtful: false)
        #expect(work.error?.code == "INSTRUCTION_LIMIT")
        let rules = try rehearse(
            "repeat while true\n  do \"a\" with echo\n    value = 1",
            ["effects": [["tool": "echo", "input": ["value": 2], "returns": 1]]],
            limits: RehearsalLimits(comparisons: 50), isDoubtful: false)
        #expect(rules.status == .limit)
        #expect(rules.trace.count == 50)
    }

    /// A hundred thousand effects with as many rules as there may be, each for one of them: what is used up and what has
    /// another path costs nothing.
    @Test func manyEffectsTakeNoLonger() throws {
        let rules = (0..<RehearsalWorld.countMax).map { number -> JSONValue in
            number % 2 == 0
                ? ["tool": "echo", "path": .string("0.~\(number).0"), "returns": .integer(Int64(number))]
                : ["tool": "echo", "times": 1, "returns": -1]
        }
        let clock = ContinuousClock()
        var outcome = RehearsalOutcome()
        let time = try clock.measure {
            outcome = try rehearse(
                "repeat 100000 times as i\n  do \"a\" with echo\n    value = 1\n    -> x\nemit { x = 1 }",
                ["effects": .array(rules)], isDoubtful: false)
        }
        #expect(outcome.status == .completed)
        #expect(outcome.trace.count == 100_000)
        #expect(outcome.trace[4].end == .value(4))
        #expect(outcome.trace[5].end == .value(-1))
        #expect(outcome.trace[99_999].end == .value(1))
        #expect(time < .seconds(60))
    }

    @Test func theQueueKeepsOrder() {
        var random = JSONTestRandom(seed: 3)
        var queue = RehearsalQueue<Int>()
        var times: [(Int64, Int)] = []
        for number in 0..<2_000 {
            let time = Int64.random(in: 0..<50, using: &random)
            queue.add(number, at: time)
            times.append((time, number))
        }
        var found: [(Int64, Int)] = []
        while let (time, number) = queue.next() { found.append((time, number)) }
        #expect(found.elementsEqual(times.sorted { $0 < $1 }, by: ==))
    }
}
