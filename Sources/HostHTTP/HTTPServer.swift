public import CoreDomain
import CoreLanguage
import Glibc
import HTTPTypes
public import HostSupport
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Serves a backend over HTTP/1.1.
public struct HTTPServer: Sendable {
    /// How long a connection may be silent before it is closed.
    private static let idleTimeout = TimeAmount.seconds(75)

    /// How long requests that were begun may take once the server was told to stop.
    private static let drainDuration = Duration.seconds(10)

    private let backend: Backend
    private let host: String
    private let port: Int

    /// A server for `backend` on `host` and `port`; port 0 takes any free one.
    public init(_ backend: Backend, host: String, port: Int) {
        self.backend = backend
        self.host = host
        self.port = port
    }

    /// Serves until SIGTERM or SIGINT, then finishes what was begun and returns.
    ///
    /// - Parameter whenReady: gets the address, such as `http://127.0.0.1:8080`, once connections are accepted.
    /// - Throws: `ADDRESS_UNAVAILABLE` when the address cannot be listened on, `INTERNAL` when serving ends otherwise.
    public func run(whenReady: @escaping @Sendable (String) async -> Void) async throws(CoreError) {
        let host = host
        let application = Application(
            responder: BackendResponder(WireService(backend), backend),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionRulesInstaller()], idleTimeout: Self.idleTimeout)),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                await whenReady("http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
            },
            logger: Logger(label: "http") { _ in BackendLogHandler(log: backend.services.log) })
        let group = ServiceGroup(configuration: Self.groupConfiguration(application))
        do {
            try await group.run()
        } catch {
            guard let cause = Self.addressFault(error) else { throw CoreError(narrowing: error) }
            throw CoreError(
                .addressUnavailable, "Cannot serve on \(host):\(port): \(cause).",
                fix: "Name an address of this machine and a free port; port 0 takes any.")
        }
    }

    /// What is wrong with the address, in the system's words; nil for a failure of another kind.
    private static func addressFault(_ error: any Error) -> String? {
        if let failure = error as? IOError { return String(cString: strerror(failure.errnoCode)) }
        return error is SocketAddressError.UnknownHost ? "No such host" : nil
    }

    /// SIGTERM and SIGINT let what was begun be finished, but not wait for ever on a client that stalls.
    private static func groupConfiguration(_ application: some Service) -> ServiceGroupConfiguration {
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.maximumGracefulShutdownDuration = drainDuration
        return configuration
    }
}

/// Nothing of Hummingbird's own is needed about a connection.
struct ConnectionContext: InitializableFromSource {
    init(source: ApplicationRequestContextSource) {}
}

/// Hands each request to the wire service and its answer back.
struct BackendResponder: HTTPResponder {
    private let service: WireService
    private let backend: Backend

    private static let hostMissing = CoreError(.requestInvalid, "The request does not name its host exactly once.")

    init(_ service: WireService, _ backend: Backend) {
        self.service = service
        self.backend = backend
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let requestID = try backend.newRequestID()
        let begun = backend.services.clock.monotonic()
        let answer = await answer(request, requestID)
        log(request, answer, requestID, backend.services.clock.monotonic() - begun)
        if request.method == .head { return Response(answer).createHeadResponse() }
        return Response(answer, dropping: request.announcesTooMuch ? request.body : nil)
    }

    private func answer(_ request: Request, _ requestID: Identifier) async -> WireResponse {
        do throws(CoreError) {
            guard request.head.authority != nil else { throw Self.hostMissing }
            // Such a body is not begun: it is dropped after the answer, and can be read only once.
            if request.announcesTooMuch { throw WireService.bodyTooLarge(request.bodyBytesMax) }
            let body = try await body(of: request)
            return await service.respond(to: WireRequest(request, body), requestID: requestID)
        } catch {
            return service.refuse(error, path: request.uri.path, requestID: requestID)
        }
    }

    /// The body, as far as it may be long; what is beyond is read and dropped, within a bound.
    private func body(of request: Request) async throws(CoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        var count = 0
        let bytesMax = request.bodyBytesMax
        do {
            for try await chunk in request.body {
                count += chunk.readableBytes
                if count <= bytesMax { bytes += chunk.readableBytesView } else { bytes = [] }
                if count > bytesMax + Response.droppedBytesMax { break }
            }
        } catch {
            throw CoreError(.requestInvalid, "The body ended before it was whole.")
        }
        if count > bytesMax { throw WireService.bodyTooLarge(bytesMax) }
        return bytes
    }

    private func log(
        _ request: Request, _ answer: WireResponse, _ requestID: Identifier, _ duration: Duration
    ) {
        let level: Log.Level = answer.status >= 500 ? .error : .debug
        backend.services.log(level, "request", Self.facts(request, answer, requestID, duration))
    }

    private static func facts(
        _ request: Request, _ answer: WireResponse, _ requestID: Identifier, _ duration: Duration
    ) -> JSONObject {
        var facts: JSONObject = [
            "request_id": .string(requestID.description), "method": .string(request.method.rawValue),
            "path": .string(String(request.uri.path.prefix(1_024))), "status": .integer(Int64(answer.status)),
            "duration_us": .integer(duration.saturatedNanoseconds / 1_000),
        ]
        if let failure = answer.failure {
            facts["reason"] = .string(failure.reason.name)
            facts["error"] = .string(failure.message)
        }
        return facts
    }
}

extension Request {
    /// Whether the body is larger than may be, by what the client says of it.
    fileprivate var announcesTooMuch: Bool {
        headers[.contentLength].flatMap { Int($0) }.map { $0 > bodyBytesMax } ?? false
    }

    fileprivate var bodyBytesMax: Int { WireService.bodyBytesMax(method: method.rawValue, path: uri.path) }
}

extension WireRequest {
    init(_ request: Request, _ body: [UInt8]) {
        self.init(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
            headers: request.headers.map { ($0.name.canonicalName, $0.value) }, body: body)
    }
}

extension Response {
    /// Bytes of a refused body that are read and dropped.
    fileprivate static let droppedBytesMax = 64 * 1_024 * 1_024

    /// An answer. What a refused client sends all the same is read and dropped after it, within a bound: one that sends
    /// everything before it listens would otherwise never hear why.
    init(_ answer: WireResponse, dropping body: RequestBody? = nil) {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        if let stream = answer.stream {
            self.init(status: .init(code: answer.status), headers: headers, body: ResponseBody(stream))
            return
        }
        let buffer = ByteBuffer(bytes: answer.body)
        let content = body.map { body in
            ResponseBody(contentLength: buffer.readableBytes) { writer in
                try await writer.write(buffer)
                try await writer.finish(nil)
                var count = 0
                for try await chunk in body {
                    count += chunk.readableBytes
                    if count > Self.droppedBytesMax { break }
                }
            }
        }
        self.init(
            status: .init(code: answer.status), headers: headers, body: content ?? ResponseBody(byteBuffer: buffer))
    }
}
