import CoreDomain
import CoreLanguage

/// A server of MCP, which is reached when something is first asked of it, and anew when the connection has ended.
actor MCPServer {
    /// The versions that are spoken, the one that is offered first.
    static let versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    /// Pages of a list of tools, and tools, at most.
    private static let (pagesMax, toolsMax) = (100, 1_000)
    /// How long nobody tries again after a failure.
    private static let pause = Duration.seconds(1)

    nonisolated let name: String
    nonisolated let failure: MCPFailure
    private let client: String
    private let clock: any Clock
    private let startTimeout: Duration
    private let timeout: Duration
    private let connect: @Sendable () async throws(CoreError) -> any MCPChannel
    private var opening: Task<Result<Session, CoreError>, Never>?
    private var failed: (error: CoreError, at: Duration)?
    private var isClosed = false

    /// A connection, and what can be called over it.
    struct Session: Sendable {
        let channel: any MCPChannel
        /// By the names that scripts use.
        let tools: [String: MCPTool]
    }

    /// A server that `connect` reaches; `client` is this program's version.
    init(
        name: String, client: String, clock: any Clock, startTimeout: Duration, timeout: Duration,
        connect: @escaping @Sendable () async throws(CoreError) -> any MCPChannel
    ) {
        self.name = name
        self.client = client
        self.clock = clock
        self.startTimeout = startTimeout
        self.timeout = timeout
        self.connect = connect
        failure = MCPFailure(server: name)
    }

    /// The session there is, or a new one. Whoever is cancelled meanwhile leaves it to the others.
    ///
    /// - Throws: `MCP_UNAVAILABLE`, `MCP_ANSWER_INVALID`, `MCP_TOOL_FAILED`.
    func session() async throws(CoreError) -> Session {
        guard !isClosed else { throw CoreError(.shuttingDown, "The program is closing.") }
        if let opening {
            let result = await opening.value
            if case .success(let session) = result, session.channel.isOpen { return session }
            if self.opening == opening { self.opening = nil }
            if case .failure(let error) = result { throw error }
            return try await session()
        }
        if let failed, clock.monotonic() - failed.at < Self.pause { throw failed.error }
        let task = Task { () async -> Result<Session, CoreError> in
            do throws(CoreError) { return .success(try await self.open()) } catch { return .failure(error) }
        }
        opening = task
        let result = await task.value
        if case .failure(let error) = result {
            failed = (error, clock.monotonic())
            if opening == task { opening = nil }
        }
        return try result.get()
    }

    private func open() async throws(CoreError) -> Session {
        let (connect, failure) = (connect, failure)
        let web = WebClient(transport: NoRequests(), clock: clock)
        let late = failure.unreachable("It did not begin within \(startTimeout.inMilliseconds) ms.")
        let channel = try await web.within(startTimeout, late: late) { () async throws(CoreError) in try await connect()
        }
        do throws(CoreError) {
            let tools = try await web.within(startTimeout, late: late) { () async throws(CoreError) in
                try await self.begin(channel)
            }
            return Session(channel: channel, tools: tools)
        } catch {
            await channel.close()
            throw MCPFailure.repeatable(error)
        }
    }

    /// The handshake, and the tools.
    private func begin(_ channel: any MCPChannel) async throws(CoreError) -> [String: MCPTool] {
        let first = Self.versions.first ?? ""
        let result = try await channel.request(
            "initialize",
            [
                "protocolVersion": .string(first), "capabilities": [:],
                "clientInfo": ["name": "scriptorium", "version": .string(client)],
            ])
        guard let version = result["protocolVersion"]?.stringValue, Self.versions.contains(version) else {
            throw failure.invalid("it speaks a version that is not known here.")
        }
        channel.agree(on: version)
        await channel.notify("notifications/initialized", [:])
        guard result["capabilities"]?["tools"] != nil else { return [:] }
        return try await list(channel)
    }

    private func list(_ channel: any MCPChannel) async throws(CoreError) -> [String: MCPTool] {
        var tools: [String: MCPTool] = [:]
        var parameters = JSONObject()
        for _ in 0..<Self.pagesMax {
            let page = try await channel.request("tools/list", parameters)
            guard let listed = page["tools"]?.arrayValue else { throw failure.invalid("it lists no tools.") }
            for tool in listed.compactMap({ MCPTool($0, of: name) }) where tools[tool.signature.tool.name] == nil {
                guard tools.count < Self.toolsMax else { return tools }
                tools[tool.signature.tool.name] = tool
            }
            guard let cursor = page["nextCursor"]?.stringValue, !cursor.isEmpty else { return tools }
            parameters["cursor"] = .string(cursor)
        }
        return tools
    }

    /// Calls a tool by the name that scripts use.
    ///
    /// - Throws: `MCP_UNAVAILABLE` when the call was not made, or may be made again; `OUTCOME_UNKNOWN` when nobody knows
    ///   whether it was; `MCP_TOOL_FAILED`; `MCP_ANSWER_INVALID`.
    func call(_ name: String, _ input: JSONValue) async throws(CoreError) -> JSONValue {
        let session = try await session()
        do throws(CoreError) {
            return try await call(name, input, session)
        } catch {
            // Of a session that the server has forgotten nothing was carried out, and the rest may be repeated.
            guard error.reason == .mcpUnavailable, !session.channel.isOpen else { throw error }
            return try await call(name, input, try await self.session())
        }
    }

    private func call(_ name: String, _ input: JSONValue, _ session: Session) async throws(CoreError) -> JSONValue {
        guard let tool = session.tools[name] else { throw failure.noTool(name) }
        let web = WebClient(transport: NoRequests(), clock: clock)
        let parameters: JSONObject = ["name": .string(tool.name), "arguments": .object(tool.arguments(input))]
        let result: JSONObject
        do throws(CoreError) {
            result = try await web.within(timeout, late: failure.late(timeout)) { () async throws(CoreError) in
                try await session.channel.request("tools/call", parameters)
            }
        } catch {
            throw tool.signature.effect == .once ? error : MCPFailure.repeatable(error)
        }
        return try tool.output(result, failure)
    }

    func close() async {
        isClosed = true
        opening?.cancel()
        guard let opening, case .success(let session) = await opening.value else { return }
        await session.channel.close()
    }
}

/// What only keeps the time needs no requests.
private struct NoRequests: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        throw CoreError(.unsupported, "No requests are sent here.")
    }
    func close() async {}
}
