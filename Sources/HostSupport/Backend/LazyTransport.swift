public import CoreDomain
import Synchronization

/// A transport that is made when something is sent first: most commands send nothing.
public final class LazyTransport: HTTPTransport {
    private let make: @Sendable () -> any HTTPTransport
    private let made = Mutex<(any HTTPTransport)?>(nil)

    /// A transport that `make` gives.
    public init(_ make: @escaping @Sendable () -> any HTTPTransport) { self.make = make }

    public func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        let transport = made.withLock { made in
            let transport = made ?? make()
            made = transport
            return transport
        }
        return try await transport.send(request)
    }

    public func close() async {
        let transport = made.withLock { made in
            defer { made = nil }
            return made
        }
        await transport?.close()
    }
}
