import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// What threads take they give back, however they end: places, bytes, loads, and slots.
@Suite(.timeLimit(.minutes(15))) struct PlacesTests {
    @Test func threadsThatCannotBeReadKeepNobodyOut() async throws {
        var limits = EngineLimits()
        limits.loads = 2
        limits.threadsPerOrganization = 2
        let jobs = try await JobWorld(natives: [Probe().native { _, _ in StepOutput(1) }], limits: limits)
        for _ in 0..<4 { try await jobs.damage(try await jobs.run("test:probe:call")) }
        let id = try await jobs.run("test:probe:call")
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
    }

    @Test func theBytesOfThreadsThatAreOverAreFree() async throws {
        let (probe, gate) = (Probe("test:gate:wait"), Gate())
        var limits = EngineLimits()
        limits.bytes = 100_000
        let jobs = try await JobWorld(
            natives: [
                Probe().native { input, _ in StepOutput(input) },
                probe.native { _, _ in
                    await gate.arriveAndWait(for: 3)
                    return StepOutput(1)
                },
            ], limits: limits)
        try await jobs.publish(
            "test:recipe:heavy", inputs: ["text": ["type": "string"]],
            steps: [
                call("a", ["x": ["from": "inputs.text"]]), call("b", ["x": ["from": "$.steps.a.status"]]),
                call("c", ["x": ["from": "$.steps.b.status"]]),
            ], outputs: ["c": ["from": "$.steps.c.output"]])
        try await jobs.world.engine.start()
        let input: JSONValue = ["text": .string(String(repeating: "x", count: 30_000))]
        for _ in 0..<4 {
            #expect(try await jobs.finish(try await jobs.run("test:recipe:heavy", input))["status"] == "completed")
        }
        // With less room these would begin one after the other, and the gate needs three.
        let ids = [try await jobs.run("test:gate:wait"), try await jobs.run("test:gate:wait")]
        try await jobs.until { probe.calls.count == 2 }
        await gate.arriveAndWait(for: 3)
        for id in ids { #expect(try await jobs.finish(id)["status"] == "completed") }
    }

    @Test func aFailedCallGivesItsSlotBack() async throws {
        for effect in [EffectClass.idempotent, .once] {
            let jobs = try await JobWorld(natives: [
                Probe().native(effect: effect, concurrency: 1) { input, _ in
                    if input["fails"] == true { throw CoreError(.stepFailed, "It broke.") }
                    return StepOutput("done")
                }
            ])
            try await jobs.world.engine.start()
            for _ in 0..<3 {
                #expect(
                    try await jobs.finish(try await jobs.run("test:probe:call", ["fails": true]))["status"] == "failed")
            }
            #expect(try await jobs.finish(try await jobs.run("test:probe:call"))["result"] == "done")
        }
    }

    @Test func aCallThatWaitedForItsSlotWhenItsJobWasCancelledTakesNone() async throws {
        for effect in [EffectClass.idempotent, .once] {
            let (probe, gate) = (Probe(), Gate())
            let jobs = try await JobWorld(natives: [
                probe.native(effect: effect, concurrency: 1) { input, _ in
                    if input["waits"] == true { await gate.arriveAndWait(for: 2) }
                    return StepOutput("done")
                }
            ])
            try await jobs.world.engine.start()
            let first = try await jobs.run("test:probe:call", ["waits": true])
            try await jobs.until { probe.calls.count == 1 }
            let second = try await jobs.run("test:probe:call")
            try await jobs.until { try await jobs.job(second)["status"] == "processing" }
            _ = try await jobs.cancel(second)
            await gate.arriveAndWait(for: 2)
            #expect(try await jobs.finish(first)["status"] == "completed")
            #expect(try await jobs.finish(try await jobs.run("test:probe:call"))["status"] == "completed")
        }
    }

    @Test func whoWasCancelledBeforehandDoesNotStandInLine() async throws {
        let slots = Slots(1)
        let owner = Identifier(high: 0, low: 1)
        let held = await slots.acquire(for: owner)
        let ends = Counter()
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            if await slots.acquire(for: owner) == nil { ends.add() }
        }
        late.cancel()
        for _ in 0..<2_000 where ends.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(ends.count == 1)
        #expect(held != nil)
    }

    @Test func aLimitThatWasLoweredIsReachedBeforeTheNextIsLetIn() async throws {
        let slots = Slots(2)
        let (owner, other) = (Identifier(high: 0, low: 1), Identifier(high: 0, low: 2))
        var held = [await slots.acquire(for: owner), await slots.acquire(for: other)]
        slots.lower(to: 1)
        let hasCome = Mutex(false)
        let next = Task {
            let permit = await slots.acquire(for: owner)
            hasCome.withLock { $0 = true }
            return permit
        }
        for _ in 0..<100 { await Task.yield() }
        held.removeLast()
        for _ in 0..<100 { await Task.yield() }
        #expect(!hasCome.withLock { $0 })
        held.removeLast()
        #expect(await next.value != nil)
    }

    @Test func nobodyHasMoreThanHalf() async throws {
        let slots = Slots(4)
        let (greedy, other) = (Identifier(high: 0, low: 1), Identifier(high: 0, low: 2))
        var held = [await slots.acquire(for: greedy), await slots.acquire(for: greedy)]
        let hasCome = Mutex(false)
        let third = Task {
            let permit = await slots.acquire(for: greedy)
            hasCome.withLock { $0 = true }
            return permit
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(!hasCome.withLock { $0 })
        // Others pass by whoever has his half, and what they give back is not his.
        var others = [await slots.acquire(for: other), await slots.acquire(for: other)]
        #expect(others.allSatisfy { $0 != nil })
        others.removeAll()
        for _ in 0..<100 { await Task.yield() }
        #expect(!hasCome.withLock { $0 })
        held.removeLast()
        #expect(await third.value != nil)
    }

    @Test func aThreadKeepsNoMoreThanItMayAcrossAStart() async throws {
        let probe = Probe()
        var limits = EngineLimits()
        limits.threadBytes = 100_000
        let jobs = try await JobWorld(
            natives: [
                probe.native { _, context in
                    if context.path == "b", probe.calls.count == 2 { try await Task.sleep(for: .seconds(1_000)) }
                    return StepOutput(.string(String(repeating: "x", count: 40_000)))
                }
            ], limits: limits)
        try await jobs.publish(
            "test:recipe:three",
            steps: [
                call("a"), call("b", ["x": ["from": "$.steps.a.status"]]),
                call("c", ["x": ["from": "$.steps.b.status"]]),
            ], outputs: ["c": ["from": "$.steps.c.status"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:three")
        try await jobs.until { probe.calls.count == 2 }
        try await jobs.stop()
        try await jobs.world.engine.start()
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "PAYLOAD_TOO_LARGE")
        #expect(job["error"]?["step"] == "c")
    }

    @Test func whoWaitsForIdlenessWaitsForThoseInLineToo() async throws {
        let roster = Roster(EngineLimits())
        let owner = Identifier(high: 0, low: 1)
        roster.open()
        for number in 1...2 as ClosedRange<UInt64> { _ = roster.call(Identifier(high: 1, low: number), of: owner) }
        let first = try #require(roster.next())
        let isIdle = Mutex(false)
        let waiting = Task {
            await withCheckedContinuation { _ = roster.awaitIdle($0) }
            isIdle.withLock { $0 = true }
        }
        for _ in 0..<100 { await Task.yield() }
        _ = roster.ended(first, again: false)
        for _ in 0..<100 { await Task.yield() }
        #expect(!isIdle.withLock { $0 })
        let second = try #require(roster.next())
        _ = roster.ended(second, again: false)
        await waiting.value
    }
}
