public import CoreDomain
import Synchronization

/// A transport that is made when something is sent first: most commands send nothing.
public final class LazyTransport: AddressedTransport {
    private let make: @Sendable () -> any AddressedTransport
    private let made = Mutex<(any AddressedTransport)?>(nil)

    /// A transport that `make` gives.
    public init(_ make: @escaping @Sendable () -> any AddressedTransport) { self.make = make }

    private var transport: any AddressedTransport {
        made.withLock { made in
            let transport = made ?? make()
            made = transport
            return transport
        }
    }

    public func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        try await transport.send(request)
    }

    public func send(_ request: HTTPRequest, to address: IPAddress) async throws(CoreError) -> HTTPAnswer {
        try await transport.send(request, to: address)
    }

    public func close() async {
        let transport = made.withLock { made in
            defer { made = nil }
            return made
        }
        await transport?.close()
    }
}

/// For programs that send no requests.
public struct NoTransport: AddressedTransport {
    /// A transport that refuses everything.
    public init() {}

    private static let refusal = CoreError(
        .unsupported, "This program sends no requests to other servers.",
        fix: "Run the thread by `scriptorium serve`, or by a command.")

    public func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer { throw Self.refusal }

    public func send(_ request: HTTPRequest, to address: IPAddress) async throws(CoreError) -> HTTPAnswer {
        throw Self.refusal
    }

    public func close() async {}
}
