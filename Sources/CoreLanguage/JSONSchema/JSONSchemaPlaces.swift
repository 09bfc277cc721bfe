/// Places in the documents of a schema, each with a number. A place is known by its parent and the token that leads to
/// it, so that a deep place costs no more than a flat one.
struct JSONSchemaPlaces: Sendable {
    private struct Step: Hashable {
        let parent: Int
        let token: String

        static func == (lhs: Step, rhs: Step) -> Bool {
            lhs.parent == rhs.parent && JSONText.areEqual(lhs.token, rhs.token)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(parent)
            JSONText.hash(token, into: &hasher)
        }
    }

    /// The way to each place. The root of a document has itself as parent.
    private var steps: [Step] = []
    private var numbers: [Step: Int] = [:]

    /// A new place: the whole of a document.
    mutating func addRoot() -> Int {
        steps.append(Step(parent: steps.count, token: ""))
        return steps.count - 1
    }

    /// The place that `token` leads to.
    mutating func child(of parent: Int, _ token: String) -> Int {
        let step = Step(parent: parent, token: token)
        if let number = numbers[step] {
            return number
        }
        numbers[step] = steps.count
        steps.append(step)
        return steps.count - 1
    }

    /// The place that a token leads to, if it was ever asked for.
    func existingChild(of parent: Int, _ token: String) -> Int? {
        numbers[Step(parent: parent, token: token)]
    }

    /// The place around this one, or nil for a whole document.
    func parent(of place: Int) -> Int? {
        steps[place].parent == place ? nil : steps[place].parent
    }

    /// The document that a place is in, as the place of its root.
    func root(of place: Int) -> Int {
        var place = place
        while let parent = parent(of: place) {
            place = parent
        }
        return place
    }

    func pointer(to place: Int) -> JSONPointer {
        var tokens: [String] = []
        var place = place
        while let parent = parent(of: place) {
            tokens.append(steps[place].token)
            place = parent
        }
        return JSONPointer(tokens: tokens.reversed())
    }
}
