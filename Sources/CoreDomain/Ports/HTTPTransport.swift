/// A request to a server elsewhere.
public struct HTTPRequest: Sendable {
    public let method: String
    /// Absolute: `http://127.0.0.1:8080/health`.
    public let url: String
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// How long the head of the answer may take.
    public let patience: Duration

    /// A request of these parts.
    public init(
        method: String, url: String, headers: [(name: String, value: String)], body: [UInt8] = [],
        patience: Duration = .seconds(60)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.patience = patience
    }
}

/// The head of an answer, and the body as it comes.
public struct HTTPAnswer: Sendable {
    public let status: Int
    /// Names in lower case.
    public let headers: [(name: String, value: String)]
    /// The next bytes of the body, for one reader; nil at its end.
    public let nextBytes: @Sendable () async throws(CoreError) -> [UInt8]?

    /// An answer of these parts.
    public init(
        status: Int, headers: [(name: String, value: String)],
        nextBytes: @escaping @Sendable () async throws(CoreError) -> [UInt8]?
    ) {
        self.status = status
        self.headers = headers
        self.nextBytes = nextBytes
    }

    /// The first value of a header, by its name in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Sends requests over HTTP. Certificates are verified, redirects are answers like any other.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns once the head of the answer is there.
    ///
    /// - Throws: `SERVER_UNREACHABLE` when the request was not sent, `OUTCOME_UNKNOWN` when it was and no answer came,
    ///   `REQUEST_INVALID` for a URL that is none, `CANCELLED` when the task is.
    func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer

    /// Ends every connection. Called once, at the end.
    func close() async
}
