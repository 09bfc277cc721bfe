public import CoreDomain
public import CoreLanguage

/// Where the operations of a client of MCP are performed: an opened store or a server, in somebody's name.
public protocol MCPBackend: Sendable {
    /// Performs an operation, as ``Operation`` describes it.
    func perform(_ operation: String, _ input: JSONValue) async throws(CoreError) -> JSONValue

    /// Hands on the items of a stream until it ends, or `take` says that it has enough.
    func follow(
        _ operation: String, _ input: JSONValue, _ take: @escaping @Sendable (JSONValue) async -> Bool
    ) async throws(CoreError)
}
