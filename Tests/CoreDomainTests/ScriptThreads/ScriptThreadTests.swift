import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Scripts as durable threads.
@Suite(.timeLimit(.minutes(15))) struct ScriptThreadTests {
    private static let echo = ToolProbe().tool { input, _ in input["value"] ?? .null }

    private static let greeting = """
        script "Greeting"
        input
          name : text
        output
          text : text
        stream
          note : text
        import tools
          probe from native
        yield "Begun"
          note = "hello {name}"
        do "Fetch" with probe
          value = "Hello, {name}!"
          -> answer
        emit
          text = answer

        """

    @Test func aScriptRunsToItsResult() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run(Self.greeting, ["name": "Ada"], ["metadata": ["order": "7"]])
        #expect(id.hasPrefix("thr_"))
        #expect(try await threads.output(id) == ["text": "Hello, Ada!"])
        let thread = try await threads.thread(id)
        #expect(thread["script_name"] == "sample")
        #expect(thread["version"] == 1)
        #expect(thread["metadata"] == ["order": "7"])
        #expect(thread["started_at"] != nil && thread["finished_at"] != nil)
        let result = try await threads.result(id)
        #expect(result["yielded_values"]?[0]?["value"] == ["note": "hello Ada"])
        #expect(result["steps"]?.arrayValue?.map { $0["step_name"] ?? .null } == ["Begun", "Fetch"])
        #expect(result["output_sha256"]?.stringValue?.count == 64)
    }

    @Test func whoWatchesIsToldEverythingInOrder() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run(Self.greeting, ["name": "Ada"])
        _ = try await threads.until(id, "completed")
        let events = try await threads.events(id)
        #expect(
            events.map { $0["event"]?.stringValue } == [
                "thread.created", "thread.started", "step.yielded", "step.completed", "thread.completed",
            ])
        #expect(events.map { $0["seq"]?.int64Value } == [1, 2, 3, 4, 5])
        #expect(events[2]["yielded"]?["value"] == ["note": "hello Ada"])
    }

    @Test func anInputThatDoesNotFitIsRefused() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        try await threads.publish("sample", Self.greeting)
        let refusal = await threads.world.refusal(
            threads.token, "threads.create", ["script_name": "sample", "input": ["name": 7]])
        #expect(refusal == .inputInvalid)
        #expect(
            await threads.world.refusal(threads.token, "threads.create", ["script_name": "other", "input": [:]])
                == .notFound)
    }

    @Test func whatFailsPausesAndIsResumedWithAnotherInput() async throws {
        let probe = ToolProbe()
        let tool = probe.tool { input, _ in
            guard input["value"] == "Hello, mended!" else { throw CoreError(.stepFailed, "No such name.") }
            return "done"
        }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(Self.greeting, ["name": "Ada"])
        let paused = try await threads.until(id, "paused", reason: "error")
        #expect(paused["error"] == "No such name.")
        #expect(paused["failure"]?["step"] == paused["current_step_path"])
        _ = try await threads.resume(id, ["step_input_override": ["value": "Hello, mended!"]])
        #expect(try await threads.output(id) == ["text": "done"])
        #expect(probe.calls.map(\.attempt) == [1, 2])
    }

    @Test func aStepThatFailedCanBeSkippedWithAnOutput() async throws {
        let tool = ToolProbe().tool { _, _ in throw CoreError(.stepFailed, "Never.") }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(Self.greeting, ["name": "Ada"])
        _ = try await threads.until(id, "paused")
        _ = try await threads.resume(id, ["action": "skip_with_output", "step_input_override": "by hand"])
        #expect(try await threads.output(id) == ["text": "by hand"])
        let steps = try await threads.result(id)["steps"]?.arrayValue ?? []
        #expect(steps.map { $0["status"] ?? .null } == ["completed", "completed"])
    }

    @Test func aPausedThreadCanBeFailed() async throws {
        let tool = ToolProbe().tool { _, _ in throw CoreError(.stepFailed, "Never.") }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(Self.greeting, ["name": "Ada"])
        _ = try await threads.until(id, "paused")
        _ = try await threads.resume(id, ["action": "fail"])
        #expect(try await threads.until(id, "failed")["error"] == "Never.")
        #expect(
            await reason { try await threads.resume(id, ["action": "fail"]) } == .threadTerminal)
    }

    @Test func aThreadThatRunsIsNotResumed() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("wait 1h\nemit\n  value = 1\n")
        #expect(await reason { try await threads.resume(id, [:]) } == .threadNotPaused)
    }

    @Test func retriesOfAStepAreItsAttempts() async throws {
        let probe = ToolProbe()
        let tool = probe.tool { _, context in
            if context.attempt < 3 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
            return .integer(Int64(context.attempt))
        }
        let threads = try await ThreadWorld(tools: [tool])
        let source = """
            output
              value : any
            import tools
              probe from native
            do with probe
              value = 1
              on error: retry 3
              -> answer
            emit
              value = answer

            """
        let id = try await threads.run(source)
        while probe.calls.count < 3 {
            threads.world.clock.advance(by: .seconds(10))
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(try await threads.output(id) == ["value": 3])
        #expect(Set(probe.calls.map(\.path)) == ["0"])
    }

    @Test func threadsOfOthersAreNotThere() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run(Self.greeting, ["name": "Ada"])
        let other = try await threads.world.account("b").token
        for name in ["threads.get", "threads.cancel", "threads.resume", "threads.result", "threads.steps"] {
            #expect(await threads.world.refusal(other, name, ["thread_id": .string(id)]) == .notFound)
        }
        let list = try await threads.world.ask(other, "threads.list")
        #expect(list["threads"] == [])
    }
}
