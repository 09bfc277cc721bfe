public import CoreDomain

/// A request as any HTTP server can give it: nothing decoded yet.
public struct WireRequest: Sendable {
    /// Upper case.
    public let method: String
    /// As sent, percent-encoded, without the query.
    public let path: String
    /// What follows the question mark, percent-encoded; empty when nothing does.
    public let query: String
    /// Names in lower case, in the order sent.
    public let headers: [(name: String, value: String)]
    public var body: [UInt8]

    /// A request of these parts.
    public init(
        method: String, path: String, query: String = "", headers: [(name: String, value: String)], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Every value of a header, in the order sent.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }
}

/// An answer for any HTTP server to send.
public struct WireResponse: Sendable {
    public let status: Int
    /// Names in lower case.
    public var headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// What follows the body, as it comes to be; nil when nothing does.
    public let stream: EventStream?
    /// What the answer tells of, when it is a refusal or a failure; for the log.
    public let failure: CoreError?
    /// The operation that was asked for, as far as one was found; for the log and the metrics.
    public let operation: String?

    /// An answer of these parts.
    public init(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], stream: EventStream? = nil,
        failure: CoreError? = nil, operation: String? = nil
    ) {
        self.operation = operation
        self.stream = stream
        self.failure = failure
        self.status = status
        self.headers = headers
        self.body = body
    }
}
