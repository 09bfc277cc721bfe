public import CoreDomain
import CoreLanguage

/// Answers requests of any HTTP server: finds the operation, performs it, and renders what came of it.
public struct WireService: Sendable {
    /// Bytes of a body that are read at most, by the route that a request takes.
    public static func bodyBytesMax(method: String, path: String) -> Int {
        BodyLimits.standard.bytesMax(method: method, path: path)
    }

    /// Performs an operation by its name.
    typealias Perform = @Sendable (String, JSONValue, Call) async throws(CoreError) -> JSONValue

    /// Begins the stream of an operation by its name.
    typealias Follow =
        @Sendable (String, JSONValue, StreamPosition?, Call) async throws(CoreError) -> OperationStream

    private let operations: [String: Operation]
    private let routes: RouteTable
    private let openAPI: [UInt8]
    private let perform: Perform
    private let follow: Follow

    /// A service in front of `backend`.
    public init(_ backend: Backend) {
        self.init(
            backend.catalogue, WireTables.all,
            follow: { name, input, position, call throws(CoreError) in
                try await backend.stream(name, input, after: position, call)
            },
            perform: { name, input, call throws(CoreError) in try await backend.perform(name, input, call) })
    }

    /// A service in front of whatever performs the operations of `catalogue`.
    init(_ catalogue: Catalogue, _ bindings: [Binding], follow: @escaping Follow, perform: @escaping Perform) {
        self.follow = follow
        operations = Dictionary(catalogue.operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        routes = RouteTable(bindings)
        openAPI = OpenAPI.document(catalogue, bindings).serialized()
        self.perform = perform
    }

    /// The answer to `request`. Never throws: a failure is an answer too.
    public func respond(to request: WireRequest, requestID: Identifier) async -> WireResponse {
        let path = RequestPath(request.path)
        var places = InputPlaces.body
        do throws(CoreError) {
            // HEAD is GET without the body (RFC 9110 §9.3.2); the server leaves it out.
            let match = try routes.match(method: request.method == "HEAD" ? "GET" : request.method, path: path)
            guard let name = match.operation else { return description(requestID) }
            let call = try RequestHeaders.call(request, requestID: requestID)
            let input = try RequestInput(request, match, operations[name])
            places = input.places
            if let operation = operations[name], operation.isStream {
                let position = try RequestHeaders.lastEventID(request)
                let stream = try await follow(name, input.json, position, call)
                return events(EventStream(stream, name: match.binding.eventName), requestID)
            }
            let output = try await perform(name, input.json, try call.named(input.keys))
            return answer(output, match.binding, requestID)
        } catch {
            return refusal(error, path, places, requestID)
        }
    }

    /// The answer to a request that failed before it could be read whole.
    public func refuse(_ error: CoreError, path: String, requestID: Identifier) -> WireResponse {
        refusal(error, RequestPath(path), .body, requestID)
    }

    /// The error for a body that is larger than `bytesMax`.
    public static func bodyTooLarge(_ bytesMax: Int) -> CoreError {
        CoreError(
            .payloadTooLarge, "The body is larger than \(bytesMax / 1_048_576) MiB.",
            fix: bytesMax < BlobRecord.bytesMax
                ? "Store great contents with POST /blobs, and name them in the input." : nil)
    }

    private func answer(_ output: JSONValue, _ binding: Binding, _ requestID: Identifier) -> WireResponse {
        var response = WireResponse(
            status: binding.status,
            headers: [
                ("content-type", "application/json"), ("x-request-id", requestID.description),
                ("cache-control", "no-store"),
            ],
            body: output.serialized())
        if let location = binding.location(of: output) { response.headers.append(("location", location)) }
        return response
    }

    private func events(_ stream: EventStream, _ requestID: Identifier) -> WireResponse {
        WireResponse(
            status: 200,
            headers: [
                ("content-type", "text/event-stream"), ("x-request-id", requestID.description),
                ("cache-control", "no-cache"),
            ],
            body: [], stream: stream)
    }

    private func description(_ requestID: Identifier) -> WireResponse {
        WireResponse(
            status: 200,
            headers: [("content-type", "application/json"), ("x-request-id", requestID.description)], body: openAPI)
    }

    private func refusal(
        _ error: CoreError, _ path: RequestPath, _ places: InputPlaces, _ requestID: Identifier
    ) -> WireResponse {
        let dialect = WireDialect.forPath(path)
        let status = ErrorTable.httpStatus(error, dialect)
        var response = WireResponse(
            status: status,
            headers: [("content-type", dialect.contentType(error)), ("x-request-id", requestID.description)],
            body: dialect.body(error, status: status, places).serialized(), failure: error)
        if let challenge = Challenge.header(error) { response.headers.append(("www-authenticate", challenge)) }
        if case .later(let duration) = error.retry {
            response.headers.append(("retry-after", String(max(1, duration.components.seconds))))
        }
        if let methods = error.details.members["allow"]?.arrayValue {
            response.headers.append(("allow", methods.compactMap(\.stringValue).joined(separator: ", ")))
        }
        return response
    }
}

extension RouteTable.Match {
    /// The operation that is asked for; nil for the description of the API.
    fileprivate var operation: String? {
        switch binding.target {
        case .operation(let name): name
        case .namedOperation: parameters.last?.value ?? ""
        case .openAPI: nil
        }
    }
}

extension Binding {
    /// Where what `output` tells of is found; nil where nothing was made.
    fileprivate func location(of output: JSONValue) -> String? {
        location.map { template in
            let segments = template.split(separator: "/").map { segment in
                guard segment.hasPrefix("{") else { return String(segment) }
                return output[String(segment.dropFirst().dropLast())]?.stringValue ?? ""
            }
            return "/" + segments.joined(separator: "/")
        }
    }
}

extension Call {
    /// The call under the one key that its header and its body name.
    ///
    /// - Throws: `REQUEST_INVALID` when they name two.
    fileprivate func named(_ keys: [Secret]) throws(CoreError) -> Call {
        let names = Set(keys + [idempotencyKey].compactMap { $0 })
        guard names.count <= 1 else {
            throw CoreError(
                .requestInvalid, "The request names two different idempotency keys.",
                fix: "Send one: as the header `Idempotency-Key`, or as a member of the body.")
        }
        var call = self
        call.idempotencyKey = names.first
        return call
    }
}
