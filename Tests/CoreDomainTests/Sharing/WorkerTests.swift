import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// Several servers on one store: what one begins another finishes, and nothing is done twice.
@Suite(.timeLimit(.minutes(1))) struct WorkerTests {
    /// Three steps that cost something; the call of step `b` on the first server waits for `door`.
    private func fleet(
        _ probes: [Probe], effect: EffectClass = .idempotent, door: Door, listens: Bool = false,
        limits: EngineLimits = EngineLimits()
    ) async throws -> Fleet {
        let price = try BillingTests.fixed("1")
        let fleet = try await Fleet(2, limits: limits) { server in
            [
                probes[server].native(effect: effect, cost: price) { _, context in
                    if server == 0, context.path == "b" {
                        if listens { try await door.waitOrEnd() } else { await door.wait() }
                    }
                    return StepOutput(.integer(Int64(server)))
                }
            ]
        }
        try await fleet.jobs.publish(
            "test:recipe:three",
            steps: [
                call("a"), call("b", ["x": ["from": "$.steps.a.output"]]),
                call("c", ["x": ["from": "$.steps.b.output"]]),
            ], outputs: ["b": ["from": "$.steps.b.output"]])
        try await fleet.start()
        return fleet
    }

    @Test func whatAServerAcceptsItCarriesOnWithoutAClaim() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        let fleet = try await fleet(probes, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        let thread = try await fleet.thread(id)
        #expect(thread.status.worker == fleet.worker(0))
        #expect(thread.epoch == 1)
        door.open()
        #expect(try await fleet.finish(id)["status"] == "completed")
        let ended = try await fleet.thread(id)
        #expect(ended.status.worker == nil)
        #expect(ended.epoch == 1)
        #expect(probes[1].calls.isEmpty)
    }

    @Test func aServerThatIsHeardOfNoMoreLosesItsThreadsWithItsLease() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        defer { door.open() }
        let fleet = try await fleet(probes, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        let lost = fleet.worker(0)
        fleet[0].isHeld = true
        try await fleet.pass(.seconds(9))
        #expect(try await fleet.thread(id).status.worker == lost)
        #expect(probes[1].calls.isEmpty)
        try await fleet.pass(.seconds(7))
        #expect(try await fleet.finish(id)["status"] == "completed")
        #expect(probes[1].calls.map(\.path) == ["b", "c"])
        #expect(try await fleet.jobs.balance() == ("7", "0"))
        #expect(try await fleet.workers().first { $0.id == lost }?.diedAt != nil)
        try await expectBalanced(fleet.jobs)
    }

    @Test func whatMustNotBeDoneTwiceIsInDoubtWhenItsServerIsLost() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        defer { door.open() }
        let fleet = try await fleet(probes, effect: .once, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        fleet[0].isHeld = true
        try await fleet.pass(.seconds(16))
        let job = try await fleet.finish(id)
        #expect(job["error"]?["reason"] == "STEP_IN_DOUBT")
        #expect(probes[1].calls.isEmpty)
        #expect(try await fleet.jobs.balance() == ("10", "0"))
        try await expectBalanced(fleet.jobs)
    }

    @Test func aServerThatStoodStillStoresNothingAndIsANewWorkerAfterwards() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        defer { door.open() }
        let fleet = try await fleet(probes, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        let lost = fleet.worker(0)
        fleet[0].isHeld = true
        try await fleet.pass(.seconds(16))
        let job = try await fleet.finish(id)
        #expect(job["result"]?["b"] == 1)
        let history = try await fleet.jobs.history()
        // The result comes too late, on a server that believes in its lease.
        #expect(fleet.worker(0) == lost)
        door.open()
        try await fleet.jobs.until { try await Self.isIdle(fleet[0]) }
        #expect(try await fleet.jobs.history() == history)
        #expect(probes[0].calls.map(\.path) == ["a", "b"])
        fleet[0].isHeld = false
        fleet[0].clock.advance(by: .seconds(20))
        try await fleet.jobs.until { fleet.worker(0) != nil && fleet.worker(0) != lost }
        let next = try await fleet.finish(try await fleet.run("test:recipe:three", at: 0))
        #expect(next["result"]?["b"] == 0)
        #expect(try await fleet.jobs.balance() == ("4", "0"))
    }

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

    @Test func aServerThatStopsHandsOverAtOnce() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        defer { door.open() }
        let fleet = try await fleet(probes, door: door, listens: true)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        await fleet[0].engine.stop()
        // No time passes.
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
        #expect(probes[1].calls.map(\.path) == ["b", "c"])
        #expect(fleet.worker(0) == nil)
        #expect(try await fleet.workers().count { $0.diedAt == nil } == 1)
        #expect(try await fleet.jobs.balance() == ("7", "0"))
    }

    @Test func aServerThatStoppedCanStartAgain() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        door.open()
        let fleet = try await fleet(probes, door: door)
        let first = fleet.worker(0)
        await fleet[0].engine.stop()
        try await fleet[0].engine.start()
        #expect(fleet.worker(0) != nil)
        #expect(fleet.worker(0) != first)
        #expect(try await fleet.finish(try await fleet.run("test:recipe:three", at: 0))["status"] == "completed")
    }

    @Test func aCancellationElsewhereStopsTheRun() async throws {
        let (probe, ended) = (Probe(), Counter())
        let fleet = try await Fleet(2) { _ in
            [
                probe.native { _, _ in
                    do { try await Task.sleep(for: .seconds(100)) } catch { ended.add() }
                    return StepOutput(1)
                }
            ]
        }
        try await fleet.start()
        let id = try await fleet.run("test:probe:call", at: 0)
        // It has said that it began, and waits for nothing but its call.
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .running }
        try await fleet.cancel(id, at: 1)
        try await fleet.jobs.until { ended.count == 1 }
        #expect(try await fleet.thread(id).status.state == .cancelled)
        #expect(probe.calls.count == 1)
    }

    @Test func aLongRestIsNobodysAndEndsOnAnyServer() async throws {
        let fleet = try await Fleet(2)
        try await fleet.start()
        let id = try await fleet.run("scriptorium:flow:wait", ["milliseconds": 60_000, "value": 7], at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.wakeAt != nil }
        let resting = try await fleet.thread(id)
        #expect(resting.status.worker == nil)
        #expect(resting.status.state == .running)
        fleet[0].isHeld = true
        try await fleet.pass(.seconds(59))
        #expect(try await fleet.thread(id).epoch == resting.epoch)
        try await fleet.pass(.seconds(2))
        #expect(try await fleet.finish(id)["result"]?["value"] == 7)
        #expect(try await fleet.jobs.steps(id).first?["duration_ms"] == 60_000)
    }

    @Test func aThreadThatRestsIsRousedInTimeByTheServerThatKnowsIt() async throws {
        let fleet = try await Fleet(1)
        try await fleet.start()
        let id = try await fleet.run("scriptorium:flow:wait", ["milliseconds": 30_500, "value": 7], at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.wakeAt != nil }
        try await fleet.pass(.seconds(30))
        #expect(try await fleet.thread(id).status.state == .running)
        try await fleet.pass(.milliseconds(500))
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
    }

    @Test func aThreadRousedTooEarlyIsLetGoAgain() async throws {
        let fleet = try await Fleet(1)
        try await fleet.start()
        let id = try await fleet.run("scriptorium:flow:wait", ["milliseconds": 30_000, "value": 7], at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.wakeAt != nil }
        let resting = try await fleet.thread(id)
        fleet[0].engine.wake(resting.id, of: resting.organization)
        try await fleet.jobs.until { try await fleet.thread(id).epoch > resting.epoch }
        try await fleet.jobs.until { try await fleet.thread(id).status.worker == nil }
        #expect(try await fleet.thread(id).status.wakeAt == resting.status.wakeAt)
        #expect(try await fleet.finish(id)["result"]?["value"] == 7)
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

    @Test func whatWaitsForItsSecondAttemptInMemoryGoesOnElsewhere() async throws {
        let probes = [Probe(), Probe()]
        let fleet = try await Fleet(2) { server in
            [
                probes[server].native { _, context in
                    if context.attempt == 1 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
                    return StepOutput("done")
                }
            ]
        }
        try await fleet.jobs.publish(
            "test:recipe:patient",
            steps: [call("a", [:], ["retry": ["max_attempts": 2, "backoff_seconds": 60]])],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await fleet.start()
        let id = try await fleet.run("test:recipe:patient", at: 0)
        try await fleet.jobs.until { try await fleet.thread(id).status.wakeAt != nil }
        #expect(try await fleet.thread(id).status.worker == nil)
        fleet[0].isHeld = true
        try await fleet.pass(.seconds(61))
        #expect(try await fleet.finish(id)["result"]?["a"] == "done")
        #expect(probes[0].calls.map(\.attempt) == [1])
        #expect(probes[1].calls.map(\.attempt) == [2])
    }

    @Test func nothingBeginsAndNothingIsStoredWithoutALease() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        let fleet = try await fleet(probes, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        let history = try await fleet.jobs.history()
        // The engine has not heard of it yet.
        #expect(fleet[0].lease.end(try #require(fleet.worker(0))))
        door.open()
        try await fleet.jobs.until { try await Self.isIdle(fleet[0]) }
        #expect(try await fleet.jobs.history() == history)
        #expect(probes[0].calls.map(\.path) == ["a", "b"])
        #expect(try await fleet.thread(id).status.state == .running)
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

    private static func isIdle(_ server: Server) async throws -> Bool {
        let ends = Counter()
        let engine = server.engine
        Task {
            await engine.idle()
            ends.add()
        }
        for _ in 0..<50 where ends.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        return ends.count == 1
    }
}
