import CoreDomain

/// What the failures of an MCP server mean. Messages name the server, never its credentials.
struct MCPFailure: Sendable {
    let server: String

    /// Characters of a server's own words that are repeated.
    private static let wordsMax = 2_000

    /// There is no connection, so that the call was not made.
    func unreachable(_ why: String) -> CoreError {
        CoreError(
            .mcpUnavailable, "The MCP server \"\(server)\" cannot be reached. \(why)",
            fix: "Whoever runs the server looks at its entry in the configuration, and whether it runs.",
            retry: .later(after: .seconds(1)))
    }

    /// The connection broke while a request was under way: whether it was carried out is not known.
    func broken(_ why: String) -> CoreError {
        CoreError(
            .outcomeUnknown, "The connection to the MCP server \"\(server)\" ended. \(why)", fix: Self.look,
            retry: .sameKey)
    }

    /// The answer did not come in time: whether the request was carried out is not known.
    func late(_ timeout: Duration) -> CoreError {
        CoreError(
            .outcomeUnknown, "The MCP server \"\(server)\" did not answer within \(timeout.inMilliseconds) ms.",
            fix: Self.look, retry: .sameKey)
    }

    private static let look = "Look where the tool has its effect before it is called again."

    /// An outcome that is not known, of a call that may be made again: then it does not matter.
    static func repeatable(_ error: CoreError) -> CoreError {
        guard error.reason == .outcomeUnknown else { return error }
        return CoreError(
            .mcpUnavailable, error.message, fix: "Try again later, or allow the server a longer `timeout_seconds`.",
            retry: .later(after: .seconds(1)))
    }

    /// What came is not of the protocol.
    func invalid(_ what: String) -> CoreError {
        CoreError(
            .mcpAnswerInvalid, "The MCP server \"\(server)\" does not keep to the protocol: \(what)",
            fix: "Check that it is a server of MCP, and of a version that is known here.")
    }

    /// The server refuses a request.
    func refused(_ refusal: MCPRefusal) -> CoreError {
        CoreError(
            .mcpToolFailed,
            "The MCP server \"\(server)\" refused the call (\(refusal.code)): \(refusal.message.prefix(Self.wordsMax))",
            fix: "Check what the tool is given.")
    }

    /// The tool tells that it failed.
    func tool(_ name: String, failed text: String) -> CoreError {
        let words = text.isEmpty ? "it tells no reason." : String(text.prefix(Self.wordsMax))
        return CoreError(
            .mcpToolFailed, "The tool \(name) of the MCP server \"\(server)\" failed: \(words)",
            fix: "Check what the tool is given.")
    }

    /// The server has no such tool.
    func noTool(_ name: String) -> CoreError {
        CoreError(
            .mcpToolFailed, "The MCP server \"\(server)\" has no tool that scripts call \"\(name)\".",
            fix: "See which ones it has: `scriptorium call tools.list`.")
    }
}
