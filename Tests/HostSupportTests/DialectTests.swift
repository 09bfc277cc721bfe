import CoreDomain
import CoreLanguage
import Testing

@testable import HostSupport
@testable import HostWire

/// The forms of errors, and what stands beside them in the headers.
@Suite struct DialectTests {
    private func refuse(
        _ error: CoreError, _ path: String
    ) async throws -> (status: Int, headers: [String: String], body: JSONValue) {
        let response = try EchoService().service.refuse(error, path: path, requestID: Identifier(high: 1, low: 1))
        let headers = Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
        return (response.status, headers, try JSONInput.parse(response.body))
    }

    @Test func aRefusalForWantOfMoneyIsThatOfX402() async throws {
        let error = CoreError(
            .insufficientFunds, "Not enough.",
            details: .init(members: [
                "required": "0.002", "available": "0.001", "currency": "USDC", "other": 1,
            ]))
        for path in ["/recipes/x", "/api/v1/x"] {
            let answer = try await refuse(error, path)
            #expect(answer.status == 402)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(
                answer.body == [
                    "x402Version": 1, "error": "Not enough.", "accepts": [], "detail": "Not enough.",
                    "required": "0.002", "available": "0.001", "currency": "USDC",
                ])
        }
        let google = try await refuse(error, "/v1/scriptum/threads")
        #expect(google.status == 400)
        #expect(google.body["error"]?["status"] == "FAILED_PRECONDITION")
        let openAI = try await refuse(error, "/v1/chat/completions")
        #expect(openAI.status == 402)
        #expect(openAI.body["error"]?["code"] == "insufficient_funds")
    }

    @Test(arguments: [
        (Reason.payloadTooLarge, 413), (.methodNotAllowed, 405),
    ])
    func whatHTTPSpeaksOfHasOneStatus(reason: Reason, status: Int) async throws {
        for dialect in WireDialect.allCases {
            #expect(ErrorTable.httpStatus(CoreError(reason, "m"), dialect) == status)
        }
        let google = try await refuse(CoreError(reason, "m"), "/v1/scriptum/x")
        #expect(google.status == status)
        #expect(google.body["error"]?["code"] == .integer(Int64(status)))
        #expect(google.body["error"]?["status"]?.stringValue == reason.code.canonicalName)
    }

    @Test func statusesOfPrograms() {
        let expected: [(Reason, Int, Int)] = [
            (.definitionInvalid, 422, 400), (.stepFailed, 409, 409), (.stepTimedOut, 504, 504),
            (.threadExpired, 504, 504), (.stateConflict, 409, 400), (.unsupported, 501, 501),
            (.transferRefused, 409, 400), (.ledgerDamaged, 500, 500),
        ]
        for (reason, problem, google) in expected {
            #expect(ErrorTable.httpStatus(CoreError(reason, "m"), .problem) == problem, "\(reason.name)")
            #expect(ErrorTable.httpStatus(CoreError(reason, "m"), .googleRPC) == google, "\(reason.name)")
        }
        #expect(ErrorTable.httpStatus(CoreError(.definitionInvalid, "m"), .detailText) == 400)
    }

    /// The route and the form are found from the same segments.
    @Test(arguments: [
        ("/v1/scriptum/x", WireDialect.googleRPC), ("/%761/scriptum/x", .googleRPC), ("/v1/%73criptum", .googleRPC),
        ("/v1/%63hat/x", .openAI), ("/v1/models", .openAI), ("/api/v1/models/x", .openAI), ("/api/v%31/x", .detailText),
        ("/api/v1", .detailText), ("/api/v1/", .detailText), ("/v1/scriptum/%zz", .googleRPC),
        ("/v1/%2573criptum/x", .problem), ("//v1/scriptum/x", .problem), ("/v1//scriptum", .problem),
        ("/v1/scriptum%2Fx", .problem), ("/V1/scriptum", .problem), ("", .problem), ("/", .problem),
    ])
    func theFormFollowsTheDecodedPath(path: String, expected: WireDialect) {
        #expect(WireDialect.forPath(RequestPath(path)) == expected)
    }

    @Test(arguments: [
        (Reason.credentialMissing, "Bearer realm=\"scriptorium\"" as String?),
        (.credentialInvalid, "Bearer realm=\"scriptorium\", error=\"invalid_token\""),
        (.permissionDenied, "Bearer realm=\"scriptorium\", error=\"insufficient_scope\""), (.notFound, nil),
    ])
    func theChallengeSaysWhatWasWrong(reason: Reason, expected: String?) async throws {
        #expect(try await refuse(CoreError(reason, "m"), "/x").headers["www-authenticate"] == expected)
    }
}
