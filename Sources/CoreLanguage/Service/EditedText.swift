/// How columns are counted.
public enum ColumnUnit: String, Hashable, Sendable, CaseIterable {
    /// Bytes.
    case utf8 = "utf-8"
    /// Code units, of which a scalar beyond U+FFFF has two.
    case utf16 = "utf-16"
    /// Unicode scalars.
    case utf32 = "utf-32"

    /// How many units a scalar has whose first byte in UTF-8 this is; none for the bytes behind the first.
    @inline(__always)
    func count(_ byte: UInt8) -> Int {
        switch self {
        case .utf8: 1
        case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
        case .utf32: byte & 0xC0 == 0x80 ? 0 : 1
        }
    }
}

/// A text that changes, and where its lines begin; ``TextPlaces`` gives lines and columns of its offsets.
///
/// Lines end with LF, CRLF or CR. Lines and columns are counted from 0. A change takes the time of moving what is behind it, and of reading the
/// lines it touches.
public struct EditedText: Sendable {
    /// The text as UTF-8.
    public private(set) var bytes: [UInt8]
    private var lineStarts: [Int]

    /// A text; what is no UTF-8 in it is counted byte by byte.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
        lineStarts = [0] + Self.starts(in: bytes, 0..<bytes.count)
    }

    /// How many lines there are; one more than there are line ends.
    public var lineCount: Int { lineStarts.count }

    /// The offset of a place; beyond the end of a line it is the end of the line, beyond the last line the end of the text. A column in the
    /// middle of a scalar is the front of the scalar.
    public func offset(line: Int, column: Int, in unit: ColumnUnit) -> Int {
        guard line >= 0 else { return 0 }
        guard line < lineStarts.count else { return bytes.count }
        let end = lineEnd(line)
        var place = lineStarts[line]
        var count = 0
        while place < end {
            let width = unit == .utf8 ? scalarLength(place, end) : unit.count(bytes[place])
            guard count + width <= column else { return place }
            count += width
            place += scalarLength(place, end)
        }
        return place
    }

    /// The front of the scalar that the byte at `offset` belongs to.
    func scalarStart(_ offset: Int) -> Int {
        var place = min(max(0, offset), bytes.count)
        while place > 0, place < bytes.count, bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    /// Where a line begins.
    func lineStart(_ line: Int) -> Int { lineStarts[line] }

    /// Puts `replacement` in the place of a part.
    public mutating func replace(_ range: SourceRange, with replacement: [UInt8]) {
        let start = min(max(0, range.start), bytes.count)
        let end = min(max(start, range.end), bytes.count)
        // A carriage return before the change may become a line end with what comes behind it, so its line is read again, too.
        let first = lineIndex(of: max(0, start - 1))
        let last = lineIndex(of: end)
        let shift = replacement.count - (end - start)
        let stop = last + 1 < lineStarts.count ? lineStarts[last + 1] + shift : bytes.count + shift
        let behind = last + 1 < lineStarts.count ? Array(lineStarts[(last + 1)...]) : []
        bytes.replaceSubrange(start..<end, with: replacement)
        let from = lineStarts[first]
        lineStarts.removeSubrange((first + 1)...)
        lineStarts += Self.starts(in: bytes, from..<stop).filter { behind.isEmpty || $0 < stop }
        lineStarts += behind.map { $0 + shift }
    }

    /// Where the lines begin that follow line ends of `range`.
    private static func starts(in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
        var starts: [Int] = []
        for place in range where ScriptByte.endsLine(bytes[place]) {
            let isFirstOfTwo =
                bytes[place] == JSONByte.carriageReturn && place + 1 < bytes.count
                && bytes[place + 1] == JSONByte.lineFeed
            if !isFirstOfTwo { starts.append(place + 1) }
        }
        return starts
    }

    /// The line that `offset` belongs to.
    func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Where the line's text ends, without its line end.
    private func lineEnd(_ line: Int) -> Int {
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
        while end > lineStarts[line], ScriptByte.endsLine(bytes[end - 1]) { end -= 1 }
        return end
    }

    /// How many bytes the scalar at `place` has.
    private func scalarLength(_ place: Int, _ end: Int) -> Int {
        var next = place + 1
        while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next - place
    }
}
