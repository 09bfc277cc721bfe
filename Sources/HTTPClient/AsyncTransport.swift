import AsyncHTTPClient
public import CoreDomain
import NIOCore
import NIOHTTP1

/// The transport on AsyncHTTPClient. Certificates are verified against the system's authorities.
public struct AsyncTransport: HTTPTransport {
    private let client: HTTPClient
    let pinned = PinnedClients()

    /// A transport without connections yet.
    public init() {
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
    }

    static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .seconds(10), read: .seconds(60), write: .seconds(60)),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        // A refused connection is told at once, not after ten seconds of trying.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    public func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        try await Self.send(request, through: client)
    }

    /// Sends a request; `lease` is held until the body was read or given up.
    static func send(
        _ request: HTTPRequest, through client: HTTPClient, keeping lease: PinnedClients.Lease? = nil
    ) async throws(CoreError) -> HTTPAnswer {
        do {
            let deadline = NIODeadline.now() + .nanoseconds(request.patience.saturatedNanoseconds)
            let response = try await client.execute(wireForm(request), deadline: deadline)
            let body = BodyReader(response.body, lease)
            return HTTPAnswer(
                status: Int(response.status.code),
                headers: response.headers.map { (name: $0.name.lowercased(), value: $0.value) }
            ) { () async throws(CoreError) in
                try await body.next()
            }
        } catch {
            throw TransportFailure.error(error, server: TransportFailure.server(request.url))
        }
    }

    public func close() async {
        await pinned.close()
        // What failed to close is gone with the process.
        do { try await client.shutdown() } catch { return }
    }

    private static func wireForm(_ request: HTTPRequest) -> HTTPClientRequest {
        var form = HTTPClientRequest(url: request.url)
        form.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { form.headers.add(name: name, value: value) }
        if !request.body.isEmpty { form.body = .bytes(ByteBuffer(bytes: request.body)) }
        return form
    }
}

/// Reads a body chunk by chunk.
///
/// SAFETY: one reader at a time asks for the next chunk, which is what ``HTTPAnswer/nextBytes`` promises.
private final class BodyReader: @unchecked Sendable {
    private var iterator: HTTPClientResponse.Body.AsyncIterator
    /// The client that the body comes through.
    private let lease: PinnedClients.Lease?

    init(_ body: HTTPClientResponse.Body, _ lease: PinnedClients.Lease?) {
        iterator = body.makeAsyncIterator()
        self.lease = lease
    }

    func next() async throws(CoreError) -> [UInt8]? {
        do {
            return try await iterator.next().map { Array($0.readableBytesView) }
        } catch {
            throw TransportFailure.error(error, server: "the server")
        }
    }
}
