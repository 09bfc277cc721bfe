/// Places in the value that is looked at. A place has one number however often it is come to.
struct JSONSchemaInstancePlaces {
    private struct Place {
        let parent: Int32
        /// The position among the parent's children. Of a member's name: -1 less the position of the member.
        let position: Int32
        /// The number of the first child, when the children have numbers.
        var firstChild: Int32 = 0

        init(parent: Int, position: Int) {
            self.parent = Int32(truncatingIfNeeded: parent)
            self.position = Int32(truncatingIfNeeded: position)
        }
    }

    static let root = 0

    private var places = [Place(parent: 0, position: 0)]

    /// The place of a child of a value that has `count` children.
    mutating func child(of parent: Int, at position: Int, count: Int) -> Int {
        if places[parent].firstChild == 0 {
            places[parent].firstChild = Int32(truncatingIfNeeded: places.count)
            for child in 0..<count {
                places.append(Place(parent: parent, position: child))
            }
        }
        return Int(places[parent].firstChild) + position
    }

    /// A new place for the name of the member at `position`.
    mutating func memberName(of parent: Int, at position: Int) -> Int {
        places.append(Place(parent: parent, position: -1 - position))
        return places.count - 1
    }

    /// Whether the place is that of a member's name.
    func isMemberName(_ place: Int) -> Bool {
        places[place].position < 0
    }

    /// The place around this one, and the position there: what a member's name has in common each time it is looked at.
    func step(to place: Int) -> (parent: Int, position: Int) {
        (Int(places[place].parent), Int(places[place].position))
    }

    /// The way from the whole value to a place, and what is there; of a member's name the way to the member, and the
    /// name.
    func find(_ place: Int, in value: JSONValue) -> (pointer: JSONPointer, value: JSONValue) {
        var positions: [Int] = []
        var current = place
        while current != Self.root {
            let position = Int(places[current].position)
            positions.append(position < 0 ? -1 - position : position)
            current = Int(places[current].parent)
        }
        var tokens: [String] = []
        var found = value
        for position in positions.reversed() {
            let (token, child) = Self.step(from: found, to: position)
            tokens.append(token)
            found = child
        }
        let isName = isMemberName(place)
        return (JSONPointer(tokens: tokens), isName ? .string(tokens.last ?? "") : found)
    }

    private static func step(from value: JSONValue, to position: Int) -> (token: String, child: JSONValue) {
        if case .object(let object) = value, object.members.indices.contains(position) {
            return (object.members[position].key, object.members[position].value)
        }
        return (String(position), value[position] ?? .null)
    }
}
