import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// A server that cannot keep its lease, or does not know that it lost it, does no harm.
@Suite(.timeLimit(.minutes(15))) struct LeaseLossTests {
    @Test func aLeaseThatCannotBeRenewedEndsWhatRuns() async throws {
        let fails = Mutex(false)
        let (probe, cancelled, begun) = (Probe(), Counter(), Counter())
        let native = probe.native { _, _ in
            begun.add()
            if begun.count == 1 {
                do { try await Task.sleep(for: .seconds(100)) } catch { cancelled.add() }
            }
            return StepOutput(1)
        }
        let fleet = try await Fleet(1) { _ in
            [native]
        } wrapping: { _, store in
            HookedStore(
                store,
                beforeWrite: {
                    if fails.withLock({ $0 }) { throw CoreError(.databaseUnavailable, "Gone.", retry: .sameKey) }
                })
        }
        try await fleet.start()
        let id = try await fleet.run("test:probe:call", at: 0)
        // It says that it has begun, and waits for nothing but its call.
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .running }
        let lost = fleet.worker(0)
        fails.withLock { $0 = true }
        for _ in 0..<14 {
            fleet[0].clock.advance(by: .seconds(1))
            fleet.jobs.world.clock.advance(by: .seconds(1))
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(cancelled.count == 0)
        fleet[0].clock.advance(by: .seconds(1))
        fleet.jobs.world.clock.advance(by: .seconds(1))
        try await fleet.jobs.until { cancelled.count == 1 }
        #expect(fleet.worker(0) == nil)
        for _ in 0..<20 {
            fleet[0].clock.advance(by: .seconds(1))
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(begun.count == 1)
        #expect(try await fleet.thread(id).status.worker == lost)
        fails.withLock { $0 = false }
        #expect(try await fleet.finish(id)["status"] == "completed")
        #expect(begun.count == 2)
        #expect(fleet[0].errors.all.contains("DATABASE_UNAVAILABLE"))
    }

    @Test func aCallThatDoesNotListenDoesNotHoldUpItsThread() async throws {
        let door = Door()
        defer { door.open() }
        let (fails, begun, probe) = (Switch(), Counter(), Probe())
        let native = probe.native { input, _ in
            begun.add()
            if begun.count == 1 { await door.wait() }
            return StepOutput(input)
        }
        let fleet = try await Fleet(1) { _ in
            [native]
        } wrapping: { _, store in
            HookedStore(
                store,
                beforeWrite: {
                    if fails.isOn { throw CoreError(.databaseUnavailable, "Gone.", retry: .sameKey) }
                })
        }
        try await fleet.start()
        let id = try await fleet.run("test:probe:call", at: 0)
        try await fleet.jobs.until { begun.count == 1 }
        fails.turn(on: true)
        for _ in 0..<15 {
            fleet[0].clock.advance(by: .seconds(1))
            fleet.jobs.world.clock.advance(by: .seconds(1))
            try await Task.sleep(for: .milliseconds(2))
        }
        try await fleet.jobs.until { fleet.worker(0) == nil }
        fails.turn(on: false)
        #expect(try await fleet.finish(id)["status"] == "completed")
        #expect(begun.count == 2)
        let history = try await fleet.jobs.history()
        door.open()
        try await fleet.pass(.seconds(3))
        #expect(try await fleet.jobs.history() == history)
        await fleet[0].engine.stop()
        #expect(fleet[0].errors.all.allSatisfy { $0 == "DATABASE_UNAVAILABLE" })
    }

    @Test func aCallThatWaitsForItsPlaceIsNotMadeWithoutALease() async throws {
        let (probe, door) = (Probe(), Door())
        let fleet = try await Fleet(1) { _ in
            [
                probe.native(concurrency: 1) { input, _ in
                    await door.wait()
                    return StepOutput(input)
                }
            ]
        }
        try await fleet.start()
        let ids = [try await fleet.run("test:probe:call", at: 0), try await fleet.run("test:probe:call", at: 0)]
        for id in ids { try await fleet.jobs.until { try await fleet.thread(id).status.state == .running } }
        #expect(probe.calls.count == 1)
        #expect(fleet[0].lease.end(try #require(fleet.worker(0))))
        door.open()
        for _ in 0..<50 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(probe.calls.count == 1)
    }

    @Test func aLeaseThatWasRenewedWithoutAnAnswerIsGivenBack() async throws {
        let (loses, begun, probe) = (Switch(), Counter(), Probe())
        let native = probe.native { input, _ in
            begun.add()
            if begun.count == 1 { try await Task.sleep(for: .seconds(100)) }
            return StepOutput(input)
        }
        let fleet = try await Fleet(1) { _ in
            [native]
        } wrapping: { _, store in
            HookedStore(
                store,
                afterWrite: {
                    if loses.isOn { throw CoreError(.outcomeUnknown, "Lost.", retry: .sameKey) }
                })
        }
        try await fleet.start()
        let id = try await fleet.run("test:probe:call", at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .running }
        let lost = try #require(fleet.worker(0))
        loses.turn(on: true)
        for _ in 0..<15 {
            fleet[0].clock.advance(by: .seconds(1))
            fleet.jobs.world.clock.advance(by: .seconds(1))
            try await Task.sleep(for: .milliseconds(3))
        }
        try await fleet.jobs.until { fleet.worker(0) == nil }
        loses.turn(on: false)
        try await fleet.pass(.seconds(2))
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
        #expect(try await fleet.workers().first { $0.id == lost }?.diedAt != nil)
    }

    @Test func anEndOfALeaseIsNoticedWhenItComes() async throws {
        let door = Door()
        defer { door.open() }
        let probes = [Probe(), Probe()]
        let fleet = try await Fleet(2) { server in
            [
                probes[server].native { input, _ in
                    if server == 0 { await door.wait() }
                    return StepOutput(input)
                }
            ]
        }
        try await fleet[0].engine.start()
        let id = try await fleet.run("test:probe:call", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 1 }
        fleet[0].isHeld = true
        // Its beats fall two seconds behind the end of the other's lease.
        try await fleet.pass(.seconds(2))
        try await fleet[1].engine.start()
        try await fleet.pass(.milliseconds(12_900))
        #expect(probes[1].calls.isEmpty)
        try await fleet.pass(.milliseconds(200))
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
    }

    @Test func anAtomicStepOfALostServerHasNoEffect() async throws {
        let thief = Switch()
        let atomic = NativeIngredient(
            IngredientDefinition(
                id: "test:probe:note", version: "1.0.0", kind: .atomic, handler: "test:probe:note", effect: .atomic),
            .transaction { _, _, tx in
                let before = try tx.settings.value("test.note") ?? []
                try tx.settings.set("test.note", before + [1])
                return StepOutput("noted")
            })
        let fleet = try await Fleet(2) { _ in
            [atomic]
        } wrapping: { server, store in
            server == 0 ? Thieving(store, thief) : store
        }
        let memory = fleet.jobs.world.memory
        try await fleet[0].engine.start()
        // Between what the server has worked out and its commit the thread is taken from it.
        thief.turn(on: true)
        let id = try await fleet.run("test:probe:note", at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
        #expect(try await memory.read { try $0.settings.value("test.note") } == [1])
        #expect(try await fleet.thread(id).epoch == 3)
        #expect(!thief.isOn)
    }
}
