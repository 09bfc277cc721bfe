/// The tools that the checker knows.
public struct ToolSignatures: Hashable, Sendable {
    private(set) var bySource: [String: [String: ToolSignature]] = [:]

    /// The tools of `signatures`; of a repeated one the last counts.
    public init(_ signatures: some Sequence<ToolSignature> = []) {
        for signature in signatures { add(signature) }
    }

    /// The native tools and the model capabilities.
    public static let standard = ToolSignatures(nativeTools + modelCapabilities)

    /// Takes in another tool, in the place of one of the same name and source.
    public mutating func add(_ signature: ToolSignature) {
        bySource[signature.tool.source, default: [:]][signature.tool.name] = signature
    }

    /// The tool of this name and source.
    public subscript(tool: ToolName) -> ToolSignature? { bySource[tool.source]?[tool.name] }

    /// The names of the tools of one source, sorted.
    public func names(from source: String) -> [String] { (bySource[source] ?? [:]).keys.sorted() }

    /// Where tools come from. Model capabilities need no import.
    static let sources = ["native", "cloud", "mcp"]
    /// The source of model capabilities.
    static let modelSource = "model"
}
