extension PatternAlphabet {
    /// The class of the scalar that begins at `offset`, which moves behind it.
    ///
    /// The bytes must be the UTF-8 of a string. Bytes that are not are never read past, but give an arbitrary class.
    @inline(__always)
    func symbol(ofScalarAt offset: inout Int, in bytes: Span<UInt8>) -> Symbol {
        let byte = bytes[offset]
        offset &+= 1
        return byte < 0x80 ? ascii[Int(byte)] : symbol(behindLead: byte, at: &offset, in: bytes)
    }

    @inline(never)
    func symbol(behindLead lead: UInt8, at offset: inout Int, in bytes: Span<UInt8>) -> Symbol {
        let following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1
        var codePoint = UInt32(lead) & (0x3F >> UInt32(following))
        for _ in 0..<following where offset < bytes.count {
            codePoint = codePoint << 6 | UInt32(bytes[offset] & 0x3F)
            offset &+= 1
        }
        return symbol(of: codePoint)
    }
}
