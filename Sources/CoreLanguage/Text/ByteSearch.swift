/// Looks for a part of a text by bytes, in linear time (Knuth, Morris, Pratt 1977).
public struct ByteSearch: Sendable {
    private let part: [UInt8]

    /// For each place of the part: how many of its first bytes end there, short of all of them.
    private var borders: [Int] = []

    /// A search for `part`.
    public init(for part: String) {
        self.part = Array(part.utf8)
        var matched = 0
        for place in self.part.indices {
            matched = place == 0 ? 0 : advance(matched, by: self.part[place])
            borders.append(matched)
        }
    }

    /// Whether the part occurs in `text`. The empty part occurs everywhere.
    public func isFound(in text: String) -> Bool {
        guard !part.isEmpty else { return true }
        var matched = 0
        for byte in text.utf8 {
            matched = advance(matched, by: byte)
            if matched == part.count { return true }
        }
        return false
    }

    /// How many first bytes of the part end with `byte`, after `matched` of them had ended before it.
    private func advance(_ matched: Int, by byte: UInt8) -> Int {
        var matched = matched
        while part[matched] != byte {
            if matched == 0 { return 0 }
            matched = borders[matched - 1]
        }
        return matched + 1
    }
}
