import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Threads that wait: for times, events, people and other threads.
@Suite(.timeLimit(.minutes(15))) struct ThreadWaitTests {
    private static let question = """
        output
          choice : text
          by : text
        ask "Approve"
          prompt = "May it?"
          options = ["yes", "no"]
          timeout = 24h
          default = "no"
          max_retries = 1
          -> answer
        emit
          choice = answer.value
          by = answer.provided_by ?? "nobody"

        """

    @Test func aQuestionIsAnsweredOnce() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run(Self.question)
        let paused = try await threads.until(id, "paused", reason: "ask")
        #expect(paused["pending_asks"]?[0]?["prompt"] == "May it?")
        let asks = try await threads.ask("threads.asks")
        #expect(asks["asks"]?.arrayValue?.count == 1)
        #expect(asks["asks"]?[0]?["options"] == ["yes", "no"])
        _ = try await threads.resume(id, ["step_input_override": "yes", "provided_by": "ada"])
        #expect(try await threads.output(id) == ["choice": "yes", "by": "ada"])
        #expect(try await threads.ask("threads.asks")["asks"] == [])
        #expect(await reason { try await threads.resume(id, ["step_input_override": "no"]) } == .threadTerminal)
    }

    @Test func answersThatAreNoneCount() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run(Self.question)
        _ = try await threads.until(id, "paused", reason: "ask")
        for _ in 0..<2 {
            #expect(
                await reason { try await threads.resume(id, ["step_input_override": "perhaps"]) } == .askAnswerInvalid)
        }
        let paused = try await threads.until(id, "paused", reason: "error")
        #expect(paused["failure"]?["reason"] == "ASK_ANSWER_INVALID")
        // A late answer is no other input of the question.
        #expect(await reason { try await threads.resume(id, ["step_input_override": "yes"]) } == .threadNotPaused)
        _ = try await threads.resume(id, ["action": "retry"])
        _ = try await threads.until(id, "paused", reason: "ask")
        _ = try await threads.resume(id, ["step_input_override": "yes", "provided_by": "ada"])
        #expect(try await threads.output(id) == ["choice": "yes", "by": "ada"])
    }

    @Test func whenNobodyAnswersTheDefaultCounts() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run(Self.question)
        _ = try await threads.until(id, "paused", reason: "ask")
        threads.world.clock.advance(by: .seconds(86_401))
        #expect(try await threads.output(id) == ["choice": "no", "by": "nobody"])
    }

    private static let payment = """
        output
          amount : any
        wait event "paid"
          where = payment => payment?.order == "A"
          timeout = 1h
          -> payment
        emit
          amount = payment?.amount

        """

    @Test func anEventThatComesTooEarlyIsKept() async throws {
        let threads = try await ThreadWorld()
        let source = "wait 10s\n" + Self.payment.replacing("output\n  amount : any\n", with: "")
        let id = try await threads.run("output\n  amount : any\n" + source)
        _ = try await threads.send(id, "paid", ["order": "B", "amount": 1])
        _ = try await threads.send(id, "paid", ["order": "A", "amount": 2], event: "x")
        try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" }
        #expect(try await threads.send(id, "paid", ["order": "A", "amount": 3], event: "x")["duplicate"] == true)
        threads.world.clock.advance(by: .seconds(11))
        #expect(try await threads.output(id) == ["amount": 2])
    }

    @Test func anEventThatNobodyTakesIsNoAnswer() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run(Self.payment)
        try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" }
        _ = try await threads.send(id, "paid", ["order": "B", "amount": 1])
        _ = try await threads.send(id, "other", ["order": "A", "amount": 1])
        threads.world.clock.advance(by: .seconds(3_700))
        #expect(try await threads.until(id, "paused", reason: "error")["failure"]?["reason"] == "WAIT_TIMEOUT")
    }

    @Test func threadsSendEachOtherEvents() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("waiter", Self.payment)
        let waiter = try await threads.begin("waiter")
        try await threads.eventually { try await threads.thread(waiter)["current_step_path"] == "0" }
        let sender = try await threads.run(
            "send \"paid\"\n  order = \"A\"\n  amount = 5\nemit\n  value = 1\n")
        _ = try await threads.until(sender, "completed")
        #expect(try await threads.output(waiter) == ["amount": 5])
    }

    @Test func aScriptRunsAnother() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish(
            "inner",
            """
            input
              number : integer
            output
              doubled : integer
            wait 1m
            emit
              doubled = number * 2

            """)
        let id = try await threads.run(
            """
            output
              value : any
            run inner
              number = 21
              -> inner_result
            emit
              value = inner_result?.doubled

            """)
        try await threads.eventually {
            let list = try await threads.ask("threads.list", ["script_name_filter": "inner"])["threads"]
            return list?[0]?["current_step_path"] == "0"
        }
        threads.world.clock.advance(by: .seconds(61))
        #expect(try await threads.output(id) == ["value": 42])
    }

    @Test func aCancelledThreadCancelsWhatItRuns() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("inner", "wait 1h\nemit\n  value = 1\n")
        let id = try await threads.run("run inner\n  -> x\nemit\n  value = 1\n")
        try await threads.eventually { try await threads.ask("threads.list")["threads"]?.arrayValue?.count == 2 }
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(id)])
        _ = try await threads.until(id, "cancelled")
        try await threads.eventually {
            let list = try await threads.ask("threads.list")["threads"]?.arrayValue ?? []
            return list.allSatisfy { $0["status"] == "cancelled" }
        }
    }

    @Test func cancellingTakesBackWhatWasDone() async throws {
        let probe = ToolProbe()
        let tool = probe.tool { input, _ in input["value"] ?? .null }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(
            """
            import tools
              probe from native
            do "Book" with probe
              value = "book"
              undo with probe
                value = "unbook"
            wait 1h
            emit
              value = 1

            """)
        try await threads.eventually { probe.calls.count == 1 }
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(id)])
        _ = try await threads.until(id, "cancelled")
        #expect(probe.inputs.map { $0["value"] ?? .null } == ["book", "unbook"])
        let again = try await threads.ask("threads.cancel", ["thread_id": .string(id)])
        #expect(again["thread"]?["status"] == "cancelled")
    }

    @Test func aTimeoutEndsTheThread() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("wait 1h\nemit\n  value = 1\n", [:], ["timeout": "5m"])
        _ = try await threads.until(id, "running")
        threads.world.clock.advance(by: .seconds(301))
        #expect(try await threads.until(id, "failed")["failure"]?["reason"] == "THREAD_EXPIRED")
    }

    @Test func aThreadBeginsAtItsTime() async throws {
        let threads = try await ThreadWorld()
        let start = threads.world.clock.now().adding(.seconds(3_600))
        let id = try await threads.run(
            "output\n  value : integer\nemit\n  value = 1\n", [:], ["start_at": .string(start.description)])
        let cancelled = try await threads.begin("sample", [:], ["start_at": .string(start.description)])
        threads.world.clock.advance(by: .seconds(3_500))
        _ = try await threads.send(id, "early")
        #expect(try await threads.thread(id)["status"] == "pending")
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(cancelled)])
        _ = try await threads.until(cancelled, "cancelled")
        threads.world.clock.advance(by: .seconds(101))
        #expect(try await threads.output(id) == ["value": 1])
    }

    @Test func aScriptWithOpenThreadsIsNotRemoved() async throws {
        let threads = try await ThreadWorld()
        let id = try await threads.run("wait 1m\nemit\n  value = 1\n")
        #expect(
            await reason { try await threads.ask("scripts.delete", ["name": "sample"]) } == .scriptHasOpenThreads)
        _ = try await threads.ask("scripts.delete", ["name": "sample", "force": true])
        try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" }
        threads.world.clock.advance(by: .seconds(61))
        _ = try await threads.until(id, "completed")
        _ = try await threads.run("emit\n  value = 2\n")
    }

    @Test func whoRunsAThreadHearsThatItWasEndedAtOnce() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("child", "wait 1h\nemit\n  value = 1\n")
        let id = try await threads.run("run child\n  on error: ignore\nemit\n  value = 2\n")
        try await threads.eventually { try await threads.ask("threads.list")["threads"]?.arrayValue?.count == 2 }
        let list = try await threads.ask("threads.list", ["script_name_filter": "child"])
        let child = try #require(list["threads"]?[0]?["thread_id"]?.stringValue)
        _ = try await threads.until(child, "running")
        _ = try await threads.ask("threads.cancel", ["thread_id": .string(child), "force": true])
        _ = try await threads.until(id, "completed")
    }

    @Test func variablesAreThoseOfTheBeginning() async throws {
        let threads = try await ThreadWorld()
        let source = """
            output
              value : text
            env
              KEY : text
            wait 1m
            emit
              value = env(KEY)

            """
        try await threads.publish("sample", source)
        #expect(
            await reason { try await threads.begin("sample") } == .environmentMissing)
        _ = try await threads.ask("env.set", ["key": "KEY", "value": "one"])
        let id = try await threads.begin("sample")
        _ = try await threads.ask("env.set", ["key": "KEY", "value": "two"])
        try await threads.eventually { try await threads.thread(id)["current_step_path"] == "0" }
        threads.world.clock.advance(by: .seconds(61))
        #expect(try await threads.output(id) == ["value": "one"])
    }
}

extension ThreadWorld {
    /// Waits until `condition` holds. The engine has threads of its own, so this looks now and then.
    func eventually(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<20_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw CoreError(.internalError, "What was waited for did not happen.")
    }
}
