/// Which web pages of other origins may call this server (https://fetch.spec.whatwg.org/#http-cors-protocol).
///
/// Cookies play no part, so `access-control-allow-credentials` is never sent: a page proves itself with a token of its own.
public struct CORS: Sendable {
    private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    private static let requestHeaders =
        "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Organization-Id, X-Request-Id, traceparent"
    private static let exposedHeaders =
        "Location, X-Request-Id, Retry-After, Allow, WWW-Authenticate"
    /// Seconds for which a browser may keep the answer to a preflight.
    private static let preflightSeconds = "600"

    private let origins: Set<String>
    private let allowsAll: Bool

    /// Rules for these origins; nil when there are none. `*` stands for every origin.
    public init?(origins: [String]) {
        guard !origins.isEmpty else { return nil }
        self.origins = Set(origins)
        allowsAll = origins.contains("*")
    }

    /// The headers of the answer to a preflight; nil when the request is none. Those of an origin that is not allowed do
    /// not name it, so that its browser refuses the call.
    public func preflight(method: String, origin: String?, requested: String?) -> [(name: String, value: String)]? {
        guard method == "OPTIONS", let origin, requested != nil else { return nil }
        let vary = (name: "vary", value: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        guard let allowed = allowed(origin) else { return [vary] }
        return [
            vary, ("access-control-allow-origin", allowed), ("access-control-allow-methods", Self.methods),
            ("access-control-allow-headers", Self.requestHeaders), ("access-control-max-age", Self.preflightSeconds),
        ]
    }

    /// The headers that every other answer to a request from `origin` has besides.
    public func headers(origin: String?) -> [(name: String, value: String)] {
        let vary: [(name: String, value: String)] = allowsAll ? [] : [("vary", "Origin")]
        guard let origin, let allowed = allowed(origin) else { return vary }
        return vary + [
            ("access-control-allow-origin", allowed), ("access-control-expose-headers", Self.exposedHeaders),
        ]
    }

    private func allowed(_ origin: String) -> String? {
        if allowsAll { return "*" }
        return origins.contains(origin) ? origin : nil
    }
}
