/// Looks at eight bytes of text at once.
///
/// A word holds its bytes in memory order from the lowest bits upwards. A "mark" is the high bit of a byte. Only the
/// lowest mark of a result is to be trusted: the subtractions can borrow into the bytes above it.
enum JSONWord {
    static let size = 8

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let spaces: UInt64 = 0x2020_2020_2020_2020
    private static let quotes: UInt64 = 0x2222_2222_2222_2222
    private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

    /// The eight bytes at `pointer`, which must all be readable.
    @inline(__always)
    static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
    }

    /// Marks what ends a run of plain string content: quote, backslash, control character, non-ASCII.
    @inline(__always)
    static func contentStops(_ word: UInt64) -> UInt64 {
        let quote = (word ^ quotes) &- ones
        let backslash = (word ^ backslashes) &- ones
        let control = word &- spaces
        return (((quote | backslash | control) & ~word) | word) & highBits
    }

    /// Marks what must be escaped inside a string: quote, backslash, control character.
    @inline(__always)
    static func escapes(_ word: UInt64) -> UInt64 {
        let quote = (word ^ quotes) &- ones
        let backslash = (word ^ backslashes) &- ones
        let control = word &- spaces
        return (quote | backslash | control) & ~word & highBits
    }

    /// How many of the first bytes are spaces, 0 to 8.
    @inline(__always)
    static func leadingSpaces(_ word: UInt64) -> Int {
        (word ^ spaces).trailingZeroBitCount >> 3
    }

    /// The place of the lowest mark, 0 to 7; 8 without a mark.
    @inline(__always)
    static func firstMark(_ marks: UInt64) -> Int {
        marks.trailingZeroBitCount >> 3
    }
}
