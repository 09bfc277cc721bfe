/// Looks for a part of a text by bytes, in linear time (Knuth, Morris, Pratt 1977).
public struct ByteSearch: Sendable {
    private let part: [UInt8]

    /// For each place of the part: how many of its first bytes end there, short of all of them.
    private var borders: [Int] = []

    /// A search for `part`.
    public init(for part: String) {
        self.part = Array(part.utf8)
        borders.reserveCapacity(self.part.count)
        var matched = 0
        for place in self.part.indices {
            matched = place == 0 ? 0 : advance(matched, by: self.part[place])
            borders.append(matched)
        }
    }

    /// Whether the part occurs in `text`. The empty part occurs everywhere.
    public func isFound(in text: String) -> Bool {
        first(in: text.utf8.span, from: 0) != nil
    }

    /// Where the part first begins, at `start` or behind it.
    func first(in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard let head = part.first else { return start }
        var matched = 0
        var place = start
        while place < bytes.count {
            if matched == 0, bytes[place] != head {
                place += 1
                continue
            }
            matched = advance(matched, by: bytes[place])
            place += 1
            if matched == part.count { return place - part.count }
        }
        return nil
    }

    /// Where the part last begins.
    func last(in bytes: Span<UInt8>) -> Int? {
        guard let border = borders.last else { return bytes.count }
        var matched = 0
        var last: Int?
        for place in 0..<bytes.count {
            matched = advance(matched, by: bytes[place])
            if matched == part.count {
                last = place + 1 - part.count
                matched = border
            }
        }
        return last
    }

    /// How often the part begins, each time behind the one before. The empty part begins nowhere.
    func count(in bytes: Span<UInt8>) -> Int {
        guard !part.isEmpty else { return 0 }
        var (count, start) = (0, 0)
        while let place = first(in: bytes, from: start) {
            count += 1
            start = place + part.count
        }
        return count
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
