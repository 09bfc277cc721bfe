/// The names of a script, each with all the places it stands at.
struct SymbolIndex {
    /// What stands for one thing, whatever it is called.
    enum Symbol: Hashable {
        /// The first place where it is bound.
        case binding(definition: Int)
        /// The ordinal of an enumeration.
        case enumeration(Int)
        /// A member of an enumeration.
        case member(enumeration: Int, JSONValue)
        /// A tool, by its name in the script.
        case tool(String)
    }

    /// Where symbols are defined, each in the order of the source.
    private(set) var definitions: [Symbol: [SourceRange]] = [:]
    /// Where they are read, each place once, in the order of the source.
    private(set) var reads: [Symbol: [SourceRange]] = [:]
    /// The entry of the table of names that a binding is.
    private(set) var entries: [Symbol: NameTable.Entry] = [:]
    /// Where a tool is imported, whatever name it has.
    private(set) var origins: [Symbol: Int] = [:]

    init(_ document: ScriptDocument) {
        let symbols = document.compilation.symbols
        let roots = Self.roots(symbols.entries)
        for (number, entry) in symbols.entries.enumerated() where entry.kind != .root {
            let symbol = Symbol.binding(definition: symbols.entries[roots[number]].range.start)
            definitions[symbol, default: []].append(entry.range)
            if entries[symbol] == nil { entries[symbol] = entry }
        }
        for occurrence in symbols.occurrences {
            let symbol: Symbol
            switch occurrence.target {
            case .entry(let number):
                guard symbols.entries[number].kind != .root else { continue }
                symbol = .binding(definition: symbols.entries[roots[number]].range.start)
            case .enumeration(let position): symbol = .enumeration(position)
            case .member(let position, let value): symbol = .member(enumeration: position, value)
            }
            reads[symbol, default: []].append(occurrence.range)
        }
        addEnumerations(document)
        addTools(document)
        definitions = definitions.mapValues(Self.unique)
        reads = reads.mapValues(Self.unique)
    }

    /// The symbol at `offset`, and the name there.
    func symbol(at offset: Int) -> (symbol: Symbol, range: SourceRange)? {
        for places in [definitions, reads] {
            for (symbol, ranges) in places {
                if let range = ranges.first(where: { $0.touches(offset) && !$0.isEmpty }) { return (symbol, range) }
            }
        }
        return nil
    }

    /// Every place of the symbol in the order of the source.
    func places(of symbol: Symbol) -> [SourceRange] {
        Self.unique((definitions[symbol] ?? []) + (reads[symbol] ?? []))
    }

    private mutating func addEnumerations(_ document: ScriptDocument) {
        for declaration in document.tree.declarations {
            guard case .enumeration(let syntax) = declaration.kind,
                let position = document.compilation.declarations.position(ofEnumeration: syntax.name.text),
                definitions[.enumeration(position)] == nil
            else { continue }
            definitions[.enumeration(position)] = [syntax.name.range]
            for member in syntax.members where member.isSymbol {
                definitions[.member(enumeration: position, member.value), default: []].append(member.range)
            }
        }
    }

    private mutating func addTools(_ document: ScriptDocument) {
        for item in document.toolImports {
            let name = item.alias ?? item.name
            guard definitions[.tool(name.text)] == nil else { continue }
            definitions[.tool(name.text)] = [name.range]
            origins[.tool(name.text)] = item.name.range.start
        }
        for start in document.compilation.resolutions.tools.keys {
            let isText = start < document.source.bytes.count && document.source.bytes[start] == JSONByte.quote
            let range = document.source.word(at: isText ? start + 1 : start)
            reads[.tool(document.source.text(at: range)), default: []].append(range)
        }
    }

    /// For each entry the one that stands for it and all it is joined with: those of one definition, and of the branches of a decision.
    private static func roots(_ entries: [NameTable.Entry]) -> [Int] {
        var parents = Array(entries.indices)
        func root(_ entry: Int) -> Int {
            var place = entry
            while parents[place] != place {
                parents[place] = parents[parents[place]]
                place = parents[place]
            }
            return place
        }
        func join(_ first: Int, _ second: Int) {
            let (left, right) = (root(first), root(second))
            // The one that was bound first in the source stands for both.
            if entries[left].range.start <= entries[right].range.start {
                parents[right] = left
            } else {
                parents[left] = right
            }
        }
        var first: [Int: Int] = [:]
        for (number, entry) in entries.enumerated() where entry.kind != .root {
            if let other = first[entry.range.start] { join(other, number) } else { first[entry.range.start] = number }
            for part in entry.parts { join(part, number) }
        }
        return entries.indices.map(root)
    }

    private static func unique(_ ranges: [SourceRange]) -> [SourceRange] {
        Set(ranges).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
}

extension SourceRange {
    /// Whether it has no bytes.
    var isEmpty: Bool { start == end }
}
