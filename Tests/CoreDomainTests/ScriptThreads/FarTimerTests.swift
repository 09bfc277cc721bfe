import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Waits that end far ahead are left to the store, and none is forgotten there.
@Suite(.timeLimit(.minutes(5))) struct FarTimerTests {
    private static func limits(inMemory: Int = 7) -> EngineLimits {
        var limits = EngineLimits()
        limits.timersInMemory = inMemory
        limits.lineMax = 5
        return limits
    }

    @Test(arguments: [7, 50_000]) func eachThreadGoesOnInItsMinute(_ inMemory: Int) async throws {
        let threads = try await ThreadWorld(limits: Self.limits(inMemory: inMemory))
        var ids: [String] = []
        for minutes in 1...40 {
            ids.append(try await threads.run("wait \(minutes)m\nemit\n  value = \(minutes)\n"))
        }
        for id in ids { try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" } }
        for minutes in 1...40 {
            threads.world.clock.advance(by: .seconds(60))
            #expect(try await threads.output(ids[minutes - 1]) == ["value": .integer(Int64(minutes))])
            if minutes < 40 { #expect(try await threads.thread(ids[minutes])["status"] != "completed") }
        }
    }

    @Test func manyThatWereDueMeanwhileAllGoOn() async throws {
        let threads = try await ThreadWorld(limits: Self.limits())
        try await threads.publish("sample", "wait 30m\nemit\n  value = 1\n")
        var ids: [String] = []
        for _ in 0..<2_100 { ids.append(try await threads.begin("sample")) }
        for id in ids { try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" } }
        await threads.world.engine.stop()
        threads.world.clock.advance(by: .seconds(4_000))
        try await threads.world.engine.start()
        for id in ids { _ = try await threads.until(id, "completed") }
    }
}
