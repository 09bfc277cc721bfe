import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// Threads that compute long, are told much, or are told something at the wrong moment.
@Suite(.timeLimit(.minutes(5))) struct ThreadHardshipTests {
    private func identifier(_ id: String) throws -> Identifier { try #require(IdentifierForm.thread.parse(id)) }

    // MARK: Computing

    @Test func aLongComputationBetweenStepsComesToItsEnd() async throws {
        let probe = ToolProbe()
        let threads = try await ThreadWorld(tools: [probe.tool { input, _ in input["value"] ?? .null }])
        let id = try await threads.run(
            """
            import tools
              probe from native
            repeat 400000 times
              let x = 1
            do with probe
              value = 1
              -> got
            emit
              value = got

            """)
        #expect(try await threads.output(id) == ["value": 1])
    }

    @Test func anEndlessComputationEndsAtOnceByForce() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("repeat while true\n  let x = 1\n\nemit\n  value = 1\n")
        let other = try await threads.begin("sample")
        for thread in [id, other] {
            _ = try await threads.ask("threads.cancel", ["thread_id": .string(thread), "force": true])
        }
        await threads.world.engine.idle()
        #expect(try await threads.thread(id)["status"] == "cancelled")
    }

    // MARK: Notes

    /// Leaves as many events for a thread as it may have.
    private func fill(_ id: String, _ threads: ThreadWorld) async throws {
        let thread = try identifier(id)
        let last = try await threads.world.memory.write { tx in
            var last = NoteReception.left
            for _ in 0...Note.countMax { last = try tx.notes.leave(NewNote(.event, "junk"), for: thread) }
            return last
        }
        #expect(last == .full)
    }

    @Test func aThreadWithTooManyEventsHearsOfItsChild() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("inner", "ask \"Q\"\n  prompt = \"?\"\n  -> x\nemit\n  value = 1\n")
        let id = try await threads.run("run inner\n  -> got\nemit\n  value = 2\n")
        let list: JSONValue = ["script_name_filter": "inner"]
        try await threads.eventually {
            try await threads.ask("threads.list", list)["threads"]?[0]?["status"] == "paused"
        }
        try await fill(id, threads)
        let child = try await threads.ask("threads.list", list)["threads"]?[0]?["thread_id"]?.stringValue ?? ""
        _ = try await threads.resume(child, ["step_input_override": "x"])
        #expect(try await threads.output(id) == ["value": 2])
    }

    @Test func aThreadWithTooManyEventsIsCancelled() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("wait event \"never\"\n  timeout = 100h\n  -> x\nemit\n  value = x\n")
        try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" }
        try await fill(id, threads)
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(id)])
        _ = try await threads.until(id, "cancelled")
    }

    @Test func aThreadWhoseTimeIsOverEndsThoughItWasToldSomething() async throws {
        let place = Mutex<Interloper?>(nil)
        let threads = try await ThreadWorld { memory in
            let store = Interloper(memory)
            place.withLock { $0 = store }
            return store
        }
        let id = try await threads.run(
            "wait event \"never\"\n  timeout = 100h\n  -> x\nemit\n  value = x\n", [:], ["timeout": "60s"])
        let thread = try identifier(id)
        let memory = threads.world.memory
        try await threads.eventually { try await memory.read { try $0.threads.status(thread)?.wakeAt } != nil }
        let store = try #require(place.withLock { $0 })
        store.comeFirst {
            _ = try await memory.write { try $0.notes.leave(NewNote(.event, "hint"), for: thread) }
        }
        threads.world.clock.advance(by: .seconds(61))
        #expect(try await threads.until(id, "failed")["failure"]?["reason"] == "THREAD_EXPIRED")
    }

    @Test func anEventThatIsTooLargeIsRefused() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("wait event \"never\"\n  timeout = 100h\n  -> x\nemit\n  value = 1\n")
        _ = try await threads.until(id, "running")
        let payload = JSONValue.string(String(repeating: "x", count: 1_100_000))
        await #expect(throws: CoreError.self) { _ = try await threads.send(id, "never", payload) }
        #expect(try await threads.thread(id)["status"] == "running")
    }

    // MARK: Ends

    @Test func aThreadThatIsEndedByForceEndsTheThreadsThatItRuns() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("inner", "wait event \"never\"\n  timeout = 100h\n  -> x\nemit\n  value = x\n")
        let id = try await threads.run("run inner\n  -> got\nemit\n  value = got\n")
        let list: JSONValue = ["script_name_filter": "inner"]
        try await threads.eventually {
            try await threads.ask("threads.list", list)["threads"]?[0]?["current_step_path"] == "0"
        }
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(id), "force": true])
        try await threads.eventually {
            try await threads.ask("threads.list", list)["threads"]?[0]?["status"] == "cancelled"
        }
    }

    @Test func aFailureWithALongTextCanBeRead() async throws {
        let threads = try await ThreadWorld()
        let text = JSONValue.string(String(repeating: "x", count: 1_100_000))
        let id = try await threads.run(
            """
            input
              text : text
            check "X" count(text) == 1
              on fail: fail "{text}"
            emit
              value = 1

            """, ["text": text])
        try await threads.eventually { try await threads.thread(id)["error"]?.stringValue?.isEmpty == false }
        #expect(try await threads.thread(id)["error"]?.stringValue?.count == 4_096)
    }

    @Test func aCallInLineForASlotIsCutOff() async throws {
        let (probe, door) = (ToolProbe("slow"), Door())
        let plain = probe.tool { _, _ in
            try await door.waitOrEnd()
            return 1
        }
        let threads = try await ThreadWorld(tools: [NativeTool(plain.signature, concurrency: 1, plain.handler)])
        let first = try await threads.run(
            "import tools\n  slow from native\ndo with slow\n  value = 1\n  -> x\nemit\n  value = x\n")
        try await threads.eventually { probe.calls.count == 1 }
        let second = try await threads.begin("sample")
        _ = try await threads.until(second, "running")
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(second)])
        _ = try await threads.until(second, "cancelled")
        door.open()
        _ = try await threads.until(first, "completed")
    }

    // MARK: Forks

    @Test(arguments: ["retry", "skip_with_output"]) func aForkFollowsAThreadThatWasResumed(_ action: String)
        async throws
    {
        let fails = Mutex(true)
        let probe = ToolProbe()
        let threads = try await ThreadWorld(tools: [
            probe.tool { input, _ in
                if input["value"] == 2, fails.withLock({ $0 }) { throw CoreError(.stepFailed, "No.") }
                return input["value"] ?? .null
            }
        ])
        let id = try await threads.run(
            """
            import tools
              probe from native
            do with probe
              value = 1
            do with probe
              value = 2
              -> b
            do with probe
              value = b
              -> c
            emit
              value = c

            """)
        _ = try await threads.until(id, "paused")
        fails.withLock { $0 = false }
        var resumption: JSONObject = ["action": .string(action)]
        if action != "retry" { resumption["step_input_override"] = 7 }
        _ = try await threads.resume(id, resumption)
        let expected: JSONValue = ["value": action == "retry" ? 2 : 7]
        #expect(try await threads.output(id) == expected)
        let forked = try await threads.ask("threads.fork", ["thread_id": .string(id), "from_step_path": "2"])
        #expect(forked["differs_at"] == nil)
        #expect(try await threads.output(forked["thread"]?["thread_id"]?.stringValue ?? "") == expected)
    }
}
