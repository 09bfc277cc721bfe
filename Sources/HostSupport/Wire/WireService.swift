public import CoreDomain
import CoreLanguage

/// Answers requests of any HTTP server: finds the operation, performs it, and renders what came of it.
public struct WireService: Sendable {
    /// Bytes of a request's body that are read at most.
    public static let bodyBytesMax = 4 * 1_024 * 1_024

    private let backend: Backend
    private let routes: RouteTable
    private let openAPI: [UInt8]

    /// A service in front of `backend`.
    public init(_ backend: Backend) {
        self.backend = backend
        routes = RouteTable(WireTables.all)
        openAPI = OpenAPI.document(backend.catalogue, WireTables.all).serialized()
    }

    /// The answer to `request`. Never throws: a failure is an answer too.
    public func respond(to request: WireRequest, requestID: Identifier) async -> WireResponse {
        do throws(CoreError) {
            return try await answer(request, requestID)
        } catch {
            return refuse(error, path: request.path, requestID: requestID)
        }
    }

    /// The answer to a request that failed before it could be read whole.
    public func refuse(_ error: CoreError, path: String, requestID: Identifier) -> WireResponse {
        let dialect = WireDialect.forPath(path)
        let status = ErrorTable.httpStatus(error, dialect)
        var response = WireResponse(
            status: status,
            headers: [("content-type", dialect.contentType), ("x-request-id", requestID.description)],
            body: dialect.body(error, status: status).serialized(), failure: error)
        if status == 401 { response.headers.append(("www-authenticate", "Bearer realm=\"scriptorium\"")) }
        if case .later(let duration) = error.retry {
            response.headers.append(("retry-after", String(max(1, duration.components.seconds))))
        }
        if let methods = error.details.members["allow"]?.arrayValue {
            response.headers.append(("allow", methods.compactMap(\.stringValue).joined(separator: ", ")))
        }
        return response
    }

    /// The error for a body that is larger than ``bodyBytesMax``.
    public static let bodyTooLarge = CoreError(
        .payloadTooLarge, "The body is larger than \(bodyBytesMax / 1_048_576) MiB.")

    private func answer(_ request: WireRequest, _ requestID: Identifier) async throws(CoreError) -> WireResponse {
        // HEAD is GET without the body (RFC 9110 §9.3.2); the server leaves it out.
        let method = request.method == "HEAD" ? "GET" : request.method
        let match = try routes.match(method: method, path: request.path)
        let name: String
        switch match.binding.target {
        case .openAPI:
            return WireResponse(
                status: match.binding.status,
                headers: [("content-type", "application/json"), ("x-request-id", requestID.description)], body: openAPI)
        case .operation(let operation): name = operation
        case .namedOperation: name = match.parameters.last ?? ""
        }
        let call = try RequestHeaders.call(request, requestID: requestID)
        let output = try await backend.perform(name, try input(request), call)
        return WireResponse(
            status: match.binding.status,
            headers: [
                ("content-type", "application/json"), ("x-request-id", requestID.description),
                ("cache-control", "no-store"),
            ],
            body: output.serialized())
    }

    /// The body as JSON; an absent one is an empty object.
    private func input(_ request: WireRequest) throws(CoreError) -> JSONValue {
        if request.body.isEmpty { return .object(JSONObject()) }
        let mediaType = request.values("content-type").first ?? "application/json"
        let essence = mediaType.prefix { $0 != ";" }.trimmingSpaces.lowercased()
        guard essence == "application/json" || essence.hasSuffix("+json") else {
            throw CoreError(
                .mediaTypeUnsupported, "The body is \(essence.prefix(100)); this route reads application/json.",
                fix: "Send the header `Content-Type: application/json`.")
        }
        return try JSONInput.parse(request.body)
    }
}
