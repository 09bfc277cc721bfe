/// Which members or elements of one value have been evaluated, by their positions.
struct JSONSchemaMarks {
    private var words: [UInt64] = []

    func contains(_ position: Int) -> Bool {
        let word = position >> 6
        return word < words.count && words[word] & (1 << UInt64(position & 63)) != 0
    }

    mutating func insert(_ position: Int) {
        let word = position >> 6
        while words.count <= word {
            words.append(0)
        }
        words[word] |= 1 << UInt64(position & 63)
    }

    mutating func formUnion(_ other: JSONSchemaMarks) {
        while words.count < other.words.count {
            words.append(0)
        }
        for word in other.words.indices {
            words[word] |= other.words[word]
        }
    }
}
