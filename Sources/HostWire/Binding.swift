import CoreDomain

/// Where an operation, or a fixed document, is found over HTTP.
public struct Binding: Sendable {
    /// What the route leads to.
    public enum Target: Hashable, Sendable {
        /// The operation of this name.
        case operation(String)
        /// The operation that the path's last segment names.
        case namedOperation
        /// The description of this API.
        case openAPI
    }

    /// Upper case.
    public let method: String
    /// Segments after the root: `{name}` takes any one segment, which becomes a member of the input.
    public let template: String
    public let target: Target
    /// The status of success.
    public let status: Int
    /// The fields of the input that parameters of the path or the query go to, where the names differ.
    public let fields: [String: String]
    /// Whether a query plays no part, as those who probe a server may send any.
    public let ignoresQuery: Bool
    /// What an item of a stream is called in server-sent events.
    public let eventName: String
    /// Where what was made is found: the path with `{field}` taken from the output.
    public let location: String?
    /// How the body becomes an input.
    let bodyForm: BodyForm
    /// Bytes of a body that are read at most.
    public let bodyBytesMax: Int
    /// The messages that the input and the output are written as; nil for those of the operation itself.
    let messages: ScriptumCall?

    /// How a body becomes an input.
    public enum BodyForm: Hashable, Sendable {
        /// It is the input, as JSON.
        case json
        /// As JSON, or as a form with files, whose fields are those of the member `input`.
        case jsonOrForm
        /// It is a content, whatever it is: the member `data`, and its media type.
        case content
    }

    /// Bytes of a body that are read at most when nothing else is said.
    public static let bodyBytesMaxDefault = 4 * 1_024 * 1_024

    /// A binding of these parts.
    public init(
        _ method: String, _ template: String, _ target: Target, status: Int = 200,
        placing fields: [String: String] = [:], ignoringQuery ignoresQuery: Bool = false,
        eventName: String = "item", location: String? = nil, body bodyForm: BodyForm = .json,
        bodyBytesMax: Int = bodyBytesMaxDefault, messages: ScriptumCall? = nil
    ) {
        self.messages = messages
        self.bodyForm = bodyForm
        self.bodyBytesMax = bodyBytesMax
        self.eventName = eventName
        self.location = location
        self.method = method
        self.template = template
        parameterNames = Self.segments(template).filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        self.target = target
        self.status = status
        self.fields = fields
        self.ignoresQuery = ignoresQuery
    }

    /// Whether requests bring their input in a body; otherwise in the query.
    var hasBody: Bool { method != "GET" && method != "DELETE" }

    /// Whether a body may hold the idempotency key: on the paths at the root and those of Scriptum, whose clients send it
    /// there.
    var takesKeyInBody: Bool {
        hasBody && (messages != nil || segments.first != "v1" && segments.first != "api")
    }

    /// The names in the template, in order.
    let parameterNames: [String]

    /// The field of the input that a parameter goes to.
    func field(of parameter: String) -> String { fields[parameter] ?? parameter }

    var segments: [Substring] { Self.segments(template) }

    private static func segments(_ template: String) -> [Substring] {
        template.split(separator: "/", omittingEmptySubsequences: true)
    }
}

/// The bindings of every family of paths.
public enum WireTables {
    /// All of them.
    public static let all: [Binding] = system + scryptedAI + scripts + scriptum + canonical

    /// What every server answers, whatever it serves.
    public static let system: [Binding] = [
        Binding("GET", "/health", .operation("system.health"), ignoringQuery: true),
        Binding("GET", "/healthz", .operation("system.health"), ignoringQuery: true),
        Binding("GET", "/ready", .operation("system.ready"), ignoringQuery: true),
        Binding("GET", "/openapi.json", .openAPI),
    ]

    /// The paths of ScryptedAI.
    public static let scryptedAI: [Binding] = [
        Binding("POST", "/accounts", .operation("accounts.create"), status: 201),
        Binding("GET", "/accounts/me", .operation("accounts.get")),
        Binding("POST", "/accounts/me/tokens", .operation("accounts.tokens.create"), status: 201),
        Binding("GET", "/accounts/me/tokens", .operation("accounts.tokens.list")),
        Binding("DELETE", "/accounts/me/tokens/{id}", .operation("accounts.tokens.revoke")),
        Binding("GET", "/accounts/me/balances", .operation("ledger.balance")),
        Binding("GET", "/accounts/me/transfers", .operation("ledger.transfers")),
        Binding("GET", "/recipes", .operation("recipes.list")),
        Binding("GET", "/recipes/{id}", .operation("recipes.get"), placing: ["id": "recipe_id"]),
        Binding(
            "POST", "/recipes/{id}", .operation("recipes.run"), status: 202, placing: ["id": "recipe_id"],
            location: "/jobs/{job_id}", body: .jsonOrForm, bodyBytesMax: documentBytesMax),
        Binding("POST", "/generate/recipe", .operation("recipes.run"), status: 202, location: "/jobs/{job_id}"),
        Binding("GET", "/jobs", .operation("jobs.list")),
        Binding("GET", "/jobs/stream", .operation("jobs.watch"), eventName: "job"),
        Binding("GET", "/jobs/{id}", .operation("jobs.get"), placing: ["id": "job_id"]),
        Binding("GET", "/jobs/{id}/steps", .operation("jobs.steps"), placing: ["id": "job_id"]),
        Binding("POST", "/jobs/{id}/cancel", .operation("jobs.cancel"), placing: ["id": "job_id"]),
        Binding("DELETE", "/jobs/{id}", .operation("jobs.delete"), placing: ["id": "job_id"]),
        Binding(
            "POST", "/blobs", .operation("blobs.put"), status: 201, location: "/blobs/{blob}", body: .content,
            bodyBytesMax: BlobRecord.bytesMax),
        Binding("GET", "/blobs/{blob}", .operation("blobs.get")),
    ]

    /// What is done with sources of scripts.
    public static let scripts: [Binding] =
        ["check", "format", "compile", "explain", "verify", "rehearse", "test"].map { word in
            Binding("POST", "/scripts/\(word)", .operation("scripts.\(word)"))
        } + [
            Binding("GET", "/scripts/diagnostics/{code}", .operation("scripts.diagnostics")),
            Binding("GET", "/tools", .operation("tools.list")),
        ]

    /// Bytes of a body that brings documents along.
    static let documentBytesMax = 32 * 1_024 * 1_024

    /// Every operation in canonical JSON.
    public static let canonical: [Binding] = [
        Binding("POST", "/v1/operations/{name}", .namedOperation),
        Binding("GET", "/v1/streams/threads.watch", .operation("threads.watch"), eventName: "event"),
        Binding("GET", "/v1/streams/threads.result.stream", .operation("threads.result.stream"), eventName: "chunk"),
        Binding("GET", "/v1/streams/threads.steps.stream", .operation("threads.steps.stream"), eventName: "chunk"),
    ]

    /// Operations that no family binds by a path of their own; they answer on the canonical path alone.
    public static let internalOperations: Set<String> = [
        "ledger.credit", "ledger.export.accounts", "ledger.export.transfers", "ledger.trial_balance", "ledger.verify",
        "recipes.publish", "threads.export", "threads.replay",
    ]
}
