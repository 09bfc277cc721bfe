import CoreLanguage
import CoreTesting
import Testing

@Suite("Hostile recipe plans", .timeLimit(.minutes(5)))
struct RecipeAdversaryTests {
    private func plan(steps: [JSONValue], inputs: JSONValue = [:]) -> JSONValue {
        ["schema_version": 2, "inputs": inputs, "steps": .array(steps)]
    }

    private func step(_ id: String, _ fields: JSONObject = [:]) -> JSONValue {
        var step: JSONObject = ["id": .string(id), "ingredient": "scrypted:tool:any"]
        for (key, value) in fields { step[key] = value }
        return .object(step)
    }

    private func rules(_ plan: JSONValue) -> Set<String> {
        Set(RecipeTestRegistry.violations(plan).map(\.rule))
    }

    private func nested(_ count: Int, _ inner: JSONValue) -> JSONValue {
        (0..<count).reduce(inner) { inner, _ in ["x": inner] }
    }

    @Test("A cycle of ten thousand steps is too many; one of 256 is shown")
    func cycles() {
        func cycle(_ count: Int) -> JSONValue {
            plan(steps: (0..<count).map { step("s\($0)", ["depends_on": [.string("s\(($0 + 1) % count)")]]) })
        }
        #expect(rules(cycle(10_000)) == ["too_many"])
        #expect(rules(cycle(256)) == ["cycle"])
        #expect(rules(cycle(257)) == ["too_many"])
    }

