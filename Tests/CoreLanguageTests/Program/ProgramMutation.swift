import CoreLanguage

/// Changes of stored programs at a random place.
enum ProgramMutation {
    /// The value with one part replaced, removed, doubled or renamed.
    static func mutated(_ value: JSONValue, _ random: inout JSONTestRandom) -> JSONValue {
        var places: [[String]] = []
        collect(value, [], &places)
        let path = places.randomElement(using: &random) ?? []
        guard let part = JSONPointer(tokens: path).resolve(in: value) else { return value }
        return value.replacing(path[...], with: replacement(of: part, &random))
    }

    private static func collect(_ value: JSONValue, _ path: [String], _ places: inout [[String]]) {
        places.append(path)
        switch value {
        case .array(let elements):
            for (number, element) in elements.enumerated() { collect(element, path + [String(number)], &places) }
        case .object(let object):
            for (key, member) in object { collect(member, path + [key], &places) }
        default: break
        }
    }

    private static func replacement(of value: JSONValue, _ random: inout JSONTestRandom) -> JSONValue {
        switch value {
        case .object(var object) where Bool.random(using: &random):
            if let member = Array(object).randomElement(using: &random) {
                object[member.key] = nil
                if Bool.random(using: &random) { object[member.key + "x"] = member.value }
            }
            return .object(object)
        case .array(var elements) where Bool.random(using: &random):
            guard let place = elements.indices.randomElement(using: &random) else { return [nil] }
            if Bool.random(using: &random) { elements.remove(at: place) } else { elements.append(elements[place]) }
            return .array(elements)
        case .string where Bool.random(using: &random):
            let words = ["ref", "block", "n1", "s1", "v1", "error", "map", "goto", ""]
            return .string(words.randomElement(using: &random) ?? "")
        case .integer(let number): return .integer(number &+ Int64.random(in: -2...2, using: &random))
        default: return random.value(depth: 2)
        }
    }
}

extension JSONValue {
    /// The value with the place at `path` replaced or removed.
    func replacing(_ path: ArraySlice<String>, with value: JSONValue?) -> JSONValue {
        guard let token = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch self {
        case .object(var object):
            object[token] = rest.isEmpty ? value : object[token]?.replacing(rest, with: value)
            return .object(object)
        case .array(var elements):
            guard let place = Int(token), elements.indices.contains(place) else { return self }
            elements[place] = elements[place].replacing(rest, with: value)
            return .array(elements)
        default: return self
        }
    }
}
