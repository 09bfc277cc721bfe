public import CoreDomain
public import CoreLanguage
import CorePlatform
public import HostSupport

/// Answers requests of any HTTP server: finds the operation, performs it, and renders what came of it.
///
/// A request is answered in two steps. ``admit(_:requestID:)`` looks at its head alone: path, method, headers, the size
/// it announces, and who asks. Only then is the body worth reading, and ``respond(to:body:)`` performs the operation.
public struct WireService: Sendable {

    /// A body up to this size arrives with its head, as a rule; looking the caller up first would only cost time.
    private static let unprovenBytesMax = 64 * 1_024

    /// Performs an operation by its name.
    typealias Perform = @Sendable (String, JSONValue, Call) async throws(CoreError) -> JSONValue

    /// Begins the stream of an operation by its name.
    typealias Follow =
        @Sendable (String, JSONValue, StreamPosition?, Call) async throws(CoreError) -> OperationStream

    /// Refuses a caller who has not this access.
    typealias Prove = @Sendable (Call, Access) async throws(CoreError) -> Void

    private let operations: [String: Operation]
    private let catalogue: Catalogue
    private let routes: RouteTable
    private let bindings: [Binding]
    private let openAPIText: Lazy<[UInt8]>
    private let perform: Perform
    private let follow: Follow
    private let prove: Prove

    /// A service in front of `backend`.
    public init(_ backend: Backend) {
        self.init(
            backend.catalogue, WireTables.all,
            prove: { call, access throws(CoreError) in _ = try await backend.caller(call, for: access) },
            follow: { name, input, position, call throws(CoreError) in
                try await backend.stream(name, input, after: position, call)
            },
            perform: { name, input, call throws(CoreError) in try await backend.perform(name, input, call) })
    }

    /// A service in front of whatever performs the operations of `catalogue`.
    init(
        _ catalogue: Catalogue, _ bindings: [Binding],
        prove: @escaping Prove = { _, _ throws(CoreError) in }, follow: @escaping Follow, perform: @escaping Perform
    ) {
        self.catalogue = catalogue
        self.prove = prove
        self.follow = follow
        operations = Dictionary(catalogue.operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        routes = RouteTable(bindings)
        self.bindings = bindings
        openAPIText = Lazy { OpenAPI.document(catalogue, bindings).serialized() }
        self.perform = perform
    }

    /// The description of the API in OpenAPI 3.1.
    public func openAPI() -> JSONValue { OpenAPI.document(catalogue, bindings) }

    /// Looks at the head of `request`, whose body was not read yet. Never throws: a failure is an answer too.
    public func admit(_ request: WireRequest, requestID: Identifier) async -> WireStep {
        let path = RequestPath(request.path)
        var name: String?
        do throws(CoreError) {
            // HEAD is GET without the body (RFC 9110 §9.3.2); the server leaves it out.
            let match = try routes.match(method: request.method == "HEAD" ? "GET" : request.method, path: path)
            guard let asked = match.operation else { return .answer(.description(openAPIText.get(), requestID)) }
            let call = try RequestHeaders.call(request, requestID: requestID)
            let operation = try catalogue.operation(asked)
            name = asked
            if call.authority == .anonymous { try operation.access.check(.anonymous) }
            try await admitBody(request, match.binding, operation, call)
            return .read(
                WireAdmission(operation: operation, match: match, call: call, path: path, request: request))
        } catch {
            return .answer(.refusal(error, path, .body, requestID, operation: name))
        }
    }

    /// Refuses a body that may not be sent: one that is too large, or one of size by a caller who is not known.
    private func admitBody(
        _ request: WireRequest, _ binding: Binding, _ operation: Operation, _ call: Call
    ) async throws(CoreError) {
        let length = request.announcedLength
        if let length, length > binding.bodyBytesMax { throw Self.tooLarge(binding.bodyBytesMax) }
        if let length, length <= Self.unprovenBytesMax { return }
        switch operation.access {
        // A replaced credential proves itself by the idempotency key, which the body may hold.
        case .anyone, .replacing: return
        case .member, .operator: try await prove(call, operation.access)
        }
    }

    /// Refuses `request` unless its caller has this access: for what a server offers besides the operations.
    public func check(_ request: WireRequest, requestID: Identifier, for access: Access) async throws(CoreError) {
        try await prove(try RequestHeaders.call(request, requestID: requestID), access)
    }

    /// Performs what was asked for. Never throws: a failure is an answer too.
    public func respond(to admission: WireAdmission, body: [UInt8]) async -> WireResponse {
        let (match, call, name) = (admission.match, admission.call, admission.operation.name)
        var request = admission.request
        request.body = body
        var places = InputPlaces.body
        do throws(CoreError) {
            let input = try RequestInput(request, match, admission.operation)
            places = input.places
            if admission.operation.isStream {
                let position = try RequestHeaders.lastEventID(request)
                let stream = try await follow(name, input.json, position, call)
                let form = EventStream.Form(match.binding, request, admission.path)
                return .events(EventStream(stream, form), form, call.requestID, operation: name)
            }
            let output = try await perform(name, input.json, try call.named(input.keys))
            return .answer(output, match.binding, call.requestID, operation: name)
        } catch {
            return .refusal(error, admission.path, places, call.requestID, operation: name)
        }
    }

    /// The answer to a whole request.
    public func respond(to request: WireRequest, requestID: Identifier) async -> WireResponse {
        switch await admit(request, requestID: requestID) {
        case .answer(let response): response
        case .read(let admission): await respond(to: admission, body: request.body)
        }
    }

    /// The answer to a request that failed for a reason of the server's own.
    public func refuse(
        _ error: CoreError, path: String, requestID: Identifier, operation: String? = nil
    ) -> WireResponse {
        .refusal(error, RequestPath(path), .body, requestID, operation: operation)
    }

    /// The error for a body of more than `bytesMax` bytes.
    public static func tooLarge(_ bytesMax: Int) -> CoreError {
        let size = bytesMax % 1_048_576 == 0 ? "\(bytesMax / 1_048_576) MiB" : "\(bytesMax) bytes"
        return CoreError(
            .payloadTooLarge, "The body is larger than \(size), which is the most that this route reads.",
            fix: bytesMax < BlobRecord.bytesMax
                ? "Send less. Where the input may name a blob, store great contents with POST /blobs first." : nil)
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

extension EventStream.Form {
    /// How the stream of a binding is written. The family of Scriptum has lines unless events are asked for.
    fileprivate init(_ binding: Binding, _ request: WireRequest, _ path: RequestPath) {
        let wantsEvents = request.values("accept").contains { $0.lowercased().contains("text/event-stream") }
        let isOfFamily = binding.messages != nil
        let dialect = WireDialect.forPath(path)
        self.init(
            name: binding.eventName, isLines: isOfFamily && !wantsEvents, written: { binding.written($0) },
            error: { error in
                guard isOfFamily else { return error.canonicalJSON }
                return dialect.body(error, status: ErrorTable.httpStatus(error, dialect), .body)
            })
    }
}
