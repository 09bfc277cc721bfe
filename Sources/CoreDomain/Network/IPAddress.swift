/// An address of the internet protocol.
public enum IPAddress: Hashable, Sendable {
    /// Version 4; the first byte of the text is the most significant one.
    case v4(UInt32)
    /// Version 6; the first group of the text is the most significant one.
    case v6(UInt128)
}

extension IPAddress: CustomStringConvertible {
    /// `192.0.2.1`, or the form of RFC 5952 without dots: `2001:db8::1`.
    public var description: String {
        switch self {
        case .v4(let bits):
            return [24, 16, 8, 0].map { "\(bits >> UInt32($0) & 0xff)" }.joined(separator: ".")
        case .v6(let bits):
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
            let zeros = Self.longestZeros(groups)
            guard zeros.count > 1 else { return Self.text(groups[...]) }
            return Self.text(groups[..<zeros.lowerBound]) + "::" + Self.text(groups[zeros.upperBound...])
        }
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of zeros.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }
}
