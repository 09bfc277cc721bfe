/// The text of a script as UTF-8, and where its lines begin.
///
/// What is no UTF-8 is read as U+FFFD; offsets are those of the repaired text, which up to the first bad byte are those of the
/// file. Lines end with LF, CRLF or CR.
public struct SourceText: Sendable {
    /// The most bytes a script may have: 10 MiB.
    public static let bytesMax = 10 << 20

    /// The text, repaired where it was no UTF-8.
    public let bytes: [UInt8]
    /// The first byte that is no UTF-8.
    public let firstInvalidOffset: Int?
    /// Where each line begins; there is one at least.
    let lineStarts: [Int]

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes the bytes of a file. A text that is too long is kept as it is, and is refused by the parser.
    public init(bytes: [UInt8]) {
        let isTooLong = bytes.count > Self.bytesMax
        firstInvalidOffset = isTooLong ? nil : Self.firstInvalidOffset(bytes)
        self.bytes = firstInvalidOffset == nil ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
        let front = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        lineStarts = isTooLong ? [front] : Self.lineStarts(self.bytes, from: front)
    }

    /// Takes a text.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// Where the text begins: behind the byte order mark, if there is one.
    var front: Int { lineStarts.first ?? 0 }

    /// The text, without the byte order mark.
    public var text: String { String(decoding: bytes[front...], as: UTF8.self) }

    /// How many lines there are; one more than there are line ends.
    public var lineCount: Int { lineStarts.count }

    /// What stands at `range`, as far as that lies in the text.
    public func text(at range: SourceRange) -> String {
        let start = min(max(0, range.start), bytes.count)
        return String(decoding: bytes[start..<max(start, min(range.end, bytes.count))], as: UTF8.self)
    }

    /// The line and the column of the byte at `offset`, both from 1; columns count Unicode scalars.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let line = lineIndex(of: offset)
        let end = min(max(offset, lineStarts[line]), bytes.count)
        let column = bytes[lineStarts[line]..<end].count { $0 & 0xC0 != 0x80 }
        return (line + 1, column + 1)
    }

    /// The line that `offset` belongs to, from 0.
    func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Line `index`, counted from 0, without its end.
    func line(_ index: Int) -> SourceRange {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
        while end > start, ScriptByte.endsLine(bytes[end - 1]) { end -= 1 }
        return SourceRange(start, end)
    }

    private static func lineStarts(_ bytes: [UInt8], from front: Int) -> [Int] {
        var starts = [front]
        for offset in front..<max(front, bytes.count) {
            let byte = bytes[offset]
            guard ScriptByte.endsLine(byte) else { continue }
            let isFirstOfTwo =
                byte == JSONByte.carriageReturn && offset + 1 < bytes.count && bytes[offset + 1] == JSONByte.lineFeed
            if !isFirstOfTwo { starts.append(offset + 1) }
        }
        return starts
    }

    private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
