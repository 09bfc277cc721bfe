/// Compares strings by their bytes.
///
/// Swift holds canonically equivalent strings equal ("é" as one scalar and as two). In JSON they are different names
/// and different values, so nothing here normalises.
enum JSONText {
    /// Whether both strings are the same sequence of UTF-8 bytes.
    static func areEqual(_ lhs: String, _ rhs: String) -> Bool {
        areEqual(lhs.utf8.span.bytes, rhs.utf8.span.bytes)
    }

    /// Whether both spans hold the same bytes.
    @inline(__always)
    static func areEqual(_ left: RawSpan, _ right: RawSpan) -> Bool {
        let count = left.byteCount
        guard count == right.byteCount else {
            return false
        }
        return left.withUnsafeBytes { leftBytes in
            right.withUnsafeBytes { rightBytes in
                haveSameContent(leftBytes, rightBytes, count: count)
            }
        }
    }

    @inline(__always)
    private static func haveSameContent(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, count: Int
    ) -> Bool {
        var offset = 0
        while offset + JSONWord.size <= count {
            let leftWord = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard leftWord == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else {
                return false
            }
            offset += JSONWord.size
        }
        while offset < count {
            guard left[offset] == right[offset] else {
                return false
            }
            offset += 1
        }
        return true
    }

    /// Feeds the bytes and their number to `hasher`, so that strings that are equal here hash alike.
    static func hash(_ text: String, into hasher: inout Hasher) {
        let bytes = text.utf8.span.bytes
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hasher.combine(bytes.byteCount)
    }

    /// Whether `lhs` comes before `rhs` by UTF-16 code units, the order RFC 8785 section 3.2.3 sorts member names in.
    static func precedesInUTF16(_ lhs: String, _ rhs: String) -> Bool {
        let left = lhs.utf8.span
        let right = rhs.utf8.span
        let shared = min(left.count, right.count)
        for offset in 0..<shared where left[offset] != right[offset] {
            return utf16Rank(left[offset]) < utf16Rank(right[offset])
        }
        return left.count < right.count
    }

    /// UTF-8 bytes sort as scalars do. UTF-16 differs in one thing: U+E000 to U+FFFF (lead bytes EE and EF) come after
    /// the scalars written with surrogates (lead bytes F0 to F4), so those two lead bytes move behind.
    private static func utf16Rank(_ byte: UInt8) -> UInt8 {
        byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte
    }
}
