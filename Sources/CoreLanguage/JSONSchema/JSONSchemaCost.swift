/// What the parts of an evaluation cost, in the steps of ``WorkBudget``: some 10 nanoseconds each, measured.
enum JSONSchemaCost {
    /// A schema is applied.
    static let schema = 3
    /// A test of a schema is made, besides what it looks at.
    static let test = 1
    /// A schema with applicators is opened and closed.
    static let open = 15
    /// It is looked up, and noted, what came of a schema at a place.
    static let recall = 25
    /// An applicator is gone on with.
    static let advance = 2
    /// A member's name is looked up.
    static let name = 3
    /// A place gets a number.
    static let placesPerStep = 4
    /// Members or elements are passed that were evaluated.
    static let marksPerStep = 4
    /// A fault is kept aside or taken back.
    static let finding = 4
}
