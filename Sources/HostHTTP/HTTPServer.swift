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
    /// - Throws: `REQUEST_INVALID` when the address cannot be listened on.
    public func run(whenReady: @escaping @Sendable (String) async -> Void) async throws(CoreError) {
        let host = host
        let application = Application(
            responder: BackendResponder(WireService(backend), backend),
            server: .http1(configuration: .init(idleTimeout: Self.idleTimeout)),
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
            let cause = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw CoreError(
                .addressUnavailable, "Cannot serve on \(host):\(port): \(cause).",
                fix: "Name an address of this machine and a free port; port 0 takes any.")
        }
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

    init(_ service: WireService, _ backend: Backend) {
        self.service = service
        self.backend = backend
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let requestID = try backend.newRequestID()
        let begun = backend.services.clock.monotonic()
        let answer = await answer(request, requestID)
        log(request, answer, requestID, backend.services.clock.monotonic() - begun)
        let response = Response(answer)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, _ requestID: Identifier) async -> WireResponse {
        do throws(CoreError) {
            let body = try await body(of: request)
            return await service.respond(to: WireRequest(request, body), requestID: requestID)
        } catch {
            return service.refuse(error, path: request.uri.path, requestID: requestID)
        }
    }

    /// The body, as far as it may be long.
    private func body(of request: Request) async throws(CoreError) -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > WireService.bodyBytesMax {
            throw WireService.bodyTooLarge
        }
        var bytes: [UInt8] = []
        do {
            for try await chunk in request.body {
                bytes += chunk.readableBytesView
                if bytes.count > WireService.bodyBytesMax { throw WireService.bodyTooLarge }
            }
        } catch let error as CoreError {
            throw error
        } catch {
            throw CoreError(.requestInvalid, "The body ended before it was whole.")
        }
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

extension WireRequest {
    init(_ request: Request, _ body: [UInt8]) {
        self.init(
            method: request.method.rawValue, path: request.uri.path,
            headers: request.headers.map { ($0.name.canonicalName, $0.value) }, body: body)
    }
}

extension Response {
    init(_ answer: WireResponse) {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        self.init(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
