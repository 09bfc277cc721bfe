/// A transport that connects only where a policy allows it.
///
/// A name is looked up once, every address that it has is checked, and the connection goes to one of those addresses:
/// whoever answers differently the next time (DNS rebinding) changes nothing.
public struct GuardedTransport: HTTPTransport {
    /// Addresses that are tried at most.
    private static let triesMax = 3

    private let transport: any AddressedTransport
    private let resolver: any HostResolver
    private let policy: AddressPolicy

    /// `transport` under `policy`.
    public init(_ transport: any AddressedTransport, resolver: any HostResolver, policy: AddressPolicy) {
        self.transport = transport
        self.resolver = resolver
        self.policy = policy
    }

    /// - Throws: `ADDRESS_REFUSED` besides what the transport throws.
    public func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        let url: WebURL
        do throws(WebURL.Fault) {
            url = try WebURL(request.url)
        } catch {
            throw CoreError(.requestInvalid, error.message)
        }
        let request = HTTPRequest(
            method: request.method, url: url.text, headers: request.headers, body: request.body,
            patience: request.patience)
        if policy.allowsEverything { return try await transport.send(request) }
        let addresses = try await addresses(of: url.host)
        try policy.check(addresses, of: url.hostText)
        return try await send(request, toOneOf: addresses)
    }

    public func close() async { await transport.close() }

    private func addresses(of host: WebURL.Host) async throws(CoreError) -> [IPAddress] {
        switch host {
        case .address(let address): [address]
        case .name(let name): try await resolver.addresses(of: name)
        }
    }

    /// The next address is tried only when nothing was sent to the one before.
    private func send(_ request: HTTPRequest, toOneOf addresses: [IPAddress]) async throws(CoreError) -> HTTPAnswer {
        var failure = CoreError(
            .serverUnreachable, "The host has no address.", fix: "Check the URL.", retry: .later(after: .seconds(1)))
        for address in addresses.prefix(Self.triesMax) {
            do throws(CoreError) {
                return try await transport.send(request, to: address)
            } catch {
                guard error.reason == .serverUnreachable else { throw error }
                failure = error
            }
        }
        throw failure
    }
}
