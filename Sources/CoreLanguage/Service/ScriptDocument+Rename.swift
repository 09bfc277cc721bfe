/// Why a name stays as it is.
public struct RenameRefusal: Error, Hashable, Sendable {
    /// One sentence.
    public let message: String

    init(_ message: String) { self.message = message }
}

extension ScriptDocument {
    /// The name at `offset`, which can be changed.
    public func renameRange(at offset: Int) throws(RenameRefusal) -> SourceRange {
        let index = SymbolIndex(self)
        guard let (symbol, range) = index.symbol(at: offset) else {
            if let label = label(at: offset) { return try renameRange(of: label, at: offset) }
            throw refusalOfField(at: offset) ?? RenameRefusal("There is no name here that could be changed.")
        }
        guard index.definitions[symbol] != nil else {
            throw RenameRefusal("`\(source.text(at: range))` belongs to the language and keeps its name.")
        }
        return range
    }

    /// The changes that give what is named at `offset` another name, everywhere in the script.
    ///
    /// They are tried before they are given: after them each name stands for what it stood for, and there is no new diagnostic.
    public func rename(at offset: Int, to name: String) throws(RenameRefusal) -> [ScriptEdit] {
        let range = try renameRange(at: offset)
        let index = SymbolIndex(self)
        guard let (symbol, _) = index.symbol(at: offset) else {
            return try label(at: offset).map { group throws(RenameRefusal) in try rename(group, index, to: name) } ?? []
        }
        let old = source.text(at: range)
        guard ScriptByte.isName(name) else {
            throw RenameRefusal(
                "`\(Suggestion.clipped(name))` is no name: names are letters, digits and `_`, 64 at most, and begin with no digit."
            )
        }
        guard !Checker.reserved.contains(name) else {
            throw RenameRefusal("`\(name)` means something else everywhere in a script.")
        }
        guard name != old else { return [] }
        for word in [old, name] where tree.namesInFaults.contains(word) {
            throw RenameRefusal("A line that can't be read has the name `\(word)` in it: mend that first.")
        }
        let changes = changes(of: symbol, index, to: name)
        try check(changes, index, name)
        return changes.map(\.edit)
    }

    private func renameRange(of label: LabelGroup, at offset: Int) throws(RenameRefusal) -> SourceRange {
        if let refusal = label.refusal { throw RenameRefusal(refusal) }
        let place = label.places.first { $0.range.touches(offset) }
        guard let range = place.flatMap(plainRange) else {
            throw RenameRefusal("The label is written with escapes: rename it by hand.")
        }
        return range
    }

    private func rename(
        _ label: LabelGroup, _ index: SymbolIndex, to name: String
    ) throws(RenameRefusal) -> [ScriptEdit] {
        let special: Set<UInt8> = [JSONByte.quote, JSONByte.backslash, JSONByte.openBrace, JSONByte.closeBrace]
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 >= JSONByte.space && !special.contains($0) }) else {
            throw RenameRefusal("A label is a text of one line, without quotes, braces and backslashes.")
        }
        let ranges = label.places.compactMap(plainRange).sorted { $0.start < $1.start }
        guard ranges.count == label.places.count else {
            throw RenameRefusal("The label is written with escapes in another place: rename it by hand.")
        }
        let changes = ranges.map { NameChange(edit: ScriptEdit($0, name)) }
        try check(changes, index, name)
        return changes.map(\.edit)
    }

    private func changes(of symbol: SymbolIndex.Symbol, _ index: SymbolIndex, to name: String) -> [NameChange] {
        if case .tool(let tool) = symbol, let item = toolImport(named: tool), item.alias == nil {
            let end = item.source.range.end
            let alias = NameChange(edit: ScriptEdit(SourceRange(end, end), " as \(name)"))
            return (index.reads[symbol] ?? []).map { NameChange(edit: ScriptEdit($0, name)) } + [alias]
        }
        let short = ShortMembers(ScriptLexer.lex(source).tokens)
        return index.places(of: symbol).map { place in
            guard short.starts.contains(place.start) else { return NameChange(edit: ScriptEdit(place, name)) }
            let lead = "\(source.text(at: place)): "
            return NameChange(edit: ScriptEdit(place, lead + name), lead: lead.utf8.count)
        }
    }

    /// Compiles the changed source, and holds what its names stand for against what they stood for.
    private func check(_ changes: [NameChange], _ index: SymbolIndex, _ name: String) throws(RenameRefusal) {
        let bytes = ScriptEdit.apply(changes.map(\.edit), to: source.bytes)
        let after = ScriptDocument(SourceText(bytes: bytes), tools: tools)
        let shift = OffsetShift(changes)
        var told: [DiagnosticCode: Set<Int>] = [:]
        for diagnostic in diagnostics { told[diagnostic.code, default: []].insert(shift[diagnostic.range.start]) }
        for diagnostic in after.diagnostics
        where !diagnostic.tellsOfNeed && !(told[diagnostic.code]?.contains(diagnostic.range.start) ?? false) {
            throw RenameRefusal("With the name `\(name)` the script would be wrong: \(diagnostic.message)")
        }
        let before = index.meanings
        let meanings = SymbolIndex(after).meanings
        guard before.count == meanings.count,
            before.allSatisfy({ place, origins in meanings[shift[place]] == Set(origins.map { shift[$0] }) })
        else {
            throw RenameRefusal("`\(name)` would stand for something else in one of the places.")
        }
        // What a label is changed in begins with its quote, which stays where it is.
        let jumps = jumpTargets.map { [shift[$0.key], shift[$0.value]] }
        guard Set(jumps) == Set(after.jumpTargets.map { [$0.key, $0.value] }) else {
            throw RenameRefusal("With the label `\(name)` a jump would lead to another step.")
        }
    }
}

