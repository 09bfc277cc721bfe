/// A fault as it is noted while a value is looked at. It is put into words only when it is reported.
struct JSONSchemaFinding {
    /// What was not fulfilled.
    enum Source: Hashable {
        /// The node's test with this number.
        case assertion(Int32)
        /// The node's applicator with this number.
        case applicator(Int32)
        case halt(Halt)
    }

    /// Why an evaluation was given up.
    enum Halt {
        case endless
        case tooMuchWork
        case tooDeep
        case tooManyScopes
    }

    /// What tells one fault from another in a report.
    struct Identity: Hashable {
        let node: Int32
        let source: Source
        let place: Int
        let position: Int
        let detail: Int
    }

    let node: Int32
    let place: Int32
    let source: Source
    /// What the message needs to know besides: how many fitted, the number of a missing name, or a length.
    var detail = 0

    init(node: Int, source: Source, place: Int, detail: Int = 0) {
        self.node = Int32(truncatingIfNeeded: node)
        self.place = Int32(truncatingIfNeeded: place)
        self.source = source
        self.detail = detail
    }

    /// Whether the evaluation was given up here.
    var isHalt: Bool {
        if case .halt = source { true } else { false }
    }
}
