/// Which members or elements of one value have been evaluated, by their positions.
struct JSONSchemaMarks {
    private var words: [UInt64] = []

    @inline(__always)
    func contains(_ position: Int) -> Bool {
        let word = position >> 6
        return word < words.count && words[word] & (1 << UInt64(position & 63)) != 0
    }

    @inline(__always)
    mutating func insert(_ position: Int) {
        let word = position >> 6
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
        }
        words[word] |= 1 << UInt64(position & 63)
    }

    /// Adds the marks of another and says what that cost.
    mutating func formUnion(_ other: JSONSchemaMarks) -> Int {
        guard !words.isEmpty else {
            words = other.words
            // They may have to be copied when one is added.
            return 1 + words.count / 4
        }
        if words.count < other.words.count {
            words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
        }
        for word in other.words.indices {
            words[word] |= other.words[word]
        }
        return 1 + words.count / 4
    }
}
