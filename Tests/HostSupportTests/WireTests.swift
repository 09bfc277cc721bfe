import CoreDomain
import CoreLanguage
import HostSupport
import HostWire
import Testing

@Suite struct WireTests {
    private func service() async throws -> WireService {
        WireService(try await openInMemory())
    }

    private func openInMemory() async throws -> Backend {
        try await Backend.open(
            ":memory:", key: .storeDefault, drivers: [SQLiteDriver()], services: .system(log: .none))
    }

    private func respond(
        _ service: WireService, _ method: String, _ path: String, _ headers: [(String, String)] = [], body: String = ""
    ) async throws -> (status: Int, headers: [String: String], body: JSONValue) {
        let request = WireRequest(
            method: method, path: path, headers: headers.map { (name: $0.0, value: $0.1) }, body: Array(body.utf8))
        let response = await service.respond(to: request, requestID: Identifier(high: 1, low: 2))
        let headers = Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $0 + ", " + $1 })
        return (response.status, headers, try JSONInput.parse(response.body))
    }

    @Test func everyOperationIsBoundOrInternalAndNoPairIsAmbiguous() async throws {
        let backend = try await openInMemory()
        var bound: Set<String> = []
        var seen: Set<String> = []
        for binding in WireTables.all {
            if case .operation(let name) = binding.target { bound.insert(name) }
            let shape = binding.template.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }
            #expect(seen.insert(binding.method + " " + shape.joined(separator: "/")).inserted, "\(binding.template)")
        }
        let names = Set(backend.catalogue.operations.map(\.name))
        #expect(names.count == backend.catalogue.operations.count, "two operations have one name")
        #expect(bound.isSubset(of: names))
        #expect(names.subtracting(bound) == WireTables.internalOperations)
        await backend.close()
    }

    @Test func everyFieldIsDescribed() async throws {
        let backend = try await openInMemory()
        for operation in backend.catalogue.operations {
            #expect(!operation.summary.isEmpty)
            for field in operation.input.fields + operation.output.fields {
                #expect(!field.summary.isEmpty, "\(operation.name).\(field.name)")
                #expect(field.document != [:], "\(operation.name).\(field.name) says nothing")
            }
        }
        await backend.close()
    }

    @Test(arguments: [
        ("/nix", "/reason"), ("/v1/scriptum/nix", "/error/status"), ("/v1/chat/nix", "/error/type"),
        ("/v1/models", "/error/type"), ("/api/v1/chat/completions", "/error/type"), ("/api/v1/nix", "/detail"),
        ("/v1/nix", "/reason"), ("/", "/reason"), ("nix", "/reason"),
    ])
    func anUnknownPathIsRefusedInItsDialect(path: String, pointer: String) async throws {
        let answer = try await respond(try await service(), "GET", path)
        #expect(answer.status == 404)
        #expect(try JSONPointer.parse(pointer).resolve(in: answer.body)?.stringValue != nil)
    }

    @Test(arguments: ["/%", "/%4", "/%zz", "/a%00b", "/a%2Fb", "/a%2fb", "/%ff", "/%C0%AF"])
    func aPathThatCannotBeDecodedIsABadRequest(path: String) async throws {
        #expect(try await respond(try await service(), "GET", path).status == 400)
    }

    @Test func methodsThatArePossibleAreNamed() async throws {
        let answer = try await respond(try await service(), "PATCH", "/accounts")
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "POST")
    }

    @Test func bothFormsOfTheKeyAreOne() async throws {
        let service = try await service()
        let key = String(repeating: "k", count: 40)
        let bare = try await respond(service, "POST", "/accounts", [("idempotency-key", key)])
        let quoted = try await respond(service, "POST", "/accounts", [("idempotency-key", " \"\(key)\" ")], body: "{}")
        #expect(bare.status == 201)
        #expect(quoted.body == bare.body)
        let broken = try await respond(service, "POST", "/accounts", [("idempotency-key", "\"\(key)")])
        #expect(broken.body["reason"] == "IDEMPOTENCY_KEY_INVALID")
        let two = try await respond(
            service, "POST", "/accounts", [("idempotency-key", key), ("idempotency-key", key + "x")])
        #expect(two.status == 400)
    }

    @Test func theCanonicalPathReachesEveryOperation() async throws {
        let service = try await service()
        #expect(try await respond(service, "POST", "/v1/operations/system.health").body["status"] == "ok")
        let unknown = try await respond(service, "POST", "/v1/operations/system.helth")
        #expect(unknown.status == 404)
        #expect(unknown.body["detail"]?.stringValue?.contains("system.health") == true)
    }

    @Test func brokenJSONIsLocated() async throws {
        let answer = try await respond(
            try await service(), "POST", "/v1/operations/system.health", [("content-type", "application/json")],
            body: "{\n  \"a\": nope}")
        #expect(answer.status == 400)
        #expect(answer.body["line"] == 2)
        #expect(answer.body["column"] == 8)
    }

    @Test func openAPIDescribesEveryBinding() async throws {
        let document = try await respond(try await service(), "GET", "/openapi.json").body
        for binding in WireTables.all {
            guard case .operation = binding.target else { continue }
            #expect(document["paths"]?[binding.template]?[binding.method.lowercased()] != nil, "\(binding.template)")
        }
    }
}
