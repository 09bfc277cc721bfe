import CoreLanguage
import CoreTesting
import Testing

@testable import CoreDomain

/// A thread that waits long is nobody's, and goes on wherever there is room.
@Suite(.timeLimit(.minutes(15))) struct RestTests {
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

    @Test func whatWaitsForItsSecondAttemptIsMadeElsewhere() async throws {
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
}
