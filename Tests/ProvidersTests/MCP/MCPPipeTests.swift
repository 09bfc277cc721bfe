import CoreDomain
import CoreLanguage
import CorePlatform
import Synchronization
import Testing

@testable import Providers

/// Servers that are programs: what becomes of calls, whatever the program does.
struct MCPPipeTests {
    private static func tools(
        _ programs: ScriptedPrograms, command: String = "server", startTimeout: Duration = .seconds(20),
        timeout: Duration = .seconds(20)
    ) -> MCPTools {
        MCPTools(
            [
                MCPTools.Server(
                    name: "weather",
                    place: .program(ResidentCommand(program: command, arguments: [], environment: [:])),
                    startTimeout: startTimeout, timeout: timeout)
            ], version: "1", transport: ScriptedTransport([]), programs: programs, clock: SystemClock()
        ) { _ in }
    }

    private static let context = StepContext(
        thread: Identifier(high: 1, low: 1), organization: Identifier(high: 1, low: 2), path: "1", attempt: 1)

    private func call(_ tools: MCPTools, _ name: String, _ input: JSONValue) async throws -> JSONValue {
        let tool = try #require(tools.tool(ToolName(name, from: "mcp")))
        guard case .function(let handler) = tool.handler else { return .null }
        return try await handler(input, Self.context).output
    }

    @Test func toolsOfAllPagesAreKnown() async throws {
        let tools = Self.tools(ScriptedServer.programs { _ in [] })
        #expect(tools.tools.isEmpty)
        await tools.prepare()
        #expect(tools.tools.map(\.signature.tool.name) == ["weather_forecast", "weather_order_now"])
        let forecast = try #require(tools.tools.first?.signature)
        #expect(forecast.summary == "Tells the weather.")
        #expect(forecast.effect == .idempotent)
        #expect(forecast.fields.map(\.name) == ["city", "day_count"])
        #expect(forecast.fields.map(\.isRequired) == [true, false])
        #expect(tools.tools.last?.signature.effect == .once)
        await tools.close()
    }

    @Test func aCallGoesOutUnderTheServersNames() async throws {
        let programs = ScriptedServer.programs { message in
            [.line("not JSON at all"), ScriptedServer.line(message, ["structuredContent": ["degrees": 21]])]
        }
        let tools = Self.tools(programs)
        let output = try await call(tools, "weather_forecast", ["city": "Bern", "day_count": 2])
        #expect(output == ["degrees": 21])
        let sent = programs.messages.last
        #expect(sent?["params"] == ["name": "forecast", "arguments": ["city": "Bern", "day-count": 2]])
        await tools.close()
    }

    @Test func textIsTheResultWhereThereIsNothingElse() async throws {
        let tools = Self.tools(
            ScriptedServer.programs { message in
                [
                    ScriptedServer.line(
                        message, ["content": [["type": "text", "text": "a"], ["type": "text", "text": "b"]]])
                ]
            })
        #expect(try await call(tools, "weather_order_now", [:]) == "a\nb")
        await tools.close()
    }

    @Test(
        arguments: [
            (
                "weather_forecast", ["isError": true, "content": [["type": "text", "text": "no city"]]],
                "MCP_TOOL_FAILED"
            ),
            ("weather_forecast", ["structuredContent": ["degrees": "warm"]], "MCP_ANSWER_INVALID"),
            ("weather_forecast", ["content": []], "MCP_ANSWER_INVALID"),
            ("weather_nothing", [:], "MCP_TOOL_FAILED"),
            ("elsewhere_tool", [:], "MCP_UNAVAILABLE"),
        ] as [(String, JSONValue, String)]) func failuresHaveTheirReasons(
            _ name: String, _ result: JSONValue, _ reason: String
        ) async throws
    {
        let tools = Self.tools(ScriptedServer.programs { [ScriptedServer.line($0, result)] })
        let error = await #expect(throws: CoreError.self) { _ = try await call(tools, name, [:]) }
        #expect(error?.reason.name == reason)
        await tools.close()
    }

    /// The first call ends the program, the others are answered.
    private static func dyingOnce() -> ScriptedPrograms {
        let calls = Counter()
        return ScriptedServer.programs { message in
            [calls.next() == 1 ? .end(3) : ScriptedServer.line(message, ["structuredContent": ["degrees": 1]])]
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    @Test func whoeverDiesInTheMiddleIsStartedAgainAndWhatItDidIsNotKnown() async throws {
        let programs = Self.dyingOnce()
        let tools = Self.tools(programs)
        let error = await #expect(throws: CoreError.self) { _ = try await call(tools, "weather_order_now", [:]) }
        #expect(error?.reason == .outcomeUnknown)
        // The engine tries again what says that it had no effect, and this does not.
        #expect(error?.retry == .sameKey)
        #expect(error?.message.hasSuffix("with the status 3. It said last: it fell over") == true)
        #expect(try await call(tools, "weather_order_now", [:]) == ["degrees": 1])
        #expect(programs.starts == 2)
        await tools.close()
    }

    @Test func whatMayBeRepeatedIsRepeatedOnce() async throws {
        let programs = Self.dyingOnce()
        let tools = Self.tools(programs)
        #expect(try await call(tools, "weather_forecast", ["city": "Bern"]) == ["degrees": 1])
        #expect(programs.starts == 2)
        await tools.close()
    }

    @Test func whoeverNeverAnswersIsNotWaitedForAndIsTold() async throws {
        let programs = ScriptedServer.programs { _ in [] }
        let tools = Self.tools(programs, timeout: .milliseconds(200))
        let error = await #expect(throws: CoreError.self) { _ = try await call(tools, "weather_order_now", [:]) }
        #expect(error?.reason == .outcomeUnknown)
        let last = programs.messages.last
        #expect(last?["method"] == "notifications/cancelled")
        #expect(last?["params"]?["requestId"]?.int64Value == 4)
        await tools.close()
    }

    @Test func aServerThatIsMissingStopsNothing() async throws {
        let tools = Self.tools(ScriptedPrograms { _ in [] }, command: "missing")
        await tools.prepare()
        #expect(tools.tools.isEmpty)
        let error = await #expect(throws: CoreError.self) { _ = try await call(tools, "weather_forecast", [:]) }
        #expect(error?.reason == .mcpUnavailable)
        await tools.close()
    }

    @Test func aServerThatNeverBeginsStopsNothing() async throws {
        let tools = Self.tools(ScriptedPrograms { _ in [] }, startTimeout: .milliseconds(100))
        await tools.prepare()
        #expect(tools.tools.isEmpty)
        await tools.close()
    }

    @Test func aPingIsAnswered() async throws {
        let programs = ScriptedServer.programs { message in
            [
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"ping\"}"),
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"s2\",\"method\":\"sampling/createMessage\"}"),
                ScriptedServer.line(message, ["structuredContent": ["degrees": 1]]),
            ]
        }
        let tools = Self.tools(programs)
        _ = try await call(tools, "weather_forecast", [:])
        #expect(programs.messages.contains(["jsonrpc": "2.0", "id": "s1", "result": [:]]))
        #expect(programs.messages.contains { $0["id"] == "s2" && $0["error"]?["code"] == -32601 })
        await tools.close()
    }
}
