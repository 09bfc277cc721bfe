public import CoreDomain

/// How a server treats connections, what it tells of itself, and whom it lets in: the member `http` of the configuration.
public struct HTTPSettings: Message, Hashable {
    /// Who may read `/metrics`.
    public enum MetricsAccess: String, Hashable, Sendable, CaseIterable {
        /// Everybody.
        case open
        /// The operator by its token, and programs on the same machine.
        case `operator`
        /// Nobody: there is no such path.
        case off
    }

    public var connectionsMax: Int64
    public var bodiesBytesMax: Int64
    public var headerTimeout: Int64
    public var bodyTimeout: Int64
    public var bodyBytesPerSecondMin: Int64
    public var idleTimeout: Int64
    public var writeTimeout: Int64
    public var stopTimeout: Int64
    public var accessLog: Bool
    public var metrics: MetricsAccess
    public var corsOrigins: [String]
    public var tlsCertificateFile: String?
    public var tlsKeyFile: String?

    public static let schema = ObjectSchema(
        "How HTTP is served.",
        HTTPSettings.init(
            connectionsMax:bodiesBytesMax:headerTimeout:bodyTimeout:bodyBytesPerSecondMin:idleTimeout:writeTimeout:
            stopTimeout:accessLog:metrics:corsOrigins:tlsCertificateFile:tlsKeyFile:),
        Field(
            "connections_max", \.connectionsMax, .integer(in: 1...1_000_000), default: 4_096,
            "Connections at the same time; beyond, a new one gets status 503 and is closed."),
        Field(
            "bodies_bytes_max", \.bodiesBytesMax, .integer(in: 1_048_576...1_099_511_627_776), default: 268_435_456,
            "Bytes of bodies that are held at the same time; beyond, a request is refused with `BUSY`."),
        Field(
            "header_timeout_seconds", \.headerTimeout, .integer(in: 1...3_600), default: 10,
            "From a connection's beginning to the end of its first request's headers."),
        Field(
            "body_timeout_seconds", \.bodyTimeout, .integer(in: 1...3_600), default: 20,
            "How long a body may bring nothing."),
        Field(
            "body_bytes_per_second_min", \.bodyBytesPerSecondMin, .integer(in: 0...1_073_741_824), default: 512,
            "The least rate of a body, on average, once `body_timeout_seconds` have passed; 0: any."),
        Field(
            "idle_timeout_seconds", \.idleTimeout, .integer(in: 1...86_400), default: 75,
            "How long a connection waits for its next request."),
        Field(
            "write_timeout_seconds", \.writeTimeout, .integer(in: 1...3_600), default: 60,
            "How long a client may take nothing of an answer."),
        Field(
            "stop_timeout_seconds", \.stopTimeout, .integer(in: 1...3_600), default: 10,
            "How long requests that were begun may take once the server was told to stop."),
        Field(
            "access_log", \.accessLog, .bool, default: false,
            "Whether every request is logged at `info`; otherwise only at `debug`."),
        Field("metrics", \.metrics, .word, default: .operator, "Who may read `/metrics`."),
        Field(
            "cors_origins", \.corsOrigins, .array(of: .string(count: 1...255), countMax: 100), default: [],
            "Origins whose pages may call this server; `*` for every one."),
        Field(
            optional: "tls_certificate_file", \.tlsCertificateFile, .string(count: 1...4_096),
            "The certificate and those between it and the root, as PEM; with it, HTTPS is served."),
        Field(
            optional: "tls_key_file", \.tlsKeyFile, .string(count: 1...4_096),
            "The private key of the certificate, as PEM."))

    /// The settings when nothing is set.
    public static let standard = HTTPSettings(
        connectionsMax: 4_096, bodiesBytesMax: 268_435_456, headerTimeout: 10, bodyTimeout: 20,
        bodyBytesPerSecondMin: 512, idleTimeout: 75, writeTimeout: 60, stopTimeout: 10, accessLog: false,
        metrics: .operator, corsOrigins: [], tlsCertificateFile: nil, tlsKeyFile: nil)

    /// Refuses what the schema cannot tell.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for text that is no origin, and a certificate without a key or the other way.
    public func check() throws(CoreError) {
        if let text = corsOrigins.first(where: { !WebOrigin.isOrigin($0) }) {
            throw CoreError(
                .configurationInvalid, "\"\(text.prefix(200))\" is no origin of web pages.",
                fix: "Write it as browsers do, in lower case and without a path: `https://app.example.com`, or `*`.")
        }
        guard (tlsCertificateFile == nil) == (tlsKeyFile == nil) else {
            throw CoreError(
                .configurationInvalid, "TLS needs a certificate and its key, and only one of the two was named.",
                fix: "Name both: `tls_certificate_file` and `tls_key_file`.")
        }
    }
}
