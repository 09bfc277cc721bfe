/// Places and parts of texts by their UTF-8 bytes: nothing here looks at characters or normalises.
extension String {
    /// How many Unicode scalars there are.
    var scalarCount: Int {
        var count = 0
        let bytes = utf8.span
        for place in 0..<bytes.count where bytes[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The byte at which the scalar of this number, from 0, begins; the end when there are no more.
    func byteOffset(ofScalar number: Int) -> Int {
        let bytes = utf8.span
        var left = number
        for place in 0..<bytes.count where bytes[place] & 0xC0 != 0x80 {
            if left <= 0 { return place }
            left -= 1
        }
        return bytes.count
    }

    /// The number of the scalar that begins at a byte.
    func scalarNumber(ofByte offset: Int) -> Int {
        var count = 0
        let bytes = utf8.span
        for place in 0..<min(offset, bytes.count) where bytes[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The bytes of a range, which begins and ends between scalars.
    func part(_ range: Range<Int>) -> String {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound, limitedBy: endIndex) ?? endIndex
        let end = utf8.index(start, offsetBy: range.count, limitedBy: endIndex) ?? endIndex
        return String(self[start..<end])
    }

    /// Whether all bytes are ASCII.
    var isASCII: Bool {
        let bytes = utf8.span
        for place in 0..<bytes.count where bytes[place] >= 0x80 { return false }
        return true
    }
}
