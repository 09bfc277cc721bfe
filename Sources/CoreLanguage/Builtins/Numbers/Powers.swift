/// Powers and logarithms, the same to the last bit on every machine: the C library's differ from release to release,
/// and a script that is run again must give what it gave.
///
/// They are reckoned in pairs of `Double`s (Dekker, "A Floating-Point Technique for Extending the Available Precision",
/// 1971), some 100 bits, and rounded once: the error is hardly more than half a unit in the last place.
enum Powers {
    /// The power of an integer; nil where it does not fit 64 bits.
    static func integer(_ base: Int64, _ exponent: Int64) -> Int64? {
        if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
        if base == -1 { return exponent & 1 == 0 ? 1 : -1 }
        guard exponent < 64 else { return nil }
        var power: Int64 = 1
        for _ in 0..<exponent {
            let (product, overflow) = power.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            power = product
        }
        return power
    }

    /// The power of e.
    static func exponential(_ value: Double) -> Double {
        exponential(of: Pair(value))
    }

    /// The natural logarithm of a number above 0.
    static func logarithm(_ value: Double) -> Double {
        natural(value).value
    }

    /// The logarithm of a number above 0 to a base above 0 that is not 1.
    static func logarithm(_ value: Double, base: Double) -> Double {
        (natural(value) / natural(base)).value
    }

    /// A power; a negative base has a whole exponent, and the base 0 one that is not negative.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        if base == 0 { return 0 }
        guard exponent.magnitude < 0x1p70 else {
            return base.magnitude == 1 ? 1 : (base.magnitude > 1) == (exponent > 0) ? .infinity : 0
        }
        let magnitude = exponential(of: natural(base.magnitude) * exponent)
        let isOdd = exponent.magnitude < 0x1p53 && exponent.truncatingRemainder(dividingBy: 2) != 0
        return base < 0 && isOdd ? -magnitude : magnitude
    }

    /// ln 2 to 106 bits.
    private static let ln2 = Pair(0.6931471805599453, 2.3190468138462996e-17)

    /// Reduces to |r| ≤ ln 2 / 2^9, sums the series and squares eight times.
    private static func exponential(of value: Pair) -> Double {
        guard value.high < 710 else { return .infinity }
        guard value.high > -746 else { return 0 }
        let halvings = (value.high / ln2.high).rounded()
        let rest = (value - ln2 * halvings) * 0x1p-8
        var (sum, term) = (rest, rest)
        for number in 2...9 {
            term = term * rest / Pair(Double(number))
            sum = sum + term
        }
        // What is above 1 is squared as 2s + s², so that the digits of s are not lost.
        for _ in 0..<8 { sum = sum * 2 + sum * sum }
        let power = (sum + Pair(1)).value
        let half = Int(halvings) / 2
        return power * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: Int(halvings) - half, significand: 1)
    }

    /// With m·2^k, √½ < m ≤ √2: k·ln 2 + 2 artanh((m−1)/(m+1)).
    private static func natural(_ value: Double) -> Pair {
        var (mantissa, exponent) = (value.significand, Double(value.exponent))
        if mantissa > 1.4142135623730951 { (mantissa, exponent) = (mantissa / 2, exponent + 1) }
        let quotient = Pair(mantissa - 1) / (Pair(mantissa) + Pair(1))
        let square = quotient * quotient
        var sum = Pair(1.0 / 61)
        for denominator in stride(from: 59.0, through: 1, by: -2) { sum = sum * square + Pair(1) / Pair(denominator) }
        return ln2 * exponent + quotient * sum * 2
    }
}

/// A number as the sum of two `Double`s, of which the second is at most half a unit in the last place of the first.
private struct Pair {
    let high: Double
    let low: Double

    init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    var value: Double { high + low }

    /// The exact sum of two numbers (Knuth).
    private static func sum(_ left: Double, _ right: Double) -> Pair {
        let sum = left + right
        let part = sum - left
        return Pair(sum, (left - (sum - part)) + (right - part))
    }

    /// The exact product of two numbers (Veltkamp and Dekker): each is split into halves of 26 bits.
    private static func product(_ left: Double, _ right: Double) -> Pair {
        let product = left * right
        let (a, b) = (split(left), split(right))
        let error = ((a.high * b.high - product) + a.high * b.low + a.low * b.high) + a.low * b.low
        return Pair(product, error)
    }

    private static func split(_ value: Double) -> Pair {
        let shifted = 134_217_729 * value
        let high = shifted - (shifted - value)
        return Pair(high, value - high)
    }

    static func + (left: Pair, right: Pair) -> Pair {
        let sum = sum(left.high, right.high)
        return self.sum(sum.high, sum.low + left.low + right.low)
    }

    static func - (left: Pair, right: Pair) -> Pair {
        left + Pair(-right.high, -right.low)
    }

    static func * (left: Pair, right: Pair) -> Pair {
        let product = product(left.high, right.high)
        return sum(product.high, product.low + (left.high * right.low + left.low * right.high))
    }

    static func * (left: Pair, right: Double) -> Pair {
        left * Pair(right)
    }

    static func / (left: Pair, right: Pair) -> Pair {
        let first = left.high / right.high
        let rest = left - right * first
        return sum(first, rest.high / right.high)
    }
}
