import CoreDomain
import CoreLanguage
import Testing

@testable import Providers

/// Servers over HTTP: answers as JSON and as streams of events, sessions, and what goes wrong.
struct MCPWebTests {
    private static func answer(_ id: Int64, _ result: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": .integer(id), "result": result]
    }

    private static func events(_ messages: JSONValue...) -> ScriptedTransport.Answer {
        .events(messages.map { "event: message\ndata: \($0.serializedString())\n\n" }.joined())
    }

    private static let accepted = ScriptedTransport.Answer.bytes(202, headers: [], chunks: [])

    private static func beginning(session: String?) -> [ScriptedTransport.Answer] {
        let headers = [("content-type", "application/json")] + (session.map { [("mcp-session-id", $0)] } ?? [])
        return [
            .bytes(200, headers: headers, chunks: [answer(1, ScriptedServer.initialized).serialized()]), accepted,
            .json(answer(2, ["tools": [ScriptedServer.forecast, ScriptedServer.order]])),
        ]
    }

    private static func server(_ transport: ScriptedTransport) -> MCPServer {
        MCPServer(
            name: "weather", client: "1", clock: StoppedClock(), startTimeout: .seconds(10), timeout: .seconds(10)
        ) { () async throws(CoreError) in
            MCPWeb(
                url: "https://weather.example/mcp", headers: [(name: "authorization", value: "Bearer t")],
                transport: transport, timeout: .seconds(10), MCPFailure(server: "weather"))
        }
    }

    @Test func theSessionAndTheVersionAreNamedFromThenOn() async throws {
        let transport = ScriptedTransport(
            Self.beginning(session: "s-1") + [
                Self.events(
                    ["jsonrpc": "2.0", "method": "notifications/message", "params": [:]],
                    Self.answer(3, ["structuredContent": ["degrees": 3]]))
            ])
        let server = Self.server(transport)
        #expect(try await server.call("weather_forecast", ["city": "Bern"]) == ["degrees": 3])
        let requests = transport.requests
        #expect(requests.count == 4)
        #expect(requests.first?.header("mcp-session-id") == nil)
        #expect(requests.last?.header("mcp-session-id") == "s-1")
        #expect(requests.last?.header("mcp-protocol-version") == "2025-11-25")
        #expect(requests.last?.header("authorization") == "Bearer t")
        #expect(requests.last?.header("accept") == "application/json, text/event-stream")
    }

    @Test func aSessionThatIsOverIsBegunAnew() async throws {
        let gone = ScriptedTransport.Answer.bytes(404, headers: [], chunks: [])
        let transport = ScriptedTransport(
            Self.beginning(session: "s-1") + [gone] + Self.beginning(session: "s-2") + [
                .json(Self.answer(3, ["structuredContent": ["degrees": 3]]))
            ])
        let server = Self.server(transport)
        #expect(try await server.call("weather_order_now", [:]) == ["degrees": 3])
        #expect(transport.requests.last?.header("mcp-session-id") == "s-2")
    }

    @Test(
        arguments: [
            (ScriptedTransport.Answer.bytes(500, headers: [], chunks: []), "OUTCOME_UNKNOWN"),
            (.bytes(401, headers: [], chunks: []), "MCP_UNAVAILABLE"),
            (.bytes(200, headers: [("content-type", "text/html")], chunks: []), "MCP_ANSWER_INVALID"),
            (
                .bytes(200, headers: [("content-type", "application/json")], chunks: [Array("{".utf8)]),
                "MCP_ANSWER_INVALID"
            ),
            (.events(": nothing\n\n"), "OUTCOME_UNKNOWN"),
            (.broken([Array("data: {".utf8)], CoreError(.outcomeUnknown, "It broke.")), "OUTCOME_UNKNOWN"),
            (.failure(CoreError(.serverUnreachable, "Nobody is there.")), "MCP_UNAVAILABLE"),
            (
                .json(["jsonrpc": "2.0", "id": 3, "error": ["code": -32602, "message": "No such thing."]]),
                "MCP_TOOL_FAILED"
            ),
            (.json(["jsonrpc": "2.0", "id": 9, "result": [:]]), "MCP_ANSWER_INVALID"),
        ] as [(ScriptedTransport.Answer, String)]) func failuresHaveTheirReasons(
            _ answer: ScriptedTransport.Answer, _ reason: String
        ) async throws
    {
        let server = Self.server(ScriptedTransport(Self.beginning(session: nil) + [answer]))
        let error = await #expect(throws: CoreError.self) { _ = try await server.call("weather_order_now", [:]) }
        #expect(error?.reason.name == reason)
    }

    @Test func anAnswerThatIsTooLongIsRefused() async throws {
        let bytes = [UInt8](repeating: 0x20, count: MCPWeb.bytesMax + 1)
        let answer = ScriptedTransport.Answer.bytes(
            200, headers: [("content-type", "application/json")], chunks: [bytes])
        let server = Self.server(ScriptedTransport(Self.beginning(session: nil) + [answer]))
        let error = await #expect(throws: CoreError.self) { _ = try await server.call("weather_order_now", [:]) }
        #expect(error?.reason == .mcpAnswerInvalid)
    }

    @Test func aVersionThatIsNotKnownIsRefused() async throws {
        let server = Self.server(
            ScriptedTransport([.json(Self.answer(1, ["protocolVersion": "1999-01-01", "capabilities": [:]]))]))
        let error = await #expect(throws: CoreError.self) { _ = try await server.call("weather_forecast", [:]) }
        #expect(error?.reason == .mcpAnswerInvalid)
    }

    private static let types: [(JSONValue, ScriptType)] = [
        (["type": "string"] as JSONValue, ScriptType.text),
        (["type": ["integer", "null"]] as JSONValue, ScriptType.optional(.integer)),
        (["anyOf": [["type": "boolean"], ["type": "null"]]] as JSONValue, ScriptType.optional(.boolean)),
        (["type": "array", "items": ["type": "number"]] as JSONValue, ScriptType.list(.number)),
        (["type": "object"] as JSONValue, ScriptType.object),
        (["$ref": "#/$defs/x"] as JSONValue, ScriptType.any),
        (["anyOf": [["type": "string"], ["type": "number"]]] as JSONValue, ScriptType.any),
        (true as JSONValue, ScriptType.any), ([:] as JSONValue, ScriptType.any),
        (["type": "array"] as JSONValue, ScriptType.list(.any)),
    ]

    @Test(arguments: types) func schemasBecomeTypes(_ schema: JSONValue, _ type: ScriptType) {
        #expect(SchemaType.type(of: schema) == type)
    }
}
