/// The tools of `import tools`, by the names they have in the script.
struct ToolImports {
    struct Import {
        let tool: ToolName
        let range: SourceRange
        let name: String
        var isUsed = false
    }

    private(set) var imports: [Import] = []
    private var positions: [String: Int] = [:]

    /// Takes in an import; gives the one that has its name already.
    mutating func add(_ item: Import) -> Import? {
        if let position = positions[item.name] { return imports[position] }
        positions[item.name] = imports.count
        imports.append(item)
        return nil
    }

    /// The tool of this name, which is used by asking.
    mutating func use(_ name: String) -> ToolName? {
        guard let position = positions[name] else { return nil }
        imports[position].isUsed = true
        return imports[position].tool
    }

    var names: [String] { imports.map(\.name) }
}
