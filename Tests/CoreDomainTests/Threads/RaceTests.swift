import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// Someone else moves a thread, of which its run hears nothing until it stores something.
@Suite(.timeLimit(.minutes(15))) struct RaceTests {
    private func world(_ natives: [NativeIngredient]) async throws -> (JobWorld, Interloper) {
        let jobs = try await JobWorld(natives: natives, wrapping: { Interloper($0) })
        return (jobs, try #require(jobs.world.store as? Interloper))
    }

    @Test func aResultThatComesAfterTheEndIsNotWrittenBesideIt() async throws {
        let gate = Gate()
        let (jobs, interloper) = try await world([
            Probe().native(cost: try BillingTests.fixed("1")) { _, _ in
                await gate.arriveAndWait(for: 2)
                return StepOutput("late")
            }
        ])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        try await jobs.until { try await jobs.job(id)["status"] == "processing" }
        interloper.comeFirst { try await jobs.cancelUnheard(id) }
        await gate.arriveAndWait(for: 2)
        try await jobs.idle()
        let job = try await jobs.job(id)
        #expect(job["status"] == "cancelled")
        #expect(job["result"] == nil)
        #expect(try await jobs.history().map(\.kind) == [.threadCreated, .threadStarted, .threadCancelled])
        #expect(try await jobs.balance() == ("10", "0"))
        try await expectBalanced(jobs)
    }

    @Test func anAtomicStepHasNoEffectInAThreadThatIsOver() async throws {
        let (jobs, interloper) = try await world([
            NativeIngredient(
                IngredientDefinition(
                    id: "test:probe:note", version: "1.0.0", kind: .atomic, handler: "test:probe:note",
                    effect: .atomic),
                .transaction { _, _, tx in
                    try tx.settings.set("test.note", [1])
                    return StepOutput("noted")
                })
        ])
        let id = try await jobs.run("test:probe:note")
        interloper.comeFirst { try await jobs.cancelUnheard(id) }
        try await jobs.world.engine.start()
        try await jobs.idle()
        #expect(try await jobs.job(id)["status"] == "cancelled")
        #expect(try await jobs.world.store.read { try $0.settings.value("test.note") } == nil)
    }

    @Test func aThreadThatWasMovedOnIsCarriedOnFromItsJournal() async throws {
        let probe = Probe()
        let gate = Gate()
        let (jobs, interloper) = try await world([
            probe.native { _, context in
                if context.path == "a" { await gate.arriveAndWait(for: 2) }
                return StepOutput("own")
            }
        ])
        try await jobs.publish(
            "test:recipe:two", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["a": ["from": "$.steps.a.output"], "b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:two")
        try await jobs.until { try await jobs.job(id)["status"] == "processing" }
        interloper.comeFirst {
            try await jobs.unheard(id) { journal, thread, tx in
                let event = NewEvent(.stepCompleted, path: "a", payload: JSONValue.string("other").serialized())
                _ = try #require(try journal.advance(thread, to: thread.status, [event], tx))
            }
        }
        await gate.arriveAndWait(for: 2)
        #expect(try await jobs.finish(id)["result"] == ["a": "other", "b": "own"])
        #expect(probe.calls.map(\.path) == ["a", "b"])
    }

    @Test func aResultThatComesAfterTheTimeToLiveDoesNotCount() async throws {
        let gate = Gate()
        let (jobs, interloper) = try await world([
            Probe().native(cost: try BillingTests.fixed("1")) { _, _ in
                await gate.arriveAndWait(for: 2)
                return StepOutput("late")
            }
        ])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call", [:], ["ttl_seconds": 60])
        try await jobs.until { try await jobs.job(id)["status"] == "processing" }
        let clock = jobs.world.clock
        interloper.comeFirst { clock.advance(by: .seconds(60)) }
        await gate.arriveAndWait(for: 2)
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "THREAD_EXPIRED")
        #expect(try await jobs.balance() == ("10", "0"))
    }
}
