/// Finds the addresses of hosts.
public protocol HostResolver: Sendable {
    /// Every address of `host`, in the order in which they are to be tried; at least one.
    ///
    /// - Throws: `SERVER_UNREACHABLE` for a name that has none or cannot be looked up now, `BUSY` when too many are
    ///   looked up, `CANCELLED` when the task is.
    func addresses(of host: String) async throws(CoreError) -> [IPAddress]
}

/// A transport that can be told where to connect to.
public protocol AddressedTransport: HTTPTransport {
    /// Sends `request` as ``HTTPTransport/send(_:)`` does, over a connection to `address`: the name in the URL is what the
    /// certificate and the header `Host` are about, and is not looked up.
    func send(_ request: HTTPRequest, to address: IPAddress) async throws(CoreError) -> HTTPAnswer
}
