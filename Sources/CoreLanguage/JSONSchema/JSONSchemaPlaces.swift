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

    /// The place around each place. The root of a document has itself as parent.
    private var parents: [Int32] = []
    private var tokens: [String] = []

    /// Empty once nothing will be added.
    private var numbers: [Step: Int32] = [:]

    var count: Int {
        parents.count
    }

    /// About how many bytes of memory it takes once nothing will be added. Tokens are part of the schema's own text.
    var byteCount: Int {
        parents.count * (MemoryLayout<Int32>.stride + MemoryLayout<String>.stride)
    }

    /// The same places, to which nothing will be added.
    var finished: JSONSchemaPlaces {
        var places = JSONSchemaPlaces()
        // As large as they are: a growing array has room to spare.
        places.parents.reserveCapacity(parents.count)
        places.parents.append(contentsOf: parents)
        places.tokens.reserveCapacity(tokens.count)
        places.tokens.append(contentsOf: tokens)
        return places
    }

    /// A new place: the whole of a document.
    mutating func addRoot() -> Int {
        append(parents.count, "")
    }

    /// The place that `token` leads to.
    mutating func child(of parent: Int, _ token: String) -> Int {
        let step = Step(parent: parent, token: token)
        if let number = numbers[step] {
            return Int(number)
        }
        numbers[step] = Int32(truncatingIfNeeded: parents.count)
        return append(parent, token)
    }

    private mutating func append(_ parent: Int, _ token: String) -> Int {
        parents.append(Int32(truncatingIfNeeded: parent))
        tokens.append(token)
        return parents.count - 1
    }

    /// The place around this one, or nil for a whole document.
    func parent(of place: Int) -> Int? {
        Int(parents[place]) == place ? nil : Int(parents[place])
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
            tokens.append(self.tokens[place])
            place = parent
        }
        return JSONPointer(tokens: tokens.reversed())
    }
}
