/// A schema that is being applied to a place of the value.
struct JSONSchemaFrame {
    let node: Int
    let value: JSONValue
    let place: Int
    let scope: Int

    /// Whether nobody will ask what was wrong.
    let isQuiet: Bool
    /// Whether it must be known which members or elements were evaluated.
    let tracks: Bool
    /// Whether faults noted here may be dropped again, since another alternative may fit.
    let isTentative: Bool
    /// How many faults had been noted before.
    let firstFinding: Int

    var isValid = true
    var marks = JSONSchemaMarks()

    /// The applicator at work, and how far it is.
    var applicator = 0
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

    mutating func startNextApplicator() {
        applicator += 1
        cursor = 0
        inner = 0
        isMemberKnown = false
        tally = 0
        nearest = []
    }
}
