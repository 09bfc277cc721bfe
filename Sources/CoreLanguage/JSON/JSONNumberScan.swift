/// What the text of a number says: `digits` × 10^`exponent`.
struct JSONNumberScan {
    var isNegative = false

    /// Neither point nor exponent.
    var isInteger = true

    /// The digits before the exponent read as one whole number. Holds only while `digitCount` is at most 19.
    var digits: UInt64 = 0

    /// How many digits there are before the exponent, from the first that is not zero.
    var digitCount = 0

    /// Far beyond every `Double` it stops growing.
    var exponent = 0

    /// The powers of ten a `Double` holds exactly.
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The number, when it is written as an integer that fits. `-0` is none, since an integer has no negative zero.
    var int64: Int64? {
        guard isInteger, digitCount <= 19 else {
            return nil
        }
        guard isNegative else {
            return Int64(exactly: digits)
        }
        guard digits > 0, digits <= Int64.min.magnitude else {
            return nil
        }
        return Int64(truncatingIfNeeded: 0 &- digits)
    }

    /// The `Double` whose shortest text denotes this number, where simple arithmetic finds it.
    ///
    /// Up to 15 digits survive the way through a `Double`; with more, the shortest text tells.
    var exactDouble: Double? {
        guard let nearest = nearestDouble else {
            return nil
        }
        return digitCount <= 15 || isShortestDigits(of: nearest) ? nearest : nil
    }

    /// Whether the shortest text that reads back as `double` denotes this number, which `text` writes.
    func isShortestText(of double: Double, written text: String) -> Bool {
        guard double.isFinite else {
            return false
        }
        if digitCount <= 19 {
            return isShortestDigits(of: double)
        }
        guard let written = JSONDecimal(text) else {
            return false
        }
        return written == JSONDecimal(double.description)
    }

    /// One multiplication or division of factors that are exact rounds only once, so it finds the nearest `Double`
    /// (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    private var nearestDouble: Double? {
        let distance = digitCount == 0 ? 0 : exponent.magnitude
        guard digitCount <= 19, digits <= 1 << 53, distance < Self.powersOfTen.count else {
            return nil
        }
        let power = Self.powersOfTen[Int(distance)]
        let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
        return isNegative ? -magnitude : magnitude
    }

    /// Compares without the sign, which reading does not change. Holds while `digitCount` is at most 19.
    private func isShortestDigits(of double: Double) -> Bool {
        guard let shortest = Self(text: double.description) else {
            return false
        }
        let left = normalized()
        let right = shortest.normalized()
        return left.digits == right.digits && left.exponent == right.exponent
    }

    private func normalized() -> JSONNumberScan {
        var scan = self
        while scan.digits > 0, scan.digits % 10 == 0 {
            scan.digits /= 10
            scan.exponent += 1
        }
        return scan
    }
}

extension JSONNumberScan {
    /// Reads a text that is a number from beginning to end (RFC 8259 section 6); nil for any other.
    init?(text: String) {
        let scan = text.utf8.span.withUnsafeBufferPointer { bytes -> JSONNumberScan? in
            guard let input = bytes.baseAddress, let first = bytes.first, JSONByte.beginsNumber(first) else {
                return nil
            }
            var parser = JSONParser(input: input, count: bytes.count, maxDepth: 0)
            let scan = try? parser.scanNumber()  // reason: any failure means that it is no number
            return parser.position == bytes.count ? scan : nil
        }
        guard let scan else {
            return nil
        }
        self = scan
    }
}
