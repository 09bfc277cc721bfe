/// Which steps of a graph wait for which.
struct GraphSurvey {
    let lanes: GraphLanes
    private let numbers: [String: Int]
    /// For each step, as bits, the steps that have ended when it begins.
    private let ended: [[UInt64]]
    /// The step whose code is being made; nil for what comes after all.
    var reader: Int?

    /// The steps have no cycle, and every step that is waited for is there.
    init(_ steps: [GraphStep]) {
        let numbers = Dictionary(zip(steps.map(\.id), steps.indices)) { first, _ in first }
        let edges = steps.map { step in step.dependsOn.compactMap { numbers[$0] } }
        var dependents = [[Int]](repeating: [], count: steps.count)
        for (number, dependencies) in edges.enumerated() {
            for dependency in dependencies { dependents[dependency].append(number) }
        }
        lanes = GraphLanes(ids: steps.map(\.id), dependents: dependents, dependencyCounts: edges.map(\.count))
        self.numbers = numbers
        ended = Self.ended(edges, lanes)
    }

    private static func ended(_ edges: [[Int]], _ lanes: GraphLanes) -> [[UInt64]] {
        var ended = [[UInt64]](
            repeating: [UInt64](repeating: 0, count: (edges.count + 63) / 64), count: edges.count)
        var counts = lanes.dependencyCounts
        var open = counts.indices.filter { counts[$0] == 0 }
        while let number = open.popLast() {
            for dependency in edges[number] {
                for word in ended[number].indices { ended[number][word] |= ended[dependency][word] }
                ended[number][dependency / 64] |= 1 << UInt64(dependency % 64)
            }
            for dependent in lanes.dependents[number] {
                counts[dependent] -= 1
                if counts[dependent] == 0 { open.append(dependent) }
            }
        }
        return ended
    }

    /// Whether a step has always ended where the code that is being made runs.
    func canRead(_ id: String) -> Bool {
        guard let number = numbers[id] else { return false }
        guard let reader else { return true }
        return ended[reader][number / 64] >> UInt64(number % 64) & 1 == 1
    }

    /// The name under which fibers know a step: none that a program could have.
    static func name(of id: String) -> String { "steps \(id)" }
}

/// The steps of a graph as lanes.
struct GraphLanes: Sendable {
    let ids: [String]
    /// For each the steps that wait for it.
    let dependents: [[Int]]
    /// For each how many steps it waits for.
    let dependencyCounts: [Int]
}
