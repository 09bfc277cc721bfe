import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// What a job has paid and holds when it does not go as planned.
@Suite(.timeLimit(.minutes(15))) struct SettlingTests {
    /// A priced ingredient that is done at once, without a task.
    private static func instant(_ price: String) throws -> NativeIngredient {
        NativeIngredient(
            IngredientDefinition(
                id: "test:tool:instant", version: "1.0.0", kind: .atomic, handler: "test:tool:instant", effect: .pure,
                cost: try BillingTests.fixed(price)),
            .wait { _, _ in (.zero, StepOutput(1)) })
    }

    @Test func aFailureThatIsHandledCostsNothing() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(cost: try BillingTests.fixed("1")) { _, context in
                if context.path == "b" { return StepOutput(1) }
                if context.attempt == 1 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
                throw CoreError(.stepFailed, "It broke.")
            }
        ])
        try await jobs.publish(
            "test:recipe:careful",
            steps: [
                call("a", [:], ["on_error": "skip", "retry": ["max_attempts": 2, "backoff_seconds": 0]]),
                call("b", ["x": ["from": "$.steps.a.status"]]),
            ], outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:careful")
        let job = try await jobs.finish(id)
        #expect(job["status"] == "completed")
        #expect(job["cost"]?["amount"] == "1")
        #expect(probe.calls.map(\.path) == ["a", "a", "b"])
        #expect(try await jobs.balance() == ("9", "0"))
        try await expectBalanced(jobs)
    }

    @Test func aStepIsPaidAndRefundedWhenAnotherFailsInTheSameCommit() async throws {
        let jobs = try await JobWorld(natives: [try Self.instant("1")])
        try await jobs.publish(
            "test:recipe:both", inputs: ["ms": ["type": "string"]],
            steps: [
                ["id": "a", "ingredient": "test:tool:instant", "input": [:]],
                ["id": "b", "ingredient": "scriptorium:flow:wait", "input": ["milliseconds": ["from": "inputs.ms"]]],
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:both", ["ms": "soon"]))
        #expect(job["error"]?["step"] == "b")
        let kinds = try await jobs.history().map(\.kind)
        #expect(kinds == [.threadCreated, .threadStarted, .stepCompleted, .stepFailed, .threadFailed])
        #expect(try await jobs.balance() == ("10", "0"))
        try await expectBalanced(jobs)
    }

    @Test func everyStepThatWasPaidIsRefunded() async throws {
        // More events than are read at once.
        let lanes = 600
        let jobs = try await JobWorld(natives: [try Self.instant("0.01")])
        let list = JSONValue.array(Array(repeating: 1, count: lanes))
        try await jobs.publish(
            "test:recipe:long", inputs: ["list": ["type": "array"]],
            steps: [
                [
                    "id": "fan", "ingredient": "test:tool:instant", "input": [:], "for_each": "inputs.list",
                    "max_items": .integer(Int64(lanes)), "concurrency": 64,
                ],
                ["id": "b", "ingredient": "test:tool:instant", "input": [:], "depends_on": ["fan"]],
                [
                    "id": "w", "ingredient": "scriptorium:flow:wait", "input": ["milliseconds": 60_000],
                    "depends_on": ["b"],
                ],
            ], outputs: ["w": ["from": "$.steps.w.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:long", ["list": list])
        try await jobs.until { try await jobs.history().last?.kind == .stepWaiting }
        #expect(try await jobs.balance() == ("3.99", "0"))
        #expect(try await jobs.cancel(id)["status"] == "cancelled")
        #expect(try await jobs.balance() == ("10", "0"))
        try await expectBalanced(jobs)
    }

    @Test func aStepThatIsSkippedIsReleasedWhenTheJobIsDone() async throws {
        let jobs = try await JobWorld(natives: [try Self.instant("1")])
        try await jobs.publish(
            "test:recipe:maybe", inputs: ["go": ["type": "boolean"]],
            steps: [
                ["id": "a", "ingredient": "test:tool:instant", "input": [:]],
                ["id": "b", "ingredient": "test:tool:instant", "input": [:], "when": "inputs.go"],
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:maybe", ["go": false]))
        #expect(job["held"]?["amount"] == "2")
        #expect(job["cost"]?["amount"] == "1")
        #expect(try await jobs.balance() == ("9", "0"))
        try await expectBalanced(jobs)
    }
}
