import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Threads that are written down, and run through again elsewhere.
@Suite(.timeLimit(.minutes(15))) struct ThreadBundleTests {
    private static let source = """
        output
          text : any
        stream
          note : integer
        import tools
          probe from native
        yield "Begun"
          note = 1
        do "First" with probe
          value = "a"
          on error: retry 2
          -> first
        wait 1s
        ask "Sure"
          prompt = "?"
          -> answer
        emit
          text = "{first} {answer.value}"

        """

    private func world() async throws -> (ThreadWorld, String) {
        let tool = ToolProbe().tool { input, context in
            if context.attempt == 1 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
            return input["value"] ?? .null
        }
        let threads = try await ThreadWorld(tools: [tool])
        let id = try await threads.run(Self.source)
        for _ in 0..<2_000 where try await threads.thread(id)["status"] != "paused" {
            threads.world.clock.advance(by: .seconds(10))
            try await Task.sleep(for: .milliseconds(2))
        }
        _ = try await threads.resume(id, ["step_input_override": "yes"])
        #expect(try await threads.output(id) == ["text": "a yes"])
        return (threads, id)
    }

    private func lines(_ threads: ThreadWorld, _ id: String) async throws -> [JSONValue] {
        var lines: [JSONValue] = []
        var token = ""
        repeat {
            let page = try await threads.ask(
                "threads.export", ["thread_id": .string(id), "page_token": .string(token)])
            lines += page["lines"]?.arrayValue ?? []
            token = page["next_page_token"]?.stringValue ?? ""
        } while !token.isEmpty
        return lines
    }

    private func replay(_ threads: ThreadWorld, _ lines: [JSONValue]) async throws -> JSONValue {
        try await threads.ask("threads.replay", ["lines": .array(lines)])
    }

    @Test func aBundleRunsThroughToTheSameEnd() async throws {
        let (threads, id) = try await world()
        let lines = try await lines(threads, id)
        let report = try await replay(threads, lines)
        #expect(report["verified"] == true, "\(report)")
        #expect(report["status"] == "completed")
    }

    @Test func whatWasChangedIsFound() async throws {
        let (threads, id) = try await world()
        let whole = try await lines(threads, id)
        for number in whole.indices {
            var changed = whole
            guard case .object(var members) = changed[number] else { continue }
            members["at"] = "2020-01-01T00:00:00Z"
            changed[number] = .object(members)
            let report = try await replay(threads, changed)
            #expect(report["verified"] == false)
            #expect(report["line"] == .integer(Int64(number + 1)))
            changed = whole
            changed.remove(at: number)
            #expect(try await replay(threads, changed)["verified"] == false, "without line \(number + 1)")
        }
    }

    @Test func anotherProgramIsFound() async throws {
        let (threads, id) = try await world()
        let lines = try await lines(threads, id)
        let other = try await threads.run(
            Self.source.replacing("\"First\"", with: "\"Other\"").replacing("\"a\"", with: "\"b\""))
        let foreign = try await self.lines(threads, other)
        #expect(try await replay(threads, [lines[0], foreign[1]] + lines.dropFirst(2))["line"] == 2)
    }
}
