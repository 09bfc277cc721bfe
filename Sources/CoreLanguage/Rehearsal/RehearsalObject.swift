/// An object of the description of a world that is being read.
struct RehearsalObject {
    let members: JSONObject
    let place: JSONPointer

    init(_ value: JSONValue, at place: JSONPointer = .root) throws(RehearsalError) {
        guard let members = value.objectValue else {
            throw RehearsalError(at: place, "An object belongs here.", hint: "Write it between { and }.")
        }
        self.members = members
        self.place = place
    }

    subscript(name: String) -> JSONValue? { members[name] }

    func pointer(_ name: String) -> JSONPointer { place.appending(key: name) }

    func error(_ name: String?, _ message: String, _ hint: String) -> RehearsalError {
        RehearsalError(at: name.map { pointer($0) } ?? place, message, hint: hint)
    }

    /// Refuses members that have none of these names.
    func allow(_ names: [String]) throws(RehearsalError) {
        for name in members.keys where !names.contains(where: { JSONText.areEqual($0, name) }) {
            let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
            throw error(
                name, "There is no member \"\(Suggestion.clipped(name))\" here.",
                Suggestion.nearest(to: name, among: names).map { "Did you mean \"\($0)\"?" } ?? "There are \(known).")
        }
    }

    /// The text of a member; nil when it is not there.
    func text(_ name: String) throws(RehearsalError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.stringValue else { throw error(name, "A text belongs here.", "Write it in quotes.") }
        return text
    }

    func milliseconds(_ name: String) throws(RehearsalError) -> Int64? {
        guard let value = members[name] else { return nil }
        guard let number = value.int64Value, (0...RehearsalWorld.millisecondsMax).contains(number) else {
            throw error(
                name, "This is no number of milliseconds.",
                "Write a whole number from 0 to \(RehearsalWorld.millisecondsMax).")
        }
        return number
    }

    func list(_ name: String) throws(RehearsalError) -> [JSONValue]? {
        guard let value = members[name] else { return nil }
        guard let list = value.arrayValue else {
            throw error(name, "A list belongs here.", "Write it between [ and ].")
        }
        return list
    }

    /// The objects of a list; none when it is not there.
    func objects(_ name: String) throws(RehearsalError) -> [RehearsalObject] {
        let list = try list(name) ?? []
        guard list.count <= RehearsalWorld.countMax else {
            throw error(name, "There are \(list.count).", "At most \(RehearsalWorld.countMax) may be there.")
        }
        var objects: [RehearsalObject] = []
        for (place, value) in list.enumerated() {
            objects.append(try RehearsalObject(value, at: pointer(name).appending(index: place)))
        }
        return objects
    }
}
