import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@Suite struct RecoveryTests {
    @Test func aStoppedEngineIsTakenUpWhereItsJournalEnds() async throws {
        let probe = Probe()
        let isOpen = Mutex(false)
        let jobs = try await JobWorld(natives: [
            probe.native(cost: try BillingTests.fixed("1")) { _, context in
                if context.path == "b", !isOpen.withLock({ $0 }) { try await Task.sleep(for: .seconds(1_000)) }
                return StepOutput(1)
            }
        ])
        try await jobs.publish(
            "test:recipe:two", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:two")
        try await jobs.until { probe.calls.count == 2 }
        try await jobs.stop()
        #expect(try await jobs.job(id)["status"] == "processing")
        isOpen.withLock { $0 = true }
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
        #expect(probe.calls.map(\.path) == ["a", "b", "b"])
        #expect(try await jobs.balance() == ("8", "0"))
    }

    @Test func aJobAcceptedWhileNothingRunsIsFoundAtTheStart() async throws {
        let jobs = try await JobWorld()
        let id = try await jobs.run("scriptorium:flow:echo", ["value": 1])
        #expect(try await jobs.job(id)["status"] == "pending")
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
    }

    @Test func aStepThatMustNotBeDoneTwiceIsInDoubtAfterACrash() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(effect: .once, cost: try BillingTests.fixed("1")) { _, _ in
                // A crash in the middle: the engine that called is never heard of again.
                try await Task.sleep(for: .seconds(1_000))
                return StepOutput(1)
            }
        ])
        let lost = Engine(
            store: jobs.world.store, library: jobs.world.registry.library, changes: Changes(),
            clock: jobs.world.clock, entropy: jobs.world.entropy, cryptography: try LibCrypto(),
            workers: InlineWorkers())
        let id = try await jobs.run("test:probe:call")
        try await lost.start()
        try await jobs.until { probe.calls.count == 1 }
        try await jobs.world.engine.start()
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "STEP_IN_DOUBT")
        #expect(probe.calls.count == 1)
        #expect(try await jobs.balance() == ("10", "0"))
    }

    @Test func whatMustNotBeDoneTwiceIsWaitedForWhenTheEngineStops() async throws {
        let probe = Probe()
        let gate = Gate()
        let jobs = try await JobWorld(natives: [
            probe.native(effect: .once) { _, _ in
                await gate.arriveAndWait(for: 2)
                return StepOutput("done")
            }
        ])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        try await jobs.until { probe.calls.count == 1 }
        let stopped = jobs.beginStop()
        for _ in 0..<100 { await Task.yield() }
        await gate.arriveAndWait(for: 2)
        try await jobs.until { stopped.count == 1 }
        #expect(try await jobs.job(id)["status"] == "completed")
    }

    @Test func aStopLeavesNoIntentBehindThatWasNotFollowed() async throws {
        let probe = Probe()
        let gate = Gate()
        let jobs = try await JobWorld(natives: [
            probe.native(effect: .once) { _, context in
                if context.path == "a" { await gate.arriveAndWait(for: 2) }
                return StepOutput("done")
            }
        ])
        try await jobs.publish(
            "test:recipe:twice", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:twice")
        try await jobs.until { probe.calls.count == 1 }
        let engine = jobs.world.engine
        let stopped = jobs.beginStop()
        try await Task.sleep(for: .milliseconds(20))
        await gate.arriveAndWait(for: 2)
        try await jobs.until { stopped.count == 1 }
        #expect(probe.calls.map(\.path) == ["a"])
        try await engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
        #expect(probe.calls.map(\.path) == ["a", "b"])
    }

    @Test func anAtomicStepTakesEffectWithItsResultOrNotAtAll() async throws {
        let fails = Mutex(true)
        let atomic = NativeIngredient(
            IngredientDefinition(
                id: "test:probe:note", version: "1.0.0", kind: .atomic, handler: "test:probe:note", effect: .atomic),
            .transaction { _, _, tx in
                try tx.settings.set("test.note", [1])
                if fails.withLock({ $0 }) { throw CoreError(.stepFailed, "After the effect.") }
                return StepOutput("noted")
            })
        let jobs = try await JobWorld(natives: [atomic])
        try await jobs.world.engine.start()
        let failed = try await jobs.finish(try await jobs.run("test:probe:note"))
        #expect(failed["status"] == "failed")
        #expect(try await jobs.world.store.read { try $0.settings.value("test.note") } == nil)
        fails.withLock { $0 = false }
        let done = try await jobs.finish(try await jobs.run("test:probe:note"))
        #expect(done["result"] == "noted")
        #expect(try await jobs.world.store.read { try $0.settings.value("test.note") } == [1])
    }

    @Test(arguments: Torture.seeds(1..<21))
    func faultsOfTheStoreChangeNothingOfWhatAJobComesTo(_ seed: UInt64) async throws {
        let jobs = try await JobWorld(
            seed: seed, natives: [Probe().native(cost: try BillingTests.fixed("1")) { _, _ in StepOutput(1) }],
            credit: "0", wrapping: { FaultyStore($0, seed: seed) })
        let organization = jobs.organization
        try await retried { try await jobs.credit(organization) }
        try await retried {
            try await jobs.publish(
                "test:recipe:three",
                steps: [
                    call("a"), call("b", ["x": ["from": "$.steps.a.output"]]),
                    call("c", ["x": ["from": "$.steps.b.output"]]),
                ], outputs: ["c": ["from": "$.steps.c.output"]])
        }
        try await jobs.world.engine.start()
        let world = jobs.world
        var id = ""
        try await retried {
            let call = world.call(.bearer(jobs.token), key: "job")
            let answer = try await world.perform(
                "recipes.run", ["recipe_id": "test:recipe:three", "input": [:]], call)
            id = answer["job_id"]?.stringValue ?? ""
        }
        // A wake-up may have been lost with the reply; the next start finds the job.
        try await world.engine.start()
        for _ in 0..<2_000 {
            try await Task.sleep(for: .milliseconds(1))
            if try await jobs.job(id)["status"] == "completed" { break }
            if world.clock.sleeperCount > 0 { world.clock.advance(by: .seconds(1)) }
        }
        #expect(try await jobs.job(id)["status"] == "completed")
        #expect(try await jobs.balance() == ("7", "0"))
        try await expectBalanced(jobs)
    }
}
