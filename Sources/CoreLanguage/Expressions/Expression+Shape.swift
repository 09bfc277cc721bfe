extension Expression {
    /// Every path the expression can read, in the order of the text, repetitions included.
    public var references: [Reference] {
        var found: [Reference] = []
        collectReferences(into: &found)
        return found
    }

    private func collectReferences(into found: inout [Reference]) {
        if case .reference(let reference) = self { found.append(reference) }
        if case .exists(let reference) = self { found.append(reference) }
        for child in children { child.collectReferences(into: &found) }
    }

    /// How many levels the tree has; 1 when nothing is inside.
    public var depth: Int {
        1 + (children.lazy.map(\.depth).max() ?? 0)
    }

    /// The operands, in the order of the text.
    var children: [Expression] {
        switch self {
        case .literal, .reference, .exists: []
        case .object(let fields): fields.map(\.value)
        case .array(let items), .template(let items), .and(let items), .or(let items), .coalesce(let items): items
        case .not(let item), .length(let item): [item]
        case .comparison(_, let left, let right), .contains(let left, let right): [left, right]
        }
    }
}
