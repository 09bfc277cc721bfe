import Synchronization

/// What a server is doing, and the limits of how much of it: connections, bodies held, requests, streams.
///
/// Its memory is bounded by the number of operations, whatever clients send.
public final class Traffic: Sendable {
    /// How a connection was ended by the server.
    public enum Ending: String, CaseIterable, Sendable {
        /// There were too many.
        case refused
        /// The first request's headers were not whole in time.
        case header
        /// A body came too slowly.
        case body
        /// An answer was not taken.
        case write
    }

    /// Connections at the same time.
    public let connectionsMax: Int
    /// Bytes of bodies at the same time.
    public let bodyBytesMax: Int

    let connections = Atomic<Int>(0)
    let bodyBytes = Atomic<Int>(0)
    let requestsInFlight = Atomic<Int>(0)
    let streams = Atomic<Int>(0)
    let streamBytes = Atomic<UInt64>(0)
    private let endings = Mutex<[Ending: UInt64]>([:])
    private let operations = Mutex<[String: OperationCounts]>([:])

    /// Traffic within these limits.
    public init(connectionsMax: Int, bodyBytesMax: Int) {
        self.connectionsMax = connectionsMax
        self.bodyBytesMax = bodyBytesMax
    }

    /// Counts a new connection; whether it may stay. ``leave()`` is called for it in either case.
    public func enter() -> Bool {
        connections.add(1, ordering: .relaxed).newValue <= connectionsMax
    }

    /// Counts the end of a connection.
    public func leave() {
        connections.subtract(1, ordering: .relaxed)
    }

    /// Counts a connection that the server ended.
    public func count(_ ending: Ending) {
        endings.withLock { $0[ending, default: 0] += 1 }
    }

    /// Takes room for `count` bytes of a body; whether there is some. What was taken is given back with
    /// ``release(_:)``.
    public func reserve(_ count: Int) -> Bool {
        if bodyBytes.add(count, ordering: .relaxed).newValue <= bodyBytesMax { return true }
        bodyBytes.subtract(count, ordering: .relaxed)
        return false
    }

    /// Gives back the room of `count` bytes.
    public func release(_ count: Int) {
        bodyBytes.subtract(count, ordering: .relaxed)
    }

    /// A request was begun.
    public func beginRequest() { requestsInFlight.add(1, ordering: .relaxed) }

    /// A request was answered, as far as the server is concerned.
    public func endRequest(_ request: AnsweredRequest) {
        requestsInFlight.subtract(1, ordering: .relaxed)
        operations.withLock { $0[request.operation, default: OperationCounts()].add(request) }
    }

    /// A stream was begun.
    public func beginStream() { streams.add(1, ordering: .relaxed) }

    /// A stream was ended.
    public func endStream() { streams.subtract(1, ordering: .relaxed) }

    /// Bytes of streams that were sent.
    public func sendStream(_ count: Int) { streamBytes.add(UInt64(max(0, count)), ordering: .relaxed) }

    var endingCounts: [(Ending, UInt64)] {
        let counts = endings.withLock { $0 }
        return Ending.allCases.map { ($0, counts[$0] ?? 0) }
    }

    var operationCounts: [(name: String, counts: OperationCounts)] {
        operations.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// What is counted of a request.
public struct AnsweredRequest: Sendable {
    /// The name of an operation, or of a fixed document; never anything that a client chose.
    public let operation: String
    public let method: String
    public let status: Int
    public let duration: Duration
    /// Bytes of the request's body.
    public let bytesIn: Int
    /// Bytes of the answer's body, without a stream's.
    public let bytesOut: Int

    /// A request with these facts.
    public init(operation: String, method: String, status: Int, duration: Duration, bytesIn: Int, bytesOut: Int) {
        self.operation = operation
        self.method = method
        self.status = status
        self.duration = duration
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }
}
