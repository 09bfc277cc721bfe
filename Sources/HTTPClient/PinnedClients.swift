import AsyncHTTPClient
import CoreDomain
import Synchronization

/// Clients that connect one name to one address each: AsyncHTTPClient takes such a rule only for a whole client.
///
/// Few are kept, so that connections are used again; the one that rested longest goes first.
final class PinnedClients: Sendable {
    /// Clients that are kept while nobody uses them, and clients altogether.
    private static let (idleMax, countMax) = (32, 512)

    fileprivate struct Key: Hashable {
        let host: String
        let address: IPAddress
    }

    private struct Entry {
        let client: HTTPClient
        var uses: Int
        /// Counts the leases, so that the least rested longest.
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var leases: UInt64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A client that connects to `address` for URLs of `host`. It stays until the lease is given up.
    ///
    /// - Throws: `BUSY` when too many are in use, `SHUTTING_DOWN` after ``close()``.
    func lease(_ host: String, at address: IPAddress) throws(CoreError) -> Lease {
        let key = Key(host: host, address: address)
        let client: Result<HTTPClient, CoreError> = state.withLock { state in
            if state.isClosed {
                return .failure(CoreError(.shuttingDown, "The program is closing and makes no more requests."))
            }
            if state.entries.count >= Self.countMax, state.entries[key] == nil {
                return .failure(
                    CoreError(.busy, "Too many servers are being asked.", retry: .later(after: .seconds(1))))
            }
            state.leases += 1
            var entry = state.entries[key] ?? Entry(client: Self.client(host, address), uses: 0, lastUse: 0)
            entry.uses += 1
            entry.lastUse = state.leases
            state.entries[key] = entry
            return .success(entry.client)
        }
        return Lease(client: try client.get(), key: key, owner: self)
    }

    /// Ends every connection.
    func close() async {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.entries = [:] }
            return state.entries.values.map(\.client)
        }
        for client in clients { await Self.shutDown(client) }
    }

    fileprivate func giveBack(_ key: Key) {
        let evicted: HTTPClient? = state.withLock { state in
            state.entries[key]?.uses -= 1
            let idle = state.entries.filter { $0.value.uses == 0 }
            guard idle.count > Self.idleMax, let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse })
            else { return nil }
            state.entries[oldest.key] = nil
            return oldest.value.client
        }
        if let evicted { Task { await Self.shutDown(evicted) } }
    }

    private static func client(_ host: String, _ address: IPAddress) -> HTTPClient {
        var configuration = AsyncTransport.configuration
        configuration.dnsOverride = [host: address.description]
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func shutDown(_ client: HTTPClient) async {
        // What failed to close is gone with the process.
        do { try await client.shutdown() } catch { return }
    }

    /// The use of a client, until nothing refers to it.
    final class Lease: Sendable {
        let client: HTTPClient
        private let key: Key
        private let owner: PinnedClients

        fileprivate init(client: HTTPClient, key: Key, owner: PinnedClients) {
            self.client = client
            self.key = key
            self.owner = owner
        }

        deinit { owner.giveBack(key) }
    }
}
