import CoreDomain
import CoreLanguage
import Testing

@testable import HostSupport
@testable import HostWire

/// What is refused before a body is read, and what is not.
@Suite struct AdmissionTests {
    private func step(_ method: String, _ path: String, _ headers: [(String, String)] = []) async throws -> WireStep {
        let request = WireRequest(
            method: method, path: path, headers: headers.map { (name: $0.0, value: $0.1) })
        return await (try EchoService()).service.admit(request, requestID: Identifier(high: 1, low: 2))
    }

    private func refusal(_ step: WireStep) -> Reason? {
        guard case .answer(let answer) = step else { return nil }
        return answer.failure?.reason
    }

    struct Row: Sendable {
        let method: String
        let path: String
        var headers: [String: String] = [:]
        let reason: Reason?
    }

    @Test(arguments: [
        Row(method: "POST", path: "/keys", reason: nil),
        Row(method: "POST", path: "/nowhere", reason: .routeUnknown),
        Row(method: "PUT", path: "/keys", reason: .methodNotAllowed),
        Row(method: "POST", path: "/keys", headers: ["content-length": "4194304"], reason: nil),
        Row(method: "POST", path: "/keys", headers: ["content-length": "4194305"], reason: .payloadTooLarge),
        Row(
            method: "POST", path: "/keys", headers: ["content-length": "99999999999999999999"], reason: .payloadTooLarge
        ),
        Row(method: "POST", path: "/keys", headers: ["transfer-encoding": "chunked"], reason: nil),
        Row(method: "POST", path: "/keys", headers: ["authorization": "Basic x"], reason: .credentialInvalid),
        Row(method: "POST", path: "/nowhere", headers: ["content-length": "4194305"], reason: .routeUnknown),
    ])
    func theHeadAloneIsLookedAt(row: Row) async throws {
        let found = try await step(row.method, row.path, row.headers.map { ($0.key, $0.value) })
        #expect(refusal(found) == row.reason)
        if row.reason == nil {
            guard case .read(let admission) = found else { throw CoreError(.internalError, "It was answered.") }
            #expect(admission.bodyBytesMax == 4_194_304)
            #expect(admission.operation.name == "keys.put")
        }
    }

    @Test func aBindingMaySetItsOwnLimit() {
        #expect(Binding("POST", "/a", .openAPI, bodyBytesMax: 33_554_432).bodyBytesMax == 33_554_432)
        #expect(Binding("POST", "/a", .openAPI).bodyBytesMax == Binding.bodyBytesMaxDefault)
        #expect(WireService.tooLarge(33_554_432).message.contains("32 MiB"))
        #expect(WireService.tooLarge(1_000).message.contains("1000 bytes"))
    }

    @Test func twoDifferentTypesOfABodyAreRefused() async throws {
        let echo = try EchoService()
        let types = [("content-type", "application/json"), ("content-type", "application/vnd.a+json")]
        #expect(try await echo.send("POST", "/keys", types, body: "{\"request_id\":\"a\"}").status == 400)
        let same = [("content-type", "application/json"), ("content-type", "application/json")]
        #expect(try await echo.send("POST", "/keys", same, body: "{\"request_id\":\"a\"}").status == 200)
    }

    @Test(arguments: ["%2B60", "007", "-0", "%2D07", "7_0", "0x7"])
    func aNumberHasOneSpelling(text: String) async throws {
        let echo = try EchoService()
        #expect(try await echo.send("GET", "/jobs", query: "limit=\(text)").status == 422)
        #expect(try await echo.send("GET", "/jobs", query: "large=\(text)").status == 422)
    }

    struct Name: Sendable {
        var requestID: [String] = []
        var traceparent: [String] = []
        let expected: String?
    }

    @Test(arguments: [
        Name(expected: nil),
        Name(
            requestID: ["0191D1A4-5C1B-7C6E-8A2F-3D4E5F607182"], expected: "0191d1a4-5c1b-7c6e-8a2f-3d4e5f607182"),
        Name(requestID: ["0191d1a45c1b7c6e8a2f3d4e5f607182"], expected: "0191d1a4-5c1b-7c6e-8a2f-3d4e5f607182"),
        Name(requestID: ["0191d1a45c1b7c6e8a2f3d4e5f60718"], expected: nil),
        Name(requestID: [String(repeating: "0", count: 32)], expected: nil),
        Name(requestID: [String(repeating: "g", count: 32)], expected: nil),
        Name(
            requestID: ["x"], traceparent: ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
            expected: "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
        Name(traceparent: ["00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"], expected: nil),
        Name(traceparent: ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"], expected: nil),
        Name(traceparent: ["ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"], expected: nil),
        Name(
            traceparent: ["01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"],
            expected: "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
    ])
    func aNameOf128BitsIsTaken(row: Name) {
        let found = RequestIdentity.incoming(requestID: row.requestID, traceparent: row.traceparent)
        #expect(found?.description == row.expected)
    }
}
