import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@testable import Providers

@Suite struct OpenAIFailureTests {
    struct Row: Sendable {
        let status: Int
        var headers: [(name: String, value: String)] = []
        var code = "some_code"
        let reason: Reason
        let retry: CoreError.Retry
    }

    /// The clock stands at 2026-10-21T07:28:00Z.
    static let rows = [
        Row(status: 429, reason: .modelOverloaded, retry: .later(after: .seconds(1))),
        Row(status: 429, headers: [("retry-after", "7")], reason: .modelOverloaded, retry: .later(after: .seconds(7))),
        Row(
            status: 503, headers: [("retry-after", "0.5")], reason: .modelOverloaded,
            retry: .later(after: .milliseconds(500))),
        Row(
            status: 503, headers: [("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT")], reason: .modelOverloaded,
            retry: .later(after: .seconds(30))),
        Row(
            status: 429, headers: [("retry-after", "Wed, 21 Oct 2020 07:28:30 GMT")], reason: .modelOverloaded,
            retry: .later(after: .zero)),
        Row(
            status: 429, headers: [("retry-after", "99999999999999999999")], reason: .modelOverloaded,
            retry: .later(after: .seconds(3_600))),
        Row(
            status: 429, headers: [("retry-after-ms", "250"), ("retry-after", "9")], reason: .modelOverloaded,
            retry: .later(after: .milliseconds(250))),
        Row(
            status: 429, headers: [("retry-after", "soon")], reason: .modelOverloaded,
            retry: .later(after: .seconds(1))),
        Row(status: 429, code: "insufficient_quota", reason: .modelRequestRefused, retry: .never),
        Row(status: 529, reason: .modelOverloaded, retry: .later(after: .seconds(1))),
        Row(status: 500, reason: .modelUnavailable, retry: .sameKey),
        Row(status: 502, reason: .modelUnavailable, retry: .sameKey),
        Row(status: 504, reason: .modelUnavailable, retry: .sameKey),
        Row(status: 408, reason: .modelUnavailable, retry: .sameKey),
        Row(status: 400, reason: .modelRequestRefused, retry: .never),
        Row(status: 401, reason: .modelRequestRefused, retry: .never),
        Row(status: 403, reason: .modelRequestRefused, retry: .never),
        Row(status: 404, reason: .modelRequestRefused, retry: .never),
        Row(status: 413, reason: .modelRequestRefused, retry: .never),
        Row(status: 307, reason: .modelRequestRefused, retry: .never),
    ]

    @Test(arguments: rows.indices) func aStatusHasItsError(_ place: Int) async throws {
        let row = Self.rows[place]
        let body: JSONValue = [
            "error": [
                "message": .string("Bad key \(ProviderWorld.key) for: \(ProviderWorld.prompt)"), "type": "x",
                "code": .string(row.code),
            ]
        ]
        let world = try ProviderWorld(.bytes(row.status, headers: row.headers, chunks: [body.serialized()]))
        let error = try #require(await #expect(throws: CoreError.self) { try await world.chat() })
        #expect(error.reason == row.reason)
        #expect(error.retry == row.retry)
        #expect(error.message.contains("\"cloud\" answered with status \(row.status) (\(row.code))"))
        let all = "\(error)" + (error.fix ?? "")
        #expect(!all.contains(ProviderWorld.key) && !all.contains(ProviderWorld.prompt))
    }

    @Test func aCodeThatRepeatsTheKeyIsNotTold() async throws {
        for code in ["secret-0123456789", "0123456789", "SECRET", "a b", String(repeating: "a", count: 99)] {
            let world = try ProviderWorld(.json(["error": ["code": .string(code)]], status: 400))
            let error = await #expect(throws: CoreError.self) { try await world.chat() }
            #expect(error?.message.hasSuffix("status 400.") == true, "\(code)")
        }
    }

    @Test func theKeyIsNotInADescription() throws {
        let world = try ProviderWorld()
        var text = ""
        dump(world.provider, to: &text)
        #expect(!text.contains(ProviderWorld.key) && !"\(world.provider)".contains(ProviderWorld.key))
    }

