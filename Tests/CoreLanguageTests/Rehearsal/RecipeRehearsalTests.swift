import Testing

@testable import CoreLanguage

/// The example of docs/recipes.md, from its plan to its result.
@Suite struct RecipeRehearsalTests {
    private static func rehearse(_ rules: JSONValue, _ inputs: JSONValue) throws -> RehearsalOutcome {
        let program = try RecipeTestRegistry.program(try RecipeExample.plan)
        var rehearsal = Rehearsal(program, world: try RehearsalWorld(decoding: ["effects": rules]))
        rehearsal.isDoubtful = true
        return rehearsal.run(inputs: inputs)
    }

    @Test func theExampleRuns() throws {
        let outcome = try Self.rehearse(
            [
                ["ingredient": "scrypted:text:nova-pro", "path": "clean", "returns": ["text": "Hello"]],
                [
                    "ingredient": "scrypted:text:nova-pro", "path": "translate.~1", "fails": ["code": "BUSY"],
                    "takes_ms": 100,
                ],
                ["ingredient": "scrypted:text:nova-pro", "returns": ["text": "Bonjour"]],
            ], ["input_text": "hello", "languages": ["fr", "de"]])
        #expect(outcome.result == ["text": "Hello", "translations": [["text": "Bonjour"], .null]])
        #expect(outcome.trace.map(\.path.description).prefix(3) == ["clean", "translate.~0", "translate.~1"])
        #expect(outcome.trace[0].input == ["user_prompt": "Rewrite: hello", "max_tokens": 400])
        #expect(outcome.trace.map(\.attempt) == [1, 1, 1, 2, 3])
        #expect(outcome.trace.map(\.atMilliseconds) == [0, 0, 0, 15_100, 45_200])
    }

    @Test func itsDefaultsStandIn() throws {
        let slow = try Self.rehearse(
            [["ingredient": "scrypted:text:nova-pro", "returns": ["text": "late"], "takes_ms": 120_001]],
            ["input_text": "hello"])
        #expect(slow.result == ["text": "hello", "translations": []])
        #expect(
            slow.trace.map(\.end).allSatisfy { end in
                if case .error(let error) = end { error.code == "STEP_TIMEOUT" } else { false }
            })
        #expect(slow.trace.count == 3)
        let skipped = try Self.rehearse([], ["input_text": ""])
        #expect(skipped.result == ["text": "", "translations": []])
        #expect(skipped.trace.isEmpty)
        let unanswered = try Self.rehearse([], ["input_text": "a"])
        #expect(unanswered.rule == ["ingredient": "scrypted:text:nova-pro", "path": "clean", "returns": [:]])
        #expect(try Self.rehearse([], [:]).error?.code == "INPUT_INVALID")
    }
}
