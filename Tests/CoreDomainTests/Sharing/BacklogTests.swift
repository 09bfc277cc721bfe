import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// Work that waits is everyone's, and nobody's work makes that of others wait.
@Suite(.timeLimit(.minutes(15))) struct BacklogTests {
    private func limits(threads: Int, ofOne: Int = 256) -> EngineLimits {
        var limits = EngineLimits()
        limits.threads = threads
        limits.threadsPerOrganization = ofOne
        return limits
    }

    @Test func whatOneServerHasNoRoomForAnotherTakesUp() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        let fleet = try await Fleet(2, limits: limits(threads: 4)) { server in
            [
                probes[server].native { input, _ in
                    try await door.waitOrEnd()
                    return StepOutput(input)
                }
            ]
        }
        try await fleet.start()
        var ids: [String] = []
        for _ in 0..<20 { ids.append(try await fleet.run("test:probe:call", at: 0)) }
        // The other server is told, so no time passes.
        try await fleet.jobs.until { probes[0].calls.count == 4 && probes[1].calls.count == 4 }
        let left = try await fleet.jobs.world.memory.read { tx in
            try tx.openThreads().count { try tx.threads.status($0.id)?.worker == nil }
        }
        #expect(left == 12)
        door.open()
        try await fleet.jobs.until {
            for id in ids where try await fleet.thread(id).status.state != .completed { return false }
            return true
        }
        #expect(Set((probes[0].calls + probes[1].calls).map(\.thread)).count == 20)
        #expect(probes[0].calls.count + probes[1].calls.count == 20)
    }

    @Test func anOrganizationHasNoMoreOfAServerThanItMay() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        let fleet = try await Fleet(2, limits: limits(threads: 8, ofOne: 3)) { server in
            [
                probes[server].native { input, _ in
                    try await door.waitOrEnd()
                    return StepOutput(input)
                }
            ]
        }
        try await fleet.start()
        let (other, _) = try await fleet.jobs.world.account("b")
        var ids: [String] = []
        for _ in 0..<10 { ids.append(try await fleet.run("test:probe:call", at: 0)) }
        try await fleet.jobs.until { probes[0].calls.count == 3 && probes[1].calls.count == 3 }
        try await fleet.pass(.seconds(3))
        #expect(probes[0].calls.count + probes[1].calls.count == 6)
        let quick = try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0, as: other)
        try await fleet.jobs.until { try await fleet.thread(quick).status.state == .completed }
        door.open()
        try await fleet.finish(ids)
        #expect(probes[0].calls.count + probes[1].calls.count == 10)
    }

    @Test func tenThousandThreadsOfOneOrganizationDoNotHoldUpAnother() async throws {
        let door = Door()
        defer { door.open() }
        let probe = Probe()
        let fleet = try await Fleet(1, limits: limits(threads: 8)) { _ in
            [
                probe.native { input, _ in
                    try await door.waitOrEnd()
                    return StepOutput(input)
                }
            ]
        }
        // Nobody runs yet, so that all are left to whoever comes.
        let template = try await fleet.thread(try await fleet.run("test:probe:call", at: 0))
        let (other, _) = try await fleet.jobs.world.account("b")
        try await fleet.jobs.world.memory.write { tx in
            for number in 1...10_000 as ClosedRange<UInt64> {
                let id = Identifier(high: 0, low: number)
                try tx.threads.insert(
                    Thread(
                        id: id, organization: template.organization, principal: template.principal, kind: .recipe,
                        program: template.program, createdAt: template.createdAt, expiresAt: template.expiresAt,
                        reference: nil, status: template.status))
                try tx.events.append(
                    [NewEvent(.threadCreated, payload: Array("{}".utf8))], to: id, of: template.organization, after: 0,
                    at: tx.now)
            }
        }
        let id = try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0, as: other)
        try await fleet[0].engine.start()
        try await fleet.jobs.until { try await fleet.thread(id).status.state == .completed }
        let claimed = try await fleet.jobs.world.memory.read { tx in
            try tx.openThreads().count { try tx.threads.status($0.id)?.worker != nil }
        }
        #expect((1...8).contains(claimed))
    }

    @Test func manyJobsOnManyServersAreEachDoneOnce() async throws {
        let probes = [Probe(), Probe(), Probe()]
        let price = try BillingTests.fixed("0.01")
        let fleet = try await Fleet(3, limits: limits(threads: 5), credit: "100") { server in
            [
                probes[server].native(effect: .once, cost: price) { input, _ in
                    await Task.yield()
                    return StepOutput(input)
                }
            ]
        }
        try await fleet.start()
        var ids: [String] = []
        for number in 0..<120 { ids.append(try await fleet.run("test:probe:call", at: number % 2)) }
        try await fleet.finish(ids)
        let calls = probes.flatMap(\.calls)
        #expect(calls.count == 120)
        #expect(Set(calls.map(\.thread)).count == 120)
        #expect(try await fleet.jobs.balance() == ("98.8", "0"))
        try await expectBalanced(fleet.jobs)
    }

    @Test func lostSignalsOnlyDelay() async throws {
        let (probes, door) = ([Probe(), Probe()], Door())
        let fleet = try await Fleet(2, limits: limits(threads: 1)) { server in
            [
                probes[server].native { input, _ in
                    try await door.waitOrEnd()
                    return StepOutput(input)
                }
            ]
        }
        fleet.exchange.lose(oneIn: 1)
        try await fleet.start()
        let first = try await fleet.run("test:probe:call", at: 0)
        try await fleet.jobs.until { probes[0].calls.count == 1 }
        let second = try await fleet.run("test:probe:call", at: 0)
        for _ in 0..<50 { await Task.yield() }
        #expect(probes[1].calls.isEmpty)
        try await fleet.pass(.seconds(1))
        try await fleet.jobs.until { probes[1].calls.count == 1 }
        door.open()
        try await fleet.finish([first, second])
    }

    @Test func whoFollowsIsToldOfWhatHappensElsewhere() async throws {
        let fleet = try await Fleet(2)
        try await fleet.start()
        let subscription = fleet[1].changes.subscribe(fleet.jobs.organization)
        let clock = fleet[1].clock
        let deadline = Duration.seconds(60)
        let id = try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0)
        #expect(try await subscription.wait(until: deadline, clock))
        _ = try await fleet.finish(id)
        // And where the word is lost, a little later.
        fleet.exchange.lose(oneIn: 1)
        subscription.lower()
        let wait = Task { try await subscription.wait(until: deadline, clock) }
        _ = try await fleet.finish(try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0))
        try await fleet.pass(.seconds(6))
        clock.advance(by: .seconds(60))
        #expect(try await wait.value)
    }

    @Test func aLostConnectionHasEverythingLookedAt() async throws {
        let fleet = try await Fleet(2)
        let outsider = fleet.exchange.join()
        try await fleet.start()
        let subscription = fleet[1].changes.subscribe(Identifier(high: 0, low: 5))
        subscription.lower()
        outsider.send(.everything)
        #expect(try await subscription.wait(until: .seconds(1_000), fleet[1].clock))
    }

    @Test func anAcceptanceWhoseAnswerIsLostIsCarriedOn() async throws {
        let loses = Mutex(false)
        let fleet = try await Fleet(
            1,
            wrapping: { _, store in
                HookedStore(
                    store,
                    afterWrite: {
                        let isLost = loses.withLock { loses in
                            defer { loses = false }
                            return loses
                        }
                        if isLost { throw CoreError(.outcomeUnknown, "Lost.", retry: .sameKey) }
                    })
            })
        try await fleet.start()
        loses.withLock { $0 = true }
        #expect(await reason { try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0) } == .outcomeUnknown)
        let id = try #require(try await fleet.jobs.history().first?.thread)
        try await fleet.jobs.until {
            try await fleet.jobs.world.memory.read { try $0.threads.status(id)?.state } == .completed
        }
    }

    @Test func aClaimWhoseAnswerIsLostIsCarriedOn() async throws {
        let claims = Mutex(0)
        let fleet = try await Fleet(
            1,
            wrapping: { _, store in
                HookedStore(
                    store,
                    afterWrite: {
                        let isLost = claims.withLock { left in
                            defer { left = max(0, left - 1) }
                            return left > 0
                        }
                        if isLost { throw CoreError(.outcomeUnknown, "Lost.", retry: .sameKey) }
                    })
            })
        // Accepted while nothing runs, so it has to be claimed.
        let id = try await fleet.run("scriptorium:flow:echo", ["value": 1], at: 0)
        #expect(try await fleet.thread(id).status.worker == nil)
        try await fleet[0].engine.start()
        // Whatever is written first loses its answer: the beat, or the claim.
        claims.withLock { $0 = 2 }
        #expect(try await fleet.finish(id)["status"] == "completed")
    }

    @Test func aStoreOfOneProcessHasNoWorkers() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        let id = try await jobs.run("scriptorium:flow:wait", ["milliseconds": 5_000, "value": 1])
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        jobs.world.clock.advance(by: .seconds(5))
        _ = try await jobs.finish(id)
        let thread = try await jobs.world.memory.read { try $0.threads.find(try #require(Identifier(id))) }
        #expect(thread?.epoch == 0)
        #expect(thread?.status.worker == nil)
        #expect(try await jobs.world.memory.read { try $0.workers.list() }.isEmpty)
    }
}
