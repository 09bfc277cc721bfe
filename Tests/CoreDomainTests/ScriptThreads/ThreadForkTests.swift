import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Threads that begin where another one was.
@Suite(.timeLimit(.minutes(15))) struct ThreadForkTests {
    private static func source(_ last: String) -> String {
        """
        output
          all : list<any>
          last : any
        import tools
          probe from native
        each number in [1, 2, 3]
          do "Fetch" with probe
            value = number
            -> fetched
          -> all = fetched
        do "Close" with probe
          value = \(last)
          -> closed
        emit
          all = all
          last = closed

        """
    }

    private func world() async throws -> (ThreadWorld, ToolProbe, String) {
        let probe = ToolProbe()
        let threads = try await ThreadWorld(tools: [probe.tool { input, _ in input["value"] ?? .null }])
        let id = try await threads.run(Self.source("\"first\""))
        #expect(try await threads.output(id) == ["all": [1, 2, 3], "last": "first"])
        return (threads, probe, id)
    }

    private func fork(_ threads: ThreadWorld, _ id: String, _ more: JSONObject) async throws -> JSONValue {
        var body = more
        body["thread_id"] = .string(id)
        return try await threads.ask("threads.fork", .object(body))
    }

    @Test func whatWasDoneBeforeANestedStepIsNotDoneAgain() async throws {
        let (threads, probe, id) = try await world()
        let forked = try await fork(threads, id, ["from_step_path": "0.~1.0"])
        #expect(forked["reused_steps"] == 1)
        #expect(forked["differs_at"] == nil)
        #expect(forked["thread"]?["forked_from_thread_id"] == .string(id))
        let other = forked["thread"]?["thread_id"]?.stringValue ?? ""
        #expect(try await threads.output(other) == ["all": [1, 2, 3], "last": "first"])
        #expect(probe.inputs.map { $0["value"] ?? .null } == [1, 2, 3, "first", 2, 3, "first"])
        #expect(
            try await threads.events(other).map { $0["seq"]?.int64Value } == [1, 2, 3, 4, 5, 6, 7].map(Optional.init))
    }

    @Test func anotherVersionTakesOverWhatItDoesTheSame() async throws {
        let (threads, probe, id) = try await world()
        try await threads.publish("sample", Self.source("\"second\""))
        let forked = try await fork(threads, id, ["version": 2])
        #expect(forked["reused_steps"] == 3)
        #expect(forked["differs_at"] == "1")
        let other = forked["thread"]?["thread_id"]?.stringValue ?? ""
        #expect(try await threads.output(other) == ["all": [1, 2, 3], "last": "second"])
        #expect(probe.inputs.last?["value"] == "second")
        #expect(probe.inputs.count == 5)
    }

    @Test func aStepThatWasNotDoneIsNoPlaceToForkFrom() async throws {
        let (threads, _, id) = try await world()
        #expect(await reason { try await fork(threads, id, ["from_step_path": "9"]) } == .notFound)
    }

    @Test func aPausedThreadIsForkedOntoAMendedVersion() async throws {
        let probe = ToolProbe()
        let tool = probe.tool { input, _ in
            if input["value"] == "bad" { throw CoreError(.stepFailed, "No.") }
            return input["value"] ?? .null
        }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(Self.source("\"bad\""))
        _ = try await threads.until(id, "paused", reason: "error")
        try await threads.publish("sample", Self.source("\"good\""))
        let forked = try await fork(threads, id, ["from_step_path": "1", "version": 2])
        #expect(forked["reused_steps"] == 3)
        let other = forked["thread"]?["thread_id"]?.stringValue ?? ""
        #expect(try await threads.output(other) == ["all": [1, 2, 3], "last": "good"])
        #expect(try await threads.thread(id)["status"] == "paused")
    }
}
