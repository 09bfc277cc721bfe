/// A part of a stored program that is being read, and where it stands.
struct StoredValue {
    let value: JSONValue
    let pointer: JSONPointer

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

    func elements() throws(ProgramError) -> [StoredValue] {
        guard let elements = value.arrayValue else { throw malformed("An array belongs here.") }
        return elements.enumerated().map { StoredValue(value: $1, pointer: pointer.appending(index: $0)) }
    }

    func object() throws(ProgramError) -> StoredObject {
        guard let members = value.objectValue else { throw malformed("An object belongs here.") }
        return StoredObject(members: members, pointer: pointer)
    }
}

/// An object of a stored program that is being read.
struct StoredObject {
    let members: JSONObject
    let pointer: JSONPointer

    /// The member named `key`, or nil.
    func optional(_ key: String) -> StoredValue? {
        members[key].map { StoredValue(value: $0, pointer: pointer.appending(key: key)) }
    }

    /// The member named `key`, which must be there.
    func required(_ key: String) throws(ProgramError) -> StoredValue {
        guard let member = optional(key) else {
            throw ProgramError(.malformed, at: pointer, "The member \"\(key)\" is missing.")
        }
        return member
    }

    /// Refuses members that have none of these names.
    func allow(_ names: Set<String>) throws(ProgramError) {
        for (key, _) in members where !names.contains(key) {
            throw ProgramError(
                .malformed, at: pointer.appending(key: key), "There is no member \"\(Suggestion.clipped(key))\" here.")
        }
    }
}
