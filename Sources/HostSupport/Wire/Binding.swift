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
    /// Segments after the root: `{name}` takes any one segment.
    public let template: String
    public let target: Target
    /// The status of success.
    public let status: Int

    /// A binding of these parts.
    public init(_ method: String, _ template: String, _ target: Target, status: Int = 200) {
        self.method = method
        self.template = template
        self.target = target
        self.status = status
    }

    var segments: [Substring] {
        template.split(separator: "/", omittingEmptySubsequences: true)
    }
}

/// The bindings of every family of paths.
public enum WireTables {
    /// All of them.
    public static let all: [Binding] = system + scryptedAI + canonical

    /// What every server answers, whatever it serves.
    public static let system: [Binding] = [
        Binding("GET", "/health", .operation("system.health")),
        Binding("GET", "/healthz", .operation("system.health")),
        Binding("GET", "/ready", .operation("system.ready")),
        Binding("GET", "/openapi.json", .openAPI),
    ]

    /// The paths of ScryptedAI.
    public static let scryptedAI: [Binding] = [
        Binding("POST", "/accounts", .operation("accounts.create"), status: 201),
        Binding("GET", "/accounts/me", .operation("accounts.get")),
    ]

    /// Every operation in canonical JSON.
    public static let canonical: [Binding] = [
        Binding("POST", "/v1/operations/{name}", .namedOperation)
    ]

    /// Operations that no family binds by a path of their own; they answer on the canonical path alone.
    public static let internalOperations: Set<String> = []
}
