import CoreDomain
import HTTPTypes
import HostSupport
import HostWire
import Hummingbird
import NIOCore

/// What is needed of a connection.
struct ConnectionContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Hands each request to the wire service and its answer back.
struct BackendResponder: HTTPResponder {
    private let service: WireService
    private let backend: Backend
    private let traffic: Traffic
    private let reader: BodyReader
    private let log: AccessLog
    private let pages: Pages
    private let cors: CORS?

    /// What answers to preflights are called in the log and in the metrics.
    private static let preflight = "preflight"
    private static let hostMissing = CoreError(.requestInvalid, "The request does not name its host exactly once.")

    init(_ backend: Backend, _ traffic: Traffic, _ settings: HTTPSettings) {
        service = WireService(backend)
        self.backend = backend
        self.traffic = traffic
        reader = BodyReader(traffic: traffic)
        log = AccessLog(log: backend.services.log, isOn: settings.accessLog)
        pages = Pages(service, traffic, settings.metrics)
        cors = CORS(origins: settings.corsOrigins)
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        traffic.beginRequest()
        let begun = backend.services.clock.monotonic()
        let requestID = try identity(request)
        var held = BodyReader.Held()
        var (answer, organization) = await answer(request, requestID, context, &held)
        traffic.release(held.count)
        if let cors, answer.operation != Self.preflight {
            answer.headers += cors.headers(origin: request.headers[.origin])
        }
        let answered = AnsweredRequest(
            operation: answer.operation ?? "none", method: request.method.rawValue, status: answer.status,
            duration: backend.services.clock.monotonic() - begun, bytesIn: held.count, bytesOut: answer.body.count)
        traffic.endRequest(answered)
        log.write(
            .init(
                request: answered, path: request.uri.path, requestID: requestID, organization: organization,
                failure: answer.failure))
        return response(answer, to: request, on: context.channel)
    }

    private func identity(_ request: Request) throws(CoreError) -> Identifier {
        let named = RequestIdentity.incoming(
            requestID: request.headers[values: .xRequestID], traceparent: request.headers[values: .traceparent])
        if let named { return named }
        return try backend.newRequestID()
    }

    private func answer(
        _ request: Request, _ requestID: Identifier, _ context: ConnectionContext, _ held: inout BodyReader.Held
    ) async -> (WireResponse, Identifier?) {
        let wire = WireRequest(request)
        var admission: WireAdmission?
        do throws(CoreError) {
            guard request.head.authority != nil else { throw Self.hostMissing }
            if let answer = preflight(request, requestID) { return (answer, nil) }
            if let answer = try await pages.answer(wire, to: request.head.authority, requestID, context.channel) {
                return (answer, nil)
            }
            switch await service.admit(wire, requestID: requestID) {
            case .answer(let answer): return (answer, nil)
            case .read(let read):
                admission = read
                if BodyReader.hasBody(request) {
                    wantBody(request, context)
                    try await reader.read(request, bytesMax: read.bodyBytesMax, into: &held)
                }
                return (await service.respond(to: read, body: held.bytes), read.organization)
            }
        } catch {
            let answer = service.refuse(
                error, path: request.uri.path, requestID: requestID, operation: admission?.operation.name)
            return (answer, admission?.organization)
        }
    }

    /// Lets a client go on that waits to be told to.
    private func wantBody(_ request: Request, _ context: ConnectionContext) {
        guard request.headers[.expect] != nil else { return }
        context.channel.triggerUserOutboundEvent(ConnectionRules.Event.wantsBody, promise: nil)
    }

    private func preflight(_ request: Request, _ requestID: Identifier) -> WireResponse? {
        guard let cors else { return nil }
        let headers = cors.preflight(
            method: request.method.rawValue, origin: request.headers[.origin],
            requested: request.headers[.accessControlRequestMethod])
        guard let headers else { return nil }
        return WireResponse(
            status: 204, headers: [("x-request-id", requestID.description)] + headers, body: [],
            operation: Self.preflight)
    }

    private func response(_ answer: WireResponse, to request: Request, on channel: any Channel) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: answer.status)
        guard request.method == .head else {
            let body = answer.stream.map { ResponseBody($0, on: channel, traffic) }
            return Response(
                status: status, headers: headers, body: body ?? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            )
        }
        guard answer.stream == nil else {
            channel.triggerUserOutboundEvent(ConnectionRules.Event.headersOnly, promise: nil)
            return Response(status: status, headers: headers, body: ResponseBody { try await $0.finish(nil) })
        }
        headers[.contentLength] = String(answer.body.count)
        return Response(status: status, headers: headers)
    }
}

extension HTTPField.Name {
    // reason: both are tokens of RFC 9110
    fileprivate static let xRequestID = HTTPField.Name("x-request-id")!  // reason: a valid name
    fileprivate static let traceparent = HTTPField.Name("traceparent")!  // reason: a valid name
}

extension WireRequest {
    /// The head of a request.
    init(_ request: Request) {
        self.init(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
            headers: request.headers.map { ($0.name.canonicalName, $0.value) })
    }
}