    @Test("A plan beyond a mebibyte is refused before anything else")
    func size() {
        #expect(
            rules(plan(steps: [step("a", ["input": ["x": .string(String(repeating: "x", count: 1_048_576))]])])) == [
                "too_large"
            ])
        #expect(rules(["x": .array(Array(repeating: [], count: 1_000_000))]) == ["too_large"])
    }

    @Test("Deep plans are refused, deep literals are not")
    func depth() throws {
        #expect(rules(nested(127, [])) == ["missing", "unknown_field"])
        #expect(rules(nested(128, [])) == ["too_deep"])
        #expect(rules(nested(300, [])) == ["too_deep"])
        #expect(rules(plan(steps: [step("a", ["input": nested(62, ["from": "inputs"])])])) == [])
        #expect(rules(plan(steps: [step("a", ["input": nested(63, ["from": "inputs"])])])) == ["too_deep"])
        let literal = plan(steps: [step("a", ["input": ["literal": nested(100, 1)]])])
        let program = try RecipePlan.compile(literal, id: "a:b:c", version: "1.0.0", lookup: RecipeTestRegistry.lookup)
            .get()
        #expect(try Program(decoding: .parse(program.canonicalBytes())) == program)
    }

    @Test("The deepest program that compiles is read back")
    func deepestProgram() throws {
        let text = String(repeating: "!", count: 63) + "inputs.x"
        let input = nested(62, ["expr": .string(text)])
        let deepest = plan(steps: [step("a", ["input": input])], inputs: ["x": ["type": "boolean"]])
        let program = try RecipePlan.compile(deepest, id: "a:b:c", version: "1.0.0", lookup: RecipeTestRegistry.lookup)
            .get()
        let again = try Program(decoding: .parse(program.canonicalBytes()))
        #expect(again == program)
        guard case .graph(let steps) = again.body else { return }
        _ = try steps[0].body.input.evaluate(in: EvaluationScope(["inputs": ["x": true]]))
    }

    @Test("At most a hundred violations are told")
    func manyViolations() {
        let members = (0..<5_000).map { ("field \($0)", JSONValue.null) }
        let found = RecipeTestRegistry.violations(plan(steps: [step("a", JSONObject(members))]))
        #expect(found.count == RecipePlan.violationsMax)
    }

    @Test("Huge templates and lists take bounded time")
    func huge() {
        let template = String(repeating: "{{inputs.x}}", count: 6_000)
        let inputs: JSONValue = ["x": ["type": "string"]]
        #expect(
            rules(plan(steps: [step("a", ["input": ["t": ["template": .string(template)]]])], inputs: inputs)) == [])
        #expect(
            rules(plan(steps: [step("a", ["when": .string(String(repeating: "(", count: 900_000))])])) == [
                "invalid_expression"
            ])
        let wrong = String(repeating: "{{steps.a0.x}}", count: 6_000)
        #expect(rules(plan(steps: [step("a", ["input": ["t": ["template": .string(wrong)]]])])) == ["unknown_step"])
        let items = JSONValue.array(Array(repeating: ["from": "inputs.x"], count: 5_000))
        #expect(rules(plan(steps: [step("a", ["for_each": items])], inputs: inputs)) == ["too_many"])
        let names = JSONObject((0..<2_000).map { ("n\($0)", ["type": "string"]) })
        #expect(rules(plan(steps: [step("a")], inputs: .object(names))) == [])
    }

    @Test("Every pair of 256 steps may be joined")
    func dense() throws {
        let steps = (0..<256).map { number in
            step("s\(number)", ["depends_on": .array((0..<number).map { .string("s\($0)") })])
        }
        #expect(rules(plan(steps: steps)) == [])
    }

    @Test("Long names are not repeated at length")
    func longNames() {
        let name = String(repeating: "n", count: 200_000)
        let found = RecipeTestRegistry.violations(
            plan(steps: [step("a", [name: 1, "when": .string(name), "depends_on": [.string(name)]])]))
        #expect(found.count == 3)
        #expect(found.allSatisfy { $0.message.utf8.count < 1_000 })
    }

    @Test("A registry is asked once for each ingredient, and its error comes out")
    func lookups() throws {
        struct Outage: Error {}
        let steps = [step("a"), step("b"), step("c", ["version": "0.1.0"]), step("d", ["ingredient": "x"])]
        var asked: [String] = []
        _ = RecipePlan.compile(plan(steps: steps), id: "a:b:c", version: "1.0.0") { id, version in
            asked.append("\(id) \(version ?? "latest")")
            return RecipeTestRegistry.lookup(id, version)
        }
        #expect(asked == ["scrypted:tool:any latest", "scrypted:tool:any 0.1.0"])
        #expect(throws: Outage.self) {
            try RecipePlan.compile(plan(steps: steps), id: "a:b:c", version: "1.0.0") { _, _ throws(Outage) in
                throw Outage()
            }
        }
    }

    @Test("Damaged plans are refused or compiled, never more", arguments: Torture.seeds(0..<4))
    func damaged(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let sound = RecipeTestRegistry.plan(
            step: #""when":"inputs.text != ''","for_each":"$.inputs.list","input":{"x":{"from":"item.x"}},"#
                + #""retry":{"max_attempts":2},"timeout_seconds":1.5,"on_error":{"default":{"template":"{{index}}"}}"#)
        for _ in 0..<300 {
            var bytes = Array(sound.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = "\"{}[]:,01ae.".utf8.randomElement(using: &random) ?? 0
            }
            guard let plan = try? JSONValue.parse(bytes) else { continue }
            let result = RecipePlan.compile(plan, id: "a:b:c", version: "1.0.0", lookup: RecipeTestRegistry.lookup)
            guard case .success(let program) = result else { continue }
            #expect(
                try Program(decoding: .parse(program.canonicalBytes())).canonicalBytes() == program.canonicalBytes())
        }
    }

    @Test("Any JSON is refused or compiled, never more", arguments: Torture.seeds(0..<2))
    func anyJSON(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<300 {
            var fields = JSONObject()
            for field in ["id", "depends_on", "input", "when", "for_each", "retry", "on_error", "version", "max_items"]
            {
                if Bool.random(using: &random) { fields[field] = random.value(depth: 3) }
            }
            let plan: JSONValue = [
                "schema_version": 2, "inputs": random.value(depth: 3), "outputs": random.value(depth: 3),
                "steps": [step("a", fields), random.value(depth: 2)],
            ]
            #expect(!RecipeTestRegistry.violations(plan).isEmpty)
        }
    }
}
