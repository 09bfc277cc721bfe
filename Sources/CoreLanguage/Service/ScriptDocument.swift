/// A script in an editor: its text, what the compiler makes of it, and answers to what editors ask.
///
/// It is a value, and every answer a pure function of it. Places are UTF-8 offsets of ``source``; ``TextPlaces`` turns them into
/// lines and columns. Sources that are broken, or end in the middle of a word, are answered as far as they can be read.
public struct ScriptDocument: Sendable {
    /// The text.
    public let source: SourceText
    /// What the compiler makes of it.
    public let compilation: ScriptCompiler.Compilation
    /// The tools that the script may import.
    public let tools: ToolSignatures

    /// Compiles the bytes of a file.
    public init(bytes: [UInt8], tools: ToolSignatures = .standard) {
        self.init(SourceText(bytes: bytes), tools: tools)
    }

    /// Compiles a text.
    public init(_ source: SourceText, tools: ToolSignatures = .standard) {
        self.source = source
        self.tools = tools
        compilation = ScriptCompiler.compile(source, tools: tools)
    }

    /// What is wrong or doubtful, in the order of the source.
    public var diagnostics: [Diagnostic] { compilation.diagnostics }

    /// The tree.
    var tree: SyntaxTree { compilation.tree }

    /// The name around `offset`, or right in front of it; an empty stretch where there is none.
    func word(at offset: Int) -> SourceRange { source.word(at: offset) }

    /// The tool that a name stands for in this script.
    func tool(named name: String) -> ToolName? {
        if let item = toolImport(named: name) { return ToolName(item.name.text, from: item.source.text) }
        let model = ToolName(name, from: ToolSignatures.modelSource)
        return tools[model] == nil ? nil : model
    }

    /// The first import that gives a tool this name.
    func toolImport(named name: String) -> ToolImportSyntax? {
        toolImports.first { ($0.alias ?? $0.name).text == name }
    }

    /// All imports of tools.
    var toolImports: [ToolImportSyntax] {
        tree.declarations.flatMap { declaration -> [ToolImportSyntax] in
            if case .tools(let items) = declaration.kind { items } else { [] }
        }
    }
}

extension SourceText {
    /// The name around `offset`, or right in front of it; an empty stretch where there is none. A name begins with a letter or `_`.
    func word(at offset: Int) -> SourceRange {
        let place = min(max(0, offset), bytes.count)
        var start = place
        while start > 0, ScriptByte.continuesName(bytes[start - 1]) { start -= 1 }
        var end = place
        while end < bytes.count, ScriptByte.continuesName(bytes[end]) { end += 1 }
        guard start < end, ScriptByte.beginsName(bytes[start]) else { return SourceRange(place, place) }
        return SourceRange(start, end)
    }
}
