extension JSONSchemaRule {
    /// The nodes that may be applied to the same value as the node itself. What `$dynamicRef` leads to is known only
    /// when a value is looked at, so it is not among them.
    var nodesHere: [Int] {
        switch self {
        case .reference(let node), .not(let node): [node]
        case .allOf(let nodes), .anyOf(let nodes), .oneOf(let nodes): nodes
        case .condition(let node, let then, let otherwise): [node] + [then, otherwise].compactMap(\.self)
        case .dependent(let pairs): pairs.map(\.node)
        default: []
        }
    }

    /// The nodes that may be applied to what the value contains.
    var nodesBelow: [Int] {
        switch self {
        case .members(let members):
            members.named.nodes + members.patterned.map(\.node) + [members.additional].compactMap(\.self)
        case .memberNames(let node), .unevaluatedMembers(let node), .unevaluatedElements(let node),
            .contains(let node, _, _):
            [node]
        case .elements(let first, let rest): first + [rest].compactMap(\.self)
        default: []
        }
    }

    /// About how many bytes of memory it takes besides itself.
    var byteCount: Int {
        switch self {
        case .members(let members): 80 + members.named.byteCount + members.patterned.count * 40
        case .dependent(let pairs): 80 + pairs.count * 24
        case .elements(let first, _): 80 + first.count * 8
        case .allOf(let nodes), .anyOf(let nodes), .oneOf(let nodes): 80 + nodes.count * 8
        default: 48
        }
    }
}
