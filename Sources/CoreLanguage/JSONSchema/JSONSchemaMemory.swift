/// What came of schemas that can be applied to one place in several ways, so that each is applied there only once.
struct JSONSchemaMemory {
    struct Key: Hashable {
        private let node: Int32
        private let place: Int32
        private let scope: Int32

        init(node: Int, place: Int, scope: Int) {
            self.node = Int32(truncatingIfNeeded: node)
            self.place = Int32(truncatingIfNeeded: place)
            self.scope = Int32(truncatingIfNeeded: scope)
        }
    }

    enum Outcome {
        /// It is being applied right now.
        case open
        /// Marks are nil when they were not asked for.
        case valid(JSONSchemaMarks?)
        /// No findings when nobody asked for them.
        case invalid([JSONSchemaFinding])
    }

    /// How many outcomes are kept. What is forgotten is found out again when it is asked for.
    private static let outcomesMax = 500_000

    private var finished: [Key: Outcome] = [:]
    private var open: Set<Key> = []

    subscript(key: Key) -> Outcome? {
        finished[key] ?? (open.contains(key) ? .open : nil)
    }

    /// Notes that a schema is being applied.
    mutating func open(_ key: Key) {
        // An outcome that is not enough is found out again.
        finished[key] = nil
        open.insert(key)
    }

    /// Notes what came of a schema that was being applied.
    mutating func close(_ key: Key, _ outcome: Outcome) {
        open.remove(key)
        if finished.count >= Self.outcomesMax {
            finished.removeAll(keepingCapacity: true)
        }
        finished[key] = outcome
    }
}
