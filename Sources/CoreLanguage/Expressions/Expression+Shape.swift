extension Expression {
    /// Every path the expression can read, in the order of the text, repetitions included;
    /// without those that lead into the parameters of a lambda around them.
    public var references: [Reference] {
        var found: [Reference] = []
        collectReferences(into: &found)
        return found
    }

    private func collectReferences(into found: inout [Reference]) {
        switch self {
        case .reference(let reference), .exists(let reference): found.append(reference)
        case .lambda(let parameters, let body):
            let parameters = Set(parameters)
            found += body.references.filter { !parameters.contains($0.root) }
        default: for child in children { child.collectReferences(into: &found) }
        }
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
        case .call(_, let items): items
        case .not(let item), .length(let item), .negate(let item), .member(let item, _, _): [item]
        case .lambda(_, let body): [body]
        case .environment(_, let fallback): fallback.map { [$0] } ?? []
        case .comparison(_, let left, let right), .contains(let left, let right), .arithmetic(_, let left, let right),
            .element(let left, let right, _):
            [left, right]
        case .conditional(let condition, let first, let second): [condition, first, second]
        }
    }
}
