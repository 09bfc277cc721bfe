public import CoreLanguage
import Synchronization

/// Calls tools at URLs.
public protocol RemoteToolCaller: Sendable {
    /// What `tool` gives for `input`; calls that may be repeated are tried as often as the tool says.
    ///
    /// - Throws: `TOOL_UNAVAILABLE`, `TOOL_FAILED`, `TOOL_ANSWER_INVALID`, `OUTCOME_UNKNOWN`, `ADDRESS_REFUSED`.
    func call(
        _ tool: RegisteredTool, _ secrets: ToolSecrets, _ input: JSONValue, _ context: StepContext
    ) async throws(CoreError) -> JSONValue
}

/// The tools that organizations registered, before other tools that come and go.
///
/// They are no part of ``tools``: each organization has its own, and the compiler reads them with its scripts.
public struct RegisteredTools: ExternalTools {
    private let store: any Store
    private let vault: ToolVault
    private let caller: any RemoteToolCaller
    private let slots: EndpointSlots
    private let others: any ExternalTools

    /// The tools in `store`, called by `caller`, at most `callsMax` at once of one endpoint; all others are `others`.
    public init(
        store: any Store, sealer: Sealer, caller: any RemoteToolCaller, callsMax: Int, before others: any ExternalTools
    ) {
        self.store = store
        self.caller = caller
        self.others = others
        vault = ToolVault(sealer: sealer)
        slots = EndpointSlots(callsMax)
    }

    public var tools: [NativeTool] { others.tools }

    /// What a program says of a tool's effect was so when it was compiled, and versions do not change. Without that, it is
    /// one that must not be called twice.
    public func tool(_ name: ToolName) -> NativeTool? {
        guard name.source == ToolOrigin.cloud.rawValue else { return others.tool(name) }
        let signature = ToolSignature(
            name, "A registered tool.", fields: [], takesMore: true, result: .any, effect: name.pin?.effect ?? .once)
        return NativeTool(
            signature, .function { input, context in StepOutput(try await call(name, input, context)) })
    }

    public func prepare() async { await others.prepare() }
    public func close() async { await others.close() }

    private func call(
        _ name: ToolName, _ input: JSONValue, _ context: StepContext
    ) async throws(CoreError) -> JSONValue {
        let tool = try await store.read { tx in try Self.find(name, of: context.organization, tx) }
        try JSONSchema.compiled(tool.facts.inputSchema).check(input, at: .root)
        let secrets = try vault.secrets(of: tool)
        guard let permit = await slots.of(tool.facts.endpoint).acquire(for: context.organization) else {
            throw CoreError(.cancelled, "The call was cancelled before it was made.")
        }
        defer { withExtendedLifetime(permit) {} }
        return try await caller.call(tool, secrets, input, context)
    }

    private static func find(
        _ name: ToolName, of organization: Identifier, _ tx: any ReadTransaction
    ) throws(CoreError) -> RegisteredTool {
        guard let version = name.pin?.version else {
            if let tool = try tx.tools.newest(name.name, of: organization, removed: false) { return tool }
            throw CoreError(
                .notFound, "There is no tool \"\(name.name.prefix(64))\" from `cloud`.", fix: "Register it.")
        }
        guard let tool = try tx.tools.find(name.name, version: version, of: organization), tool.removedAt == nil else {
            throw CoreError(
                .toolRemoved, "Version \(version) of the tool \"\(name.name.prefix(64))\" was taken away.",
                fix: "Publish the script anew with a version that is there, and begin another thread.")
        }
        return tool
    }
}

/// How many calls may be made at once, for each endpoint.
private final class EndpointSlots: Sendable {
    /// Endpoints that are remembered; beyond, those that nobody uses at the moment count anew.
    private static let countMax = 4_096

    private let callsMax: Int
    private let table = Mutex<[String: Slots]>([:])

    init(_ callsMax: Int) { self.callsMax = callsMax }

    func of(_ endpoint: String) -> Slots {
        table.withLock { table in
            if let slots = table[endpoint] { return slots }
            if table.count >= Self.countMax { table = [:] }
            let slots = Slots(callsMax)
            table[endpoint] = slots
            return slots
        }
    }
}
