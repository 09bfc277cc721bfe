/// A schema that is being applied to a place of the value.
struct JSONSchemaFrame {
    let node: Int
    let value: JSONValue
    let place: Int
    let scope: Int

    /// The applicator at work, and where those of the node end, among those of the plan.
    var applicator: Int
    let applicatorsEnd: Int

    /// Whether nobody will ask what was wrong.
    let isQuiet: Bool
    /// Whether it must be known which members or elements were evaluated.
    let tracks: Bool
    /// Whether faults noted here may be dropped again, since another alternative may fit.
    let isTentative: Bool
    /// How many faults had been noted before.
    let firstFinding: Int

    var isValid: Bool
    var marks = JSONSchemaMarks()

    /// How far the applicator at work is.
    var cursor = 0
    /// Among the patterns that a member's name is tried with.
    var inner = 0
    var isMemberKnown = false
    /// How many schemas or elements have fitted.
    var tally = 0
    /// How many faults had been noted before the present alternative.
    var alternativeStart = 0
    /// The faults of the alternative that came nearest.
    var nearest: [JSONSchemaFinding] = []

    init(
        node: Int, value: JSONValue, place: Int, scope: Int, applicators: Range<Int32>, isQuiet: Bool, tracks: Bool,
        isTentative: Bool, firstFinding: Int, isValid: Bool
    ) {
        self.node = node
        self.value = value
        self.place = place
        self.scope = scope
        applicator = Int(applicators.lowerBound)
        applicatorsEnd = Int(applicators.upperBound)
        self.isQuiet = isQuiet
        self.tracks = tracks
        self.isTentative = isTentative
        self.firstFinding = firstFinding
        self.isValid = isValid
    }

    mutating func startNextApplicator() {
        applicator += 1
        cursor = 0
        inner = 0
        isMemberKnown = false
        tally = 0
        nearest = []
    }
}
