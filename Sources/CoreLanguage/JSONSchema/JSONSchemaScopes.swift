/// The dynamic scopes of one evaluation: which schema each dynamic anchor leads to. Each scope has a number.
struct JSONSchemaScopes {
    private struct Entrance: Hashable {
        let scope: Int
        let resource: Int
    }

    static let outermost = 0

    /// With references alone a schema can make a number of scopes that is exponential in its size.
    private static let scopesMax = 1000

    /// For each scope the node of each anchor, or -1.
    private var tables: [[Int]]
    private var known: [Entrance: Int] = [:]

    init(anchorCount: Int) {
        tables = [Array(repeating: -1, count: anchorCount)]
    }

    /// The scope behind the entrance to a resource: anchors keep what they lead to already. Nil past the limit.
    mutating func entering(
        _ resource: Int, from scope: Int, bindings: [(anchor: Int, node: Int)]
    ) -> Int? {
        guard bindings.contains(where: { tables[scope][$0.anchor] < 0 }) else {
            return scope
        }
        let entrance = Entrance(scope: scope, resource: resource)
        if let number = known[entrance] {
            return number
        }
        guard tables.count < Self.scopesMax else {
            return nil
        }
        var table = tables[scope]
        for (anchor, node) in bindings where table[anchor] < 0 {
            table[anchor] = node
        }
        tables.append(table)
        known[entrance] = tables.count - 1
        return tables.count - 1
    }

    /// The node that an anchor leads to, or nil when no resource of the scope has it.
    func node(of anchor: Int, in scope: Int) -> Int? {
        let node = tables[scope][anchor]
        return node < 0 ? nil : node
    }
}
