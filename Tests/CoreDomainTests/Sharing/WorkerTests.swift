import CoreLanguage
import CoreTesting
import Testing

@testable import CoreDomain

/// Several servers on one store: what one begins another finishes, and nothing is done twice.
@Suite(.timeLimit(.minutes(15))) struct WorkerTests {
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

    /// Its commit landed after its server was not only declared dead, but forgotten.
    @Test func aThreadOfAServerThatIsForgottenIsCarriedOn() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        defer { door.open() }
        let fleet = try await fleet(probes, door: door)
        let id = try await fleet.run("test:recipe:three", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 2 }
        let lost = try #require(fleet.worker(0))
        fleet[0].isHeld = true
        try await fleet.jobs.world.memory.write { try $0.workers.remove(lost) }
        #expect(try await fleet.thread(id).status.worker == lost)
        try await fleet.pass(.seconds(6))
        #expect(try await fleet.finish(id)["status"] == "completed")
        #expect(probes[1].calls.map(\.path) == ["b", "c"])
        #expect(try await fleet.jobs.balance() == ("7", "0"))
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
