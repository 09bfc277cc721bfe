/// What came of schemas that can be applied to one place in several ways, so that each is applied there only once.
struct JSONSchemaMemory {
    struct Key: Hashable {
        let node: Int
        let place: Int
        let scope: Int
    }

    enum Outcome {
        /// It is being applied right now.
        case open
        /// Marks are nil when they were not asked for.
        case valid(JSONSchemaMarks?)
        /// No findings when nobody asked for them.
        case invalid([JSONSchemaFinding])
    }

    private var outcomes: [Key: Outcome] = [:]

    subscript(key: Key) -> Outcome? {
        get { outcomes[key] }
        set { outcomes[key] = newValue }
    }
}
