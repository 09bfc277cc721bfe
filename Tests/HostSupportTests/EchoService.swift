import CoreDomain
import CoreLanguage
import CoreTesting

@testable import HostSupport
@testable import HostWire

/// A wire service over made-up operations that answer with the input they got.
struct EchoService {
    let service: WireService

    init() throws {
        let services = try Services.system(log: .none)
        guard let key = SealingKey(bytes: Array(repeating: 5, count: 32)) else {
            throw CoreError(.internalError, "A key of 32 bytes was refused.")
        }
        let sealer = try Sealer(key: key, cryptography: services.cryptography, entropy: services.entropy)
        let catalogue = Catalogue([
            .report("jobs.list", "List.", access: .anyone) { (input: JobFilter, _) in input },
            .report("recipes.get", "Show.", access: .anyone) { (input: RecipeChoice, _) in input },
            .transaction("recipes.run", "Run.", access: .anyone, idempotency: .optional) { (input: RecipeRun, _, tx) in
                RecipeRunning(input: input, at: tx.now.nanoseconds)
            },
            .transaction("keys.put", "Put.", access: .anyone, idempotency: .optional) { (input: OwnKey, _, _) in input
            },
        ])
        let clock = ManualClock()
        let dispatcher = Dispatcher(
            catalogue: catalogue, store: HookedStore(MemoryStore(clock: clock)) { clock.advance(by: .seconds(1)) },
            sealer: sealer,
            cryptography: services.cryptography, clock: clock, workers: InlineWorkers())
        service = WireService(
            catalogue, Self.bindings,
            follow: { name, input, position, call throws(CoreError) in
                try await dispatcher.stream(name, input, after: position, call)
            },
            perform: { name, input, call throws(CoreError) in try await dispatcher.perform(name, input, call) })
    }

    private static let bindings = [
        Binding("GET", "/jobs", .operation("jobs.list")),
        Binding("GET", "/tasks/{state}", .operation("jobs.list"), placing: ["state": "status", "per_page": "limit"]),
        Binding("DELETE", "/jobs", .operation("jobs.list")),
        Binding("GET", "/numbers/{limit}", .operation("jobs.list")),
        Binding("GET", "/recipes/{id}", .operation("recipes.get")),
        Binding("POST", "/recipes/{recipe_id}", .operation("recipes.run"), placing: ["recipe_id": "id"]),
        Binding("POST", "/v1/recipes/{id}", .operation("recipes.run")),
        Binding("POST", "/keys", .operation("keys.put")),
        Binding("GET", "/openapi.json", .openAPI),
    ]

    func send(
        _ method: String, _ path: String, query: String = "", _ headers: [(String, String)] = [], body: String = ""
    ) async throws -> (status: Int, body: JSONValue) {
        let request = WireRequest(
            method: method, path: path, query: query, headers: headers.map { (name: $0.0, value: $0.1) },
            body: Array(body.utf8))
        let response = await service.respond(to: request, requestID: Identifier(high: 1, low: 2))
        return (response.status, try JSONInput.parse(response.body))
    }
}

struct JobFilter: Message {
    let status: String?
    let limit: Int64
    let large: Int64?
    let isDeep: Bool?
    let ratio: Double?
    let tags: [String]?

    static let schema = ObjectSchema(
        "A filter.", JobFilter.init(status:limit:large:isDeep:ratio:tags:),
        Field(optional: "status", \.status, .string(count: 1...20), "A state."),
        Field("limit", \.limit, .integer(in: 1...200), default: 50, "How many."),
        Field(optional: "large", \.large, .integer(), "A large number."),
        Field(optional: "deep", \.isDeep, .bool, "Whether."),
        Field(optional: "ratio", \.ratio, .number(in: 0...10), "A ratio."),
        Field(optional: "tags", \.tags, .array(of: .string(count: 1...20), countMax: 3), "Tags."))
}

struct RecipeChoice: Message {
    let id: String

    static let schema = ObjectSchema(
        "A choice.", RecipeChoice.init(id:), Field("id", \.id, .string(count: 1...200), "Which."))
}

struct RecipeRun: Message {
    let id: String
    let input: JSONValue

    static let schema = ObjectSchema(
        "A run.", RecipeRun.init(id:input:), Field("id", \.id, .string(count: 1...200), "Which."),
        Field("input", \.input, .json, "With what."))
}

struct RecipeRunning: Message {
    let input: RecipeRun
    let at: Int64

    static let schema = ObjectSchema(
        "A running.", RecipeRunning.init(input:at:), Field("input", \.input, .message, "What was asked."),
        Field("at", \.at, .integer(), "When."))
}

/// An input with a field of its own that is named as a key is.
struct OwnKey: Message {
    let requestID: String

    static let schema = ObjectSchema(
        "A key.", OwnKey.init(requestID:), Field("request_id", \.requestID, .string(), "Its own."))
}
