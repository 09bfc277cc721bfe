/// How far a thread has come.
extension MachineState {
    /// Which steps of its graph have ended, in the order of the graph; nil of a thread that is over or runs no graph.
    public var endedGraphSteps: [Bool]? {
        guard let first = fibers.first, case .lanes(let group)? = first?.work else { return nil }
        return group.isDone
    }
}