    static let connections: [(CoreError, Reason, CoreError.Retry)] = [
        (
            CoreError(.serverUnreachable, "The connection was refused.", retry: .later(after: .seconds(1))),
            .modelUnavailable, .later(after: .seconds(1))
        ),
        (CoreError(.outcomeUnknown, "The connection broke.", retry: .sameKey), .modelUnavailable, .sameKey),
        (CoreError(.requestInvalid, "No URL."), .modelRequestRefused, .never),
        (CoreError(.cancelled, "The call was cancelled."), .cancelled, .never),
    ]

    @Test(arguments: connections.indices) func aFailureOfTheConnectionHasItsError(_ place: Int) async throws {
        let (failure, reason, retry) = Self.connections[place]
        let world = try ProviderWorld(.failure(failure))
        let error = await #expect(throws: CoreError.self) { try await world.chat() }
        #expect(error?.reason == reason)
        #expect(error?.retry == retry)
    }

    @Test func whatTakesTooLongIsCancelled() async throws {
        let clock = ManualClock()
        let world = try ProviderWorld(.never, clock: clock)
        let request = ChatRequest(model: "m", messages: [], timeout: .seconds(5))
        let call = Task { try await world.provider.chat(request, onText: nil) }
        while clock.sleeperCount == 0 || world.transport.requests.isEmpty { await Task.yield() }
        clock.advance(by: .seconds(5))
        let error = await #expect(throws: CoreError.self) { try await call.value }
        #expect(error?.reason == .modelUnavailable)
        #expect(error?.message.contains("5 s") == true)
        #expect(error?.retry == .sameKey)
        #expect(clock.sleeperCount == 0)
    }

    @Test func aCallEndsWithItsTask() async throws {
        let world = try ProviderWorld(.never, clock: ManualClock())
        let call = Task { try await world.chat() }
        while world.transport.requests.isEmpty { await Task.yield() }
        call.cancel()
        let error = await #expect(throws: CoreError.self) { try await call.value }
        #expect(error?.reason == .cancelled)
    }

    @Test func anAnswerThatIsTooLargeIsRefused() async throws {
        let chunk = [UInt8](repeating: UInt8(ascii: " "), count: 1_048_576)
        let chunks = [[UInt8]](repeating: chunk, count: 33)
        for world in [
            try ProviderWorld(.bytes(200, headers: [], chunks: chunks)),
            try ProviderWorld(.bytes(500, headers: [], chunks: chunks)),
        ] {
            let error = await #expect(throws: CoreError.self) { try await world.chat() }
            #expect(error?.retry == (error?.reason == .modelUnavailable ? .sameKey : .never))
        }
        let small = [[UInt8]](repeating: Array(": note\n".utf8) + chunk, count: 33)
        let world = try ProviderWorld(.bytes(200, headers: [], chunks: small))
        let error = await #expect(throws: CoreError.self) { try await world.stream() }
        #expect(error?.reason == .modelAnswerInvalid)
    }

    @Test(arguments: [
        "ftp://h", "models.example", "https://", "https://user:p@h/v1", "https://h/v1?x=1", "https://h/#a", "http:// h",
    ]) func aURLThatIsNoneIsRefused(_ url: String) {
        let error = #expect(throws: CoreError.self) {
            try OpenAIProvider(
                name: "p", baseURL: url, key: nil, transport: ScriptedTransport([]), clock: StoppedClock())
        }
        #expect(error?.reason == .configurationInvalid)
    }

    @Test(arguments: ["", "a b", "line\n", "ü"]) func aKeyThatNoHeaderHoldsIsRefused(_ key: String) {
        let error = #expect(throws: CoreError.self) {
            try OpenAIProvider(
                name: "p", baseURL: "http://h", key: Secret(key), transport: ScriptedTransport([]),
                clock: StoppedClock())
        }
        #expect(error?.reason == .configurationInvalid)
    }

    @Test func withoutAKeyThereIsNoHeader() async throws {
        let transport = ScriptedTransport([.json(OpenAIChatTests.answer)])
        let provider = try OpenAIProvider(
            name: "local", baseURL: "http://127.0.0.1:11434/v1", key: nil, transport: transport, clock: StoppedClock())
        _ = try await provider.chat(ProviderWorld.request, onText: nil)
        #expect(transport.requests.first?.header("authorization") == nil)
    }
}
