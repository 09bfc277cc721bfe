extension LaneGroup {
    /// Finds out which steps of a graph may begin, from those that have ended and those that run.
    mutating func findStartable(_ graph: GraphLanes) {
        dependencyCounts = graph.dependencyCounts
        for number in graph.ids.indices where isDone[number] {
            for dependent in graph.dependents[number] { dependencyCounts[dependent] -= 1 }
        }
        startable = graph.ids.indices.filter { dependencyCounts[$0] == 0 && !isDone[$0] && running[$0] == nil }
    }

    /// A step has ended: those that only waited for it may begin, in the order in which they were written.
    mutating func end(_ number: Int, _ graph: GraphLanes) {
        guard graph.dependents.indices.contains(number) else { return }
        let before = startable.count
        for dependent in graph.dependents[number] {
            dependencyCounts[dependent] -= 1
            if dependencyCounts[dependent] == 0 { startable.append(dependent) }
        }
        if startable.count > before { startable.sort() }
    }
}
