/// A fiber whose code is being made.
struct CodeFrame {
    /// The number of its kind.
    let kind: Int
    /// The registers of the names that are known, and of those that hide them for a while.
    var names: [String: Int32] = [:]
    /// How many registers have a use of their own.
    var registerCount: Int32 = 0
    /// How many temporaries are in use, and were at most.
    var temporaryCount: Int32 = 0
    var temporaryMax: Int32 = 0
    /// The blocks around the place, from the outside inwards.
    var blocks: [CodeBlock] = []
    /// The region around the iterations of the step whose code is being made. Its policy holds for each of them, and
    /// apart from that for what comes before them.
    var laneRegion: Int32 = -1
    /// The names that its own steps bound.
    var bound: Set<String> = []

    init(kind: Int) {
        self.kind = kind
    }

    /// Temporaries have numbers from here until the code is finished; then they follow the others.
    static let temporaryBase: Int32 = 1 << 24
}

/// A block whose code is being made.
struct CodeBlock {
    /// The beginnings of the steps, and the end.
    let labels: [CodeLabel]
    /// Where it counts its rounds; -1 when nothing jumps back in it.
    let round: Int32
    /// Where the checks of the block that try again count, in their order.
    var counters: ArraySlice<Int32>
    /// The number of the ``PathNode`` that the ordinals stand in.
    let path: Int32
    /// The step whose code is being made.
    var ordinal = 0
}

/// A place that instructions jump to before or after it is known.
struct CodeLabel: Hashable {
    let number: Int32
}
