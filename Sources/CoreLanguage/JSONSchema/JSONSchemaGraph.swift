/// What can be said of the nodes of a schema as a graph, before any value is looked at.
struct JSONSchemaGraph {
    let nodes: [JSONSchemaNode]
    let applicators: [JSONSchemaNode.Applicator]

    /// Marks the nodes that can be applied to one place of a value in more than one way.
    func markShared(in nodes: inout [JSONSchemaNode], root: Int, dynamic: [Int]) {
        var ways = Array(repeating: 0, count: nodes.count)
        ways[root] += 1
        for applicator in applicators {
            for target in applicator.rule.nodesHere + applicator.rule.nodesBelow {
                ways[target] += 1
            }
            if case .dynamicReference(_, let target) = applicator.rule {
                ways[target] += 2
            }
        }
        for target in dynamic {
            ways[target] += 2
        }
        for number in nodes.indices {
            nodes[number].isShared = ways[number] > 1
        }
    }

    /// A node from which the schema leads back to it without going deeper into the value, or nil.
    func nodeOnLoop() -> Int? {
        enum Color {
            case unseen, open, done
        }
        var colors = Array(repeating: Color.unseen, count: nodes.count)
        for start in nodes.indices where colors[start] == .unseen {
            var path = [(node: start, rest: targetsHere(of: nodes[start]))]
            colors[start] = .open
            while let last = path.indices.last {
                guard let target = path[last].rest.popLast() else {
                    colors[path[last].node] = .done
                    path.removeLast()
                    continue
                }
                switch colors[target] {
                case .open: return path[last].node
                case .done: break
                case .unseen:
                    colors[target] = .open
                    path.append((target, targetsHere(of: nodes[target])))
                }
            }
        }
        return nil
    }

    private func targetsHere(of node: JSONSchemaNode) -> [Int] {
        node.applicators.flatMap { applicators[Int($0)].rule.nodesHere }
    }
}
