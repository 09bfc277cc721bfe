/// What an expression may read.
protocol ReferenceScope {
    /// Why the path cannot be read here; nil when it can.
    func fault(of reference: Reference) -> String?
}

/// What can be read at a place in a block.
struct BlockScope: ReferenceScope {
    let table: BlockTable
    /// The variables of the loops around, and how often each.
    var variables: [String: Int] = [:]
    /// The names that are bound on every way to the place; nil where no way leads.
    var bound: NameSet?
    /// Whether an error is being handled.
    var hasError = false

    func fault(of reference: Reference) -> String? {
        let name = reference.root
        if variables[name, default: 0] > 0 || name == ProgramRoot.inputs || name == ProgramRoot.thread { return nil }
        if name == ProgramRoot.error {
            return hasError ? nil : "\"error\" is there only where an error is handled."
        }
        guard let number = table.names[name] else {
            let known = table.names.keys.sorted() + variables.keys.sorted()
            return "There is no name \"\(Suggestion.clipped(name))\"." + Suggestion.sentence(for: name, among: known)
        }
        guard !table.isStream[number] else { return "\"\(name)\" is a stream, which only a pipe reads." }
        return isBound(number) ? nil : Self.unbound(name)
    }

    /// Why the stream cannot be read here; nil when it can.
    func fault(ofStream name: String) -> String? {
        guard let number = table.names[name], table.isStream[number] else {
            let streams = table.names.filter { table.isStream[$0.value] }.keys.sorted()
            return "There is no stream \"\(Suggestion.clipped(name))\"."
                + Suggestion.sentence(for: name, among: streams)
        }
        return isBound(number) ? nil : Self.unbound(name)
    }

    /// Whether the name with this number is bound here. Where no way leads, nothing is missing.
    func isBound(_ number: Int) -> Bool {
        bound?.contains(number) ?? true
    }

    static func unbound(_ name: String) -> String {
        "\"\(name)\" is not bound on every way that leads here. Bind it before, or in each branch."
    }
}

/// What can be read in a graph.
struct GraphScope: ReferenceScope {
    /// The steps that have ended: those that the step says it waits for.
    let ended: Set<String>
    /// Whether there is an element of a list.
    let hasItem: Bool

    func fault(of reference: Reference) -> String? {
        switch reference.root {
        case "inputs": return nil
        case "item", "index": return hasItem ? nil : "\"\(reference.root)\" is there only inside a for_each."
        case "steps":
            guard case .member(let id)? = reference.path.first else {
                return "A step is read by its id: steps.id.output."
            }
            return ended.contains(id)
                ? nil : "The step \"\(Suggestion.clipped(id))\" need not have ended: name it in depends_on."
        default: return "There is no name \"\(Suggestion.clipped(reference.root))\"; inputs and steps can be read."
        }
    }
}
