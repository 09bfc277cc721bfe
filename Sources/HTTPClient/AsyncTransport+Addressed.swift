public import CoreDomain

extension AsyncTransport: AddressedTransport {
    public func send(_ request: HTTPRequest, to address: IPAddress) async throws(CoreError) -> HTTPAnswer {
        let url: WebURL
        do throws(WebURL.Fault) {
            url = try WebURL(request.url)
        } catch {
            throw CoreError(.requestInvalid, error.message)
        }
        switch url.host {
        case .name(let name):
            let lease = try pinned.lease(name, at: address)
            return try await Self.send(request, through: lease.client, keeping: lease)
        // An address in the URL is connected to as it is; another one would be a mistake of the caller.
        case .address(address): return try await send(request)
        case .address:
            throw CoreError(.requestInvalid, "The address to connect to is not the one in the URL.")
        }
    }
}