extension Diagnostic {
    /// Whether it only says that something is not needed: no name is kept for that.
    fileprivate var tellsOfNeed: Bool { code == .unusedBinding || code == .unusedImport }
}

/// A name that is given another.
private struct NameChange {
    let edit: ScriptEdit
    /// How many bytes of the replacement stand before the name.
    var lead = 0
}

extension SymbolIndex {
    /// For each place of a name where it comes from.
    fileprivate var meanings: [Int: Set<Int>] {
        var meanings: [Int: Set<Int>] = [:]
        for (symbol, places) in reads {
            let origins = origins[symbol].map { [$0] } ?? Set((definitions[symbol] ?? []).map(\.start))
            for place in places { meanings[place.start] = origins }
        }
        return meanings
    }
}

/// Where places are after changes.
private struct OffsetShift {
    private let changes: [NameChange]
    /// By how much what is behind each change moves.
    private let shifts: [Int]

    init(_ changes: [NameChange]) {
        self.changes = changes.sorted { $0.edit.range.start < $1.edit.range.start }
        var sum = 0
        shifts = self.changes.map { change in
            sum += change.edit.replacement.utf8.count - change.edit.range.count
            return sum
        }
    }

    /// The place of what was at `offset`; a name that is changed goes where its new one is.
    subscript(offset: Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].edit.range.start < offset { low = middle + 1 } else { high = middle }
        }
        let lead = low < changes.count && changes[low].edit.range.start == offset ? changes[low].lead : 0
        return offset + lead + (low == 0 ? 0 : shifts[low - 1])
    }
}

/// The members of objects in their short form: `{a}`, which is `{a: a}`.
struct ShortMembers {
    /// Where they begin.
    private(set) var starts: Set<Int> = []

    init(_ tokens: ContiguousArray<ScriptToken>) {
        var brackets: [ScriptToken.Kind] = []
        for (place, token) in tokens.enumerated() {
            if token.kind.closing != nil {
                brackets.append(token.kind)
            } else if token.kind.isClosing {
                _ = brackets.popLast()
            } else if token.kind.endsLine {
                brackets = []
            } else if token.kind == .name, brackets.last == .leftBrace, place > 0, place + 1 < tokens.count {
                if Self.begins(token, behind: tokens[place - 1]), Self.ends(tokens[place + 1]) {
                    starts.insert(Int(token.start))
                }
            }
        }
    }

    private static func begins(_ token: ScriptToken, behind last: ScriptToken) -> Bool {
        switch last.kind {
        case .leftBrace, .comma: true
        case .name, .number, .duration, .string, .textBlock, .rightParenthesis, .rightBracket, .rightBrace:
            token.isFirstOnLine
        default: false
        }
    }

    private static func ends(_ next: ScriptToken) -> Bool {
        next.kind == .comma || next.kind == .rightBrace || next.isFirstOnLine
    }
}
