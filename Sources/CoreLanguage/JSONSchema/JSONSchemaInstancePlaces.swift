/// Places in the value that is looked at. A place has one number however often it is come to.
struct JSONSchemaInstancePlaces {
    private struct Place {
        let parent: Int
        /// The position among the parent's children. Of a member's name: -1 less the position of the member.
        let position: Int
        /// The number of the first child, when the children have numbers.
        var firstChild = 0
    }

    static let root = 0

    private var places = [Place(parent: 0, position: 0)]

    /// The place of a child of a value that has `count` children.
    mutating func child(of parent: Int, at position: Int, count: Int) -> Int {
        if places[parent].firstChild == 0 {
            places[parent].firstChild = places.count
            for child in 0..<count {
                places.append(Place(parent: parent, position: child))
            }
        }
        return places[parent].firstChild + position
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

    /// The way from the whole value to a place; of a member's name the way to the member.
    func pointer(to place: Int, in value: JSONValue) -> JSONPointer {
        var positions: [Int] = []
        var place = place
        while place != Self.root {
            let position = places[place].position
            positions.append(position < 0 ? -1 - position : position)
            place = places[place].parent
        }
        var tokens: [String] = []
        var current = value
        for position in positions.reversed() {
            let (token, child) = Self.step(from: current, to: position)
            tokens.append(token)
            current = child
        }
        return JSONPointer(tokens: tokens)
    }

    private static func step(from value: JSONValue, to position: Int) -> (token: String, child: JSONValue) {
        if case .object(let object) = value, object.members.indices.contains(position) {
            return (object.members[position].key, object.members[position].value)
        }
        return (String(position), value[position] ?? .null)
    }
}
