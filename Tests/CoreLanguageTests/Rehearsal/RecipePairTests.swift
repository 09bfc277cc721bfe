import Testing

@testable import CoreLanguage

/// Recipes and scripts that do the same want the same done, in the same order, and give the same.
@Suite struct RecipePairTests {
    private typealias Graph = MachineGraphTests

    /// What an effect is apart from its path.
    private static func lines(_ outcome: RehearsalOutcome) -> [String] {
        outcome.trace.map { entry in
            let end = entry.end.map { "\($0)" } ?? ""
            let effect = entry.effect == "ingredient" ? "tool" : entry.effect
            let input = entry.input.serializedString(.canonical)
            let ended = entry.endedMilliseconds ?? -1
            return "\(entry.atMilliseconds)..\(ended) \(effect) \(entry.name ?? "") \(input) #\(entry.attempt) "
                + (end.hasPrefix("error") ? "error" : end)
        }
    }

    private static func compare(
        _ source: String, _ steps: [GraphStep], result: Expression, rules: [JSONValue], inputs: JSONValue = [:],
        expected: JSONValue, effects: Int
    ) throws {
        let script = try rehearse(
            "import tools\n  load from native\n  save from native\n" + source, ["effects": .array(rules)],
            inputs: inputs)
        let own = rules.map { rule -> JSONValue in
            var rule = rule.objectValue ?? [:]
            rule["ingredient"] = rule["tool"]
            rule["tool"] = nil
            return .object(rule)
        }
        var rehearsal = Rehearsal(
            Graph.program(steps, result: result), world: try RehearsalWorld(decoding: ["effects": .array(own)]))
        rehearsal.isDoubtful = true
        let recipe = rehearsal.run(inputs: inputs)
        #expect(lines(recipe) == lines(script))
        #expect(recipe.trace.count == effects)
        #expect(recipe.result == expected)
        #expect(script.result == expected)
        #expect(recipe.elapsedMilliseconds == script.elapsedMilliseconds)
    }

    @Test func aSequence() throws {
        try Self.compare(
            """
            input
              id : integer
            do "a" with load
              id = id
              -> a
            do "b" with save
              what = a?.x
              -> b
            emit { b = b }
            """,
            [
                Graph.step("a", call: "load", .members(["id": .name("inputs.id")])),
                Graph.step("b", after: ["a"], call: "save", .members(["what": .name("steps.a.output.x")])),
            ], result: .members(["b": .name("steps.b.output")]),
            rules: [["tool": "load", "returns": ["x": 5], "takes_ms": 7], ["tool": "save", "returns": "ok"]],
            inputs: ["id": 3], expected: ["b": "ok"], effects: 2)
    }

    @Test(arguments: [true, false]) func aCondition(_ isWanted: Bool) throws {
        try Self.compare(
            """
            input
              wanted : boolean
            decide "?" with rules
              when wanted -> "Yes"
              otherwise -> "No"
            "Yes":
              do "a" with load
                n = 1
                -> a
            "No":
              let a = null
            do "b" with save
              a = a
              -> b
            emit { b = b }
            """,
            [
                Graph.step("a", when: .name("inputs.wanted"), call: "load", .members(["n": .value(1)])),
                Graph.step("b", after: ["a"], call: "save", .members(["a": .name("steps.a.output")])),
            ], result: .members(["b": .name("steps.b.output")]),
            rules: [["tool": "load", "returns": "l"], ["tool": "save", "returns": "s"]],
            inputs: ["wanted": .bool(isWanted)], expected: ["b": "s"], effects: isWanted ? 2 : 1)
    }

    @Test func aListInLanes() throws {
        try Self.compare(
            """
            input
              list : list<integer>
            each x, i in list parallel 2
              do "a" with load
                x = x
                i = i
                -> a
              -> all = a
            emit { all = all }
            """,
            [
                Graph.step(
                    "a", each: ForEach(items: .name("inputs.list"), lanesMax: 2), call: "load",
                    .members(["x": .name("item"), "i": .name("index")]))
            ], result: .members(["all": .name("steps.a.output")]),
            rules: [
                ["tool": "load", "input": ["x": 30], "takes_ms": 30, "returns": "a"],
                ["tool": "load", "input": ["x": 20], "takes_ms": 20, "returns": "b"],
                ["tool": "load", "takes_ms": 15, "returns": "c"],
            ], inputs: ["list": [30, 20, 9, 8]], expected: ["all": ["a", "b", "c", "c"]], effects: 4)
    }

    @Test func whatFailsIsTriedAgainAndReplaced() throws {
        let retry = RetryPolicy(attempts: 4, baseMilliseconds: 1_000, factor: 2, capMilliseconds: 60_000, jitter: .full)
        try Self.compare(
            """
            do "a" with load
              n = 1
              on error: retry 3 every 1s then use { x: "instead" }
              -> a
            do "b" with save
              a = a?.x
              on error: ignore
              -> b
            emit { a = a, b = b }
            """,
            [
                Graph.step(
                    "a", call: "load", .members(["n": .value(1)]), retry: retry,
                    onError: .substitute(.value(["x": "instead"]))),
                Graph.step(
                    "b", after: ["a"], call: "save", .members(["a": .name("steps.a.output.x")]), onError: .skip),
            ], result: .members(["a": .name("steps.a.output"), "b": .name("steps.b.output")]),
            rules: [
                ["tool": "load", "fails": ["code": "BUSY", "message": "x"], "takes_ms": 4],
                ["tool": "save", "fails": ["code": "BAD"]],
            ], expected: ["a": ["x": "instead"], "b": .null], effects: 5)
    }

    @Test func lanesSideBySide() throws {
        try Self.compare(
            """
            together
              lane left:
                do "a" with load
                  n = 1
                  -> a
              lane right:
                do "b" with load
                  n = 2
                  -> b
            do "c" with save
              a = a
              b = b
              -> c
            emit { c = c }
            """,
            [
                Graph.step("a", call: "load", .members(["n": .value(1)])),
                Graph.step("b", call: "load", .members(["n": .value(2)])),
                Graph.step(
                    "c", after: ["a", "b"], call: "save",
                    .members(["a": .name("steps.a.output"), "b": .name("steps.b.output")])),
            ], result: .members(["c": .name("steps.c.output")]),
            rules: [
                ["tool": "load", "input": ["n": 1], "returns": "A", "takes_ms": 9],
                ["tool": "load", "returns": "B", "takes_ms": 5], ["tool": "save", "returns": "C"],
            ], expected: ["c": "C"], effects: 3)
    }
}
