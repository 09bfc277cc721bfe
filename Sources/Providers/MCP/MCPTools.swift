public import CoreDomain
public import CoreLanguage
import Synchronization

/// The tools of the MCP servers of an installation.
public final class MCPTools: ExternalTools {
    /// How a server is reached.
    public enum Place: Sendable {
        /// By a program of this machine.
        case program(ResidentCommand)
        /// At a URL, with headers that may hold secrets.
        case web(url: String, headers: [(name: String, value: Secret)])
    }

    /// A server.
    public struct Server: Sendable {
        public let name: String
        public let place: Place
        /// How long it may take until its tools are known.
        public let startTimeout: Duration
        /// How long a call may take.
        public let timeout: Duration

        /// A server of these parts. The name is a word of scripts: `[a-z][a-z0-9_]*`.
        public init(name: String, place: Place, startTimeout: Duration, timeout: Duration) {
            self.name = name
            self.place = place
            self.startTimeout = startTimeout
            self.timeout = timeout
        }
    }

    /// How long nobody asks a server again that could not be reached.
    private static let pause = Duration.seconds(30)

    private struct State {
        /// What each server has; absent before it was reached.
        var known: [String: [String: MCPTool]] = [:]
        var triedAt: [String: Duration] = [:]
        /// Attempts that are under way, for whoever comes meanwhile.
        var attempts: [String: Task<Void, Never>] = [:]
    }
    private let servers: [MCPServer]
    private let clock: any Clock
    private let log: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// The tools of `servers`, which are reached by `transport` and `programs` as they are named: no address is refused,
    /// since the operator chose them. `log` is told of those that cannot be reached.
    public init(
        _ servers: [Server], version: String, transport: any HTTPTransport, programs: any ResidentPrograms,
        clock: any Clock, log: @escaping @Sendable (String) -> Void
    ) {
        self.clock = clock
        self.log = log
        self.servers = servers.map { server in
            MCPServer(
                name: server.name, client: version, clock: clock, startTimeout: server.startTimeout,
                timeout: server.timeout
            ) { () async throws(CoreError) in
                let failure = MCPFailure(server: server.name)
                switch server.place {
                case .program(let command): return try await MCPPipe.open(command, programs, failure)
                case .web(let url, let headers):
                    let exposed = headers.map { (name: $0.name, value: $0.value.expose()) }
                    return MCPWeb(
                        url: url, headers: exposed, transport: transport, timeout: server.timeout, failure)
                }
            }
        }
    }

    public var tools: [NativeTool] {
        let known = state.withLock { $0.known }
        return servers.flatMap { server in
            (known[server.name] ?? [:]).sorted { $0.key < $1.key }.map { native($0.value.signature, server) }
        }
    }

    /// A tool of a server that was not reached yet is one that must not be called twice: nothing else is known of it.
    public func tool(_ name: ToolName) -> NativeTool? {
        guard name.source == ToolOrigin.mcp.rawValue else { return nil }
        let candidates = servers.filter { name.name.hasPrefix($0.name + "_") }
        // Of `a` and `a_b` the longer one is meant, unless the other one has the tool.
        let known = state.withLock { $0.known }
        if let owner = candidates.first(where: { known[$0.name]?[name.name] != nil }),
            let tool = known[owner.name]?[name.name]
        {
            return native(tool.signature, owner)
        }
        let signature = ToolSignature(
            name, "A tool of an MCP server.", fields: [], takesMore: true, result: .any, effect: .once)
        guard let owner = candidates.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
            return NativeTool(signature, .function { _, _ in throw Self.noServer(name.name) })
        }
        return native(signature, owner)
    }

    private func native(_ signature: ToolSignature, _ server: MCPServer) -> NativeTool {
        let name = signature.tool.name
        return NativeTool(
            signature,
            .function { [weak self] input, _ in
                let output = try await server.call(name, input)
                await self?.note(server)
                return StepOutput(output)
            })
    }

    private static func noServer(_ name: String) -> CoreError {
        CoreError(
            .mcpUnavailable, "No MCP server of the configuration has a tool \"\(name)\".",
            fix: "Whoever runs the server adds the MCP server to its configuration.")
    }

    public func prepare() async {
        let now = clock.monotonic()
        let attempts = state.withLock { state in
            servers.compactMap { server in
                if let attempt = state.attempts[server.name] { return attempt }
                guard state.known[server.name] == nil else { return nil }
                if let tried = state.triedAt[server.name], now - tried < Self.pause { return nil }
                state.triedAt[server.name] = now
                let attempt = Task { await self.reach(server) }
                state.attempts[server.name] = attempt
                return attempt
            }
        }
        for attempt in attempts { await attempt.value }
    }

    private func reach(_ server: MCPServer) async {
        do throws(CoreError) {
            let session = try await server.session()
            state.withLock { $0.known[server.name] = session.tools }
        } catch {
            log("The tools of the MCP server \"\(server.name)\" are not known: \(error.message)")
        }
        state.withLock { $0.attempts[server.name] = nil }
    }

    /// A call worked: the tools may be others than those that were known before.
    private func note(_ server: MCPServer) async {
        guard let session = try? await server.session() else { return }  // reason: the call itself told what is wrong
        state.withLock { $0.known[server.name] = session.tools }
    }

    public func close() async {
        await withDiscardingTaskGroup { group in
            for server in servers { group.addTask { await server.close() } }
        }
    }
}
