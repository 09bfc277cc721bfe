import CoreDomain
import CoreLanguage
import Testing

@testable import HostSupport
@testable import HostWire

/// Header, `idempotency_key` and `request_id` name one and the same call.
@Suite struct CallKeyTests {
    private func run(
        _ echo: EchoService, at path: String = "/recipes/x", header: String? = nil, _ body: String
    ) async throws -> (status: Int, body: JSONValue) {
        try await echo.send("POST", path, header.map { [("idempotency-key", $0)] } ?? [], body: body)
    }

    @Test func everyPlaceHoldsTheSameKey() async throws {
        let echo = try EchoService()
        let first = try await run(echo, header: "k", #"{"input":1}"#)
        #expect(first.status == 200)
        for (header, body) in [
            ("\"k\"", #"{"input":1}"#), (nil, #"{"input":1,"idempotency_key":"k"}"#),
            (nil, #"{"request_id":"k","input":1}"#), ("k", #"{"input":1,"idempotency_key":"k","request_id":"k"}"#),
            ("k", #"{"input":1,"idempotency_key":null}"#),
        ] {
            #expect(try await run(echo, header: header, body) == first, "\(body)")
        }
        #expect(try await run(echo, #"{"input":1,"idempotency_key":"l"}"#).body != first.body)
        #expect(try await run(echo, #"{"input":1}"#).body != first.body)
        #expect(try await run(echo, #"{"input":2,"request_id":"k"}"#).body["reason"] == "IDEMPOTENCY_MISMATCH")
    }

    @Test func twoKeysAreRefused() async throws {
        let echo = try EchoService()
        for (header, body) in [
            ("k", #"{"input":1,"idempotency_key":"l"}"#), ("k", #"{"input":1,"request_id":"K"}"#),
            (nil, #"{"input":1,"idempotency_key":"k","request_id":"l"}"#),
        ] {
            let answer = try await run(echo, header: header, body)
            #expect(answer.status == 400)
            #expect(answer.body["reason"] == "REQUEST_INVALID")
        }
    }

    @Test(arguments: [#"7"#, #"{}"#, #""""#, #""a b""#, #""é""#])
    func aKeyOfTheWrongFormIsRefused(key: String) async throws {
        let answer = try await run(try EchoService(), #"{"input":1,"idempotency_key":\#(key)}"#)
        #expect(answer.status == 400)
        #expect(answer.body["reason"] == "IDEMPOTENCY_KEY_INVALID")
    }

    @Test func elsewhereTheMembersAreOrdinary() async throws {
        let echo = try EchoService()
        #expect(try await run(echo, at: "/v1/recipes/x", #"{"input":1,"idempotency_key":"k"}"#).status == 422)
        let own = try await run(echo, at: "/keys", header: "k", #"{"request_id":"mine"}"#)
        #expect(own.body == ["request_id": "mine"])
        #expect(try await run(echo, at: "/keys", #"{"request_id":"mine","idempotency_key":"k"}"#) == own)
    }

    @Test(arguments: [
        (#""abc""#, "abc"), (#""a\"b\\c""#, #"a"b\c"#), (#""""#, ""), (#"""#, nil), (#""abc"#, nil), (#""a"b""#, nil),
        (#""a\""#, nil), (#""a\b""#, nil), ("\"a\u{7f}\"", nil), (#""é""#, nil), (#""a";p=1"#, nil), ("abc", nil),
    ])
    func structuredStringsAreReadToTheLetter(text: String, expected: String?) {
        #expect(StructuredString.parse(text) == expected)
    }
}
