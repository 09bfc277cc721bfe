public import CoreLanguage

/// Tools of programs elsewhere, which come and go while this one runs.
public protocol ExternalTools: Sendable {
    /// Those that are known now.
    var tools: [NativeTool] { get }

    /// The tool of this name: one that is known, or one that looks for it when it is called and tells why it is not there.
    /// Nil when it can be none of these tools.
    func tool(_ name: ToolName) -> NativeTool?

    /// Finds out which tools there are, unless that is known; returns in bounded time, and never fails.
    func prepare() async

    /// Ends every program and connection. Called once, at the end.
    func close() async
}

/// For programs that have no tools elsewhere.
public struct NoExternalTools: ExternalTools {
    public let tools: [NativeTool] = []

    /// No tools.
    public init() {}

    public func tool(_ name: ToolName) -> NativeTool? { nil }
    public func prepare() async {}
    public func close() async {}
}

/// What every script may call, by name.
struct ToolTable: Sendable {
    let own: [TargetName: StepTarget]
    let external: any ExternalTools

    /// What a step calls; nil when there is no such tool.
    func target(_ name: TargetName) -> StepTarget? {
        if let target = own[name] { return target }
        guard case .tool(let tool) = name else { return nil }
        return external.tool(tool).map { StepTarget($0) }
    }
}
