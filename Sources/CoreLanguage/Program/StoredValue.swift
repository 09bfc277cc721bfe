/// A part of a stored program that is being read, and where it stands.
struct StoredValue {
    let value: JSONValue
    let place: StoredPlace

    init(value: JSONValue, place: StoredPlace = .root) {
        self.value = value
        self.place = place
    }

    var pointer: JSONPointer { place.pointer }

    func malformed(_ message: String) -> ProgramError {
        ProgramError(.malformed, at: pointer, message)
    }

    func string() throws(ProgramError) -> String {
        guard let text = value.stringValue else { throw malformed("A string belongs here.") }
        return text
    }

    func integer(in range: ClosedRange<Int64>) throws(ProgramError) -> Int64 {
        guard let number = value.int64Value, range.contains(number) else {
            throw malformed("A whole number from \(range.lowerBound) to \(range.upperBound) belongs here.")
        }
        return number
    }

    func integer(in range: ClosedRange<Int>) throws(ProgramError) -> Int {
        Int(try integer(in: Int64(range.lowerBound)...Int64(range.upperBound)))
    }

    /// A text that people read, or a name that has no form.
    func label() throws(ProgramError) -> String {
        let text = try string()
        guard text.utf8.count <= BlockStep.labelBytesMax else {
            throw malformed("A text here has at most \(BlockStep.labelBytesMax) bytes.")
        }
        return text
    }

    /// A JSON Schema: an object or a boolean.
    func schema() throws(ProgramError) -> JSONValue {
        guard value.objectValue != nil || value.boolValue != nil else {
            throw malformed("A JSON Schema is an object or a boolean.")
        }
        return value
    }

    func double(in range: ClosedRange<Double>) throws(ProgramError) -> Double {
        guard let number = value.doubleValue, range.contains(number) else {
            throw malformed("A number from \(range.lowerBound) to \(range.upperBound) belongs here.")
        }
        return number
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable<String> & CaseIterable>() throws(ProgramError) -> Word {
        guard let word = value.stringValue.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw malformed("One of these words belongs here: \(words).")
        }
        return word
    }

    /// The elements of an array of at most `countMax`.
    func elements(countMax: Int = .max) throws(ProgramError) -> [StoredValue] {
        guard let elements = value.arrayValue else { throw malformed("An array belongs here.") }
        guard elements.count <= countMax else { throw malformed("At most \(countMax) elements belong here.") }
        return elements.enumerated().map { StoredValue(value: $1, place: .element(place, $0)) }
    }

    func object() throws(ProgramError) -> StoredObject {
        guard let members = value.objectValue else { throw malformed("An object belongs here.") }
        return StoredObject(members: members, place: place)
    }
}

/// An object of a stored program that is being read.
struct StoredObject {
    let members: JSONObject
    let place: StoredPlace

    var pointer: JSONPointer { place.pointer }

    /// The member named `key`, or nil.
    func optional(_ key: String) -> StoredValue? {
        members[key].map { StoredValue(value: $0, place: .member(place, key)) }
    }

    /// The member named `key`, which must be there.
    func required(_ key: String) throws(ProgramError) -> StoredValue {
        guard let member = optional(key) else {
            throw ProgramError(.malformed, at: pointer, "The member \"\(key)\" is missing.")
        }
        return member
    }

    /// The one member that is there of these.
    func one(of keys: String...) throws(ProgramError) -> (key: String, member: StoredValue) {
        var found: (key: String, member: StoredValue)?
        for key in keys {
            guard let member = optional(key) else { continue }
            if let found { throw member.malformed("Beside \"\(found.key)\" there is no \"\(key)\".") }
            found = (key, member)
        }
        guard let found else {
            let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            throw ProgramError(.malformed, at: pointer, "One of the members \(names) is missing.")
        }
        return found
    }

    /// Refuses members that have none of these names.
    func allow(_ names: Set<String>) throws(ProgramError) {
        for (key, _) in members where !names.contains(key) {
            throw ProgramError(
                .malformed, at: pointer.appending(key: key), "There is no member \"\(Suggestion.clipped(key))\" here.")
        }
    }
}
