extension ScriptDocument {
    /// The change that mends what a diagnostic of this script tells of; nil when there is none, or more than one.
    public func fix(for diagnostic: Diagnostic) -> Diagnostic.Fix? {
        diagnostic.fix ?? (diagnostic.code == .unusedImport ? removal(ofImportAt: diagnostic.range) : nil)
    }

    /// Takes away the line of an import, with `import tools` when it is the only one there.
    private func removal(ofImportAt place: SourceRange) -> Diagnostic.Fix? {
        for declaration in tree.declarations {
            guard case .tools(let items) = declaration.kind,
                let item = items.first(where: { ($0.alias ?? $0.name).range == place })
            else { continue }
            let range = items.count == 1 ? declaration.range : item.name.range.joined(item.source.range).joined(place)
            return lines(of: range).map { Diagnostic.Fix($0, "") }
        }
        return nil
    }

    /// The lines of `range` with the end of the last one; nil when something else stands there that would be lost.
    private func lines(of range: SourceRange) -> SourceRange? {
        let first = source.lineIndex(of: range.start)
        let last = source.lineIndex(of: max(range.start, range.end - 1))
        let lead = source.bytes[source.line(first).start..<range.start]
        guard lead.allSatisfy(ScriptByte.isSpace) else { return nil }
        let end = last + 1 < source.lineCount ? source.line(last + 1).start : source.bytes.count
        return SourceRange(source.line(first).start, end)
    }
}
