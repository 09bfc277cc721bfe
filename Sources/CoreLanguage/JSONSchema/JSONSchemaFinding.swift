/// A fault as it is noted while a value is looked at. It is put into words only when it is reported.
struct JSONSchemaFinding {
    /// What was not fulfilled.
    enum Source {
        /// The node's test with this number.
        case assertion(Int)
        /// The node's applicator with this number.
        case applicator(Int)
        case halt(Halt)
    }

    /// Why an evaluation was given up.
    enum Halt {
        case endless
        case tooMuchWork
        case tooDeep
        case tooManyScopes
    }

    let node: Int
    let source: Source
    let value: JSONValue
    let place: Int
    /// What the message needs to know besides: how many fitted, or the number of a missing name.
    var detail = 0
}
