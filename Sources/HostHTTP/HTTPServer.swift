public import CoreDomain
import CoreLanguage
import Glibc
public import HostSupport
import HostWire
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Serves a backend over HTTP/1.1, with TLS where a certificate was named.
public struct HTTPServer: Sendable {
    private let backend: Backend
    private let host: String
    private let port: Int
    private let settings: HTTPSettings
    private let certificates: Certificates?

    /// A server for `backend` on `host` and `port`; port 0 takes any free one.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for settings that do not fit together, and for a certificate or key that cannot
    ///   be used.
    public init(_ backend: Backend, host: String, port: Int, settings: HTTPSettings) throws(CoreError) {
        try settings.check()
        self.backend = backend
        self.host = host
        self.port = port
        self.settings = settings
        if let certificateFile = settings.tlsCertificateFile, let keyFile = settings.tlsKeyFile {
            certificates = try Certificates(
                certificateFile: certificateFile, keyFile: keyFile, log: backend.services.log)
        } else {
            certificates = nil
        }
    }

    /// Serves until SIGTERM or SIGINT, then finishes what was begun and returns. A second signal ends the process.
    ///
    /// - Parameter whenReady: gets the address, such as `http://127.0.0.1:8080`, once connections are accepted.
    /// - Throws: `ADDRESS_UNAVAILABLE` when the address cannot be listened on, `INTERNAL` when serving ends otherwise.
    public func run(whenReady: @escaping @Sendable (String) async -> Void) async throws(CoreError) {
        let group = ServiceGroup(configuration: groupConfiguration(application(whenReady)))
        await Signals.watch(certificates) { await group.triggerGracefulShutdown() }
        do {
            try await group.run()
        } catch {
            guard let cause = Self.addressFault(error) else { throw CoreError(narrowing: error) }
            throw CoreError(
                .addressUnavailable, "Cannot serve on \(host):\(port): \(cause).",
                fix: "Name an address of this machine and a free port; port 0 takes any.")
        }
    }

    private func application(
        _ whenReady: @escaping @Sendable (String) async -> Void
    ) -> Application<BackendResponder> {
        let traffic = Traffic(
            connectionsMax: Int(settings.connectionsMax), bodyBytesMax: Int(settings.bodiesBytesMax))
        let log = backend.services.log
        let (host, isSecure) = (host, certificates != nil)
        return Application(
            responder: BackendResponder(backend, traffic, settings), server: builder(traffic),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                let name = host.contains(":") ? "[\(host)]" : host
                await whenReady("\(isSecure ? "https" : "http")://\(name):\(port)")
            },
            logger: Logger(label: "http", factory: { _ in BackendLogHandler(log: log) }))
    }

    private func builder(_ traffic: Traffic) -> HTTPServerBuilder {
        let limits = ConnectionPatience.Limits(settings)
        let certificates = certificates
        return HTTPServerBuilder { responder in
            ConnectionChannel(responder: responder, limits: limits, traffic: traffic, certificates: certificates)
        }
    }

    /// What is wrong with the address, in the system's words; nil for a failure of another kind.
    private static func addressFault(_ error: any Error) -> String? {
        if let failure = error as? IOError { return String(cString: strerror(failure.errnoCode)) }
        return error is SocketAddressError.UnknownHost ? "No such host" : nil
    }

    /// Told to stop, the server lets what was begun be finished, but does not wait for ever on a client that stalls.
    private func groupConfiguration(_ application: some Service) -> ServiceGroupConfiguration {
        var configuration = ServiceGroupConfiguration(
            services: [application], logger: Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.maximumGracefulShutdownDuration = .seconds(settings.stopTimeout)
        return configuration
    }
}
