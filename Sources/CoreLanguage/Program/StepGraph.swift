/// Which steps wait for which: looks for what makes no graph.
struct StepGraph {
    private let ids: [String]
    private let positions: [String: Int]

    /// For each step the positions of those it waits for; unknown ids are left out.
    private let edges: [[Int]]

    init(_ steps: [(id: String, dependsOn: [String])]) {
        ids = steps.map(\.id)
        let positions = Dictionary(zip(ids, ids.indices)) { first, _ in first }
        edges = steps.map { $0.dependsOn.compactMap { positions[$0] } }
        self.positions = positions
    }

    /// The first id that an earlier step has.
    var repeatedID: String? {
        ids.indices.first { positions[ids[$0]] != $0 }.map { ids[$0] }
    }

    func contains(_ id: String) -> Bool {
        positions[id] != nil
    }

    /// The ids along a cycle, ending with the one it begins with: each waits for the next.
    func firstCycle() -> [String]? {
        var isDone = [Bool](repeating: false, count: ids.count)
        for start in ids.indices where !isDone[start] {
            if let cycle = cycle(from: start, &isDone) { return cycle }
        }
        return nil
    }

    /// A search in depth that keeps its way in an array, so that a long chain needs no stack.
    private func cycle(from start: Int, _ isDone: inout [Bool]) -> [String]? {
        var way = [(step: start, next: 0)]
        var isOnWay = [Bool](repeating: false, count: ids.count)
        isOnWay[start] = true
        while let (step, next) = way.last {
            guard next < edges[step].count else {
                (isDone[step], isOnWay[step]) = (true, false)
                way.removeLast()
                continue
            }
            way[way.count - 1].next += 1
            let target = edges[step][next]
            if isOnWay[target] {
                return (way.map(\.step).drop { $0 != target } + [target]).map { ids[$0] }
            }
            if !isDone[target] {
                isOnWay[target] = true
                way.append((target, 0))
            }
        }
        return nil
    }
}
