/// A quantity of money without a sign: whole units of 10⁻¹⁸, with at most fourteen digits before the point.
///
/// That is `NUMERIC(32,18)`. Nothing here rounds but ``multiplied(by:)-(Amount)``, and nothing traps: a result that does
/// not fit is nil. Direction comes from debit and credit, never from a sign.
public struct Amount: Hashable, Comparable, Sendable {
    /// The units of 10⁻¹⁸.
    public let units: UInt128

    private init(unchecked units: UInt128) { self.units = units }

    /// The amount of this many units of 10⁻¹⁸; nil for more than ``max``.
    public init?(units: UInt128) {
        guard units <= Self.unitsMax else { return nil }
        self.units = units
    }

    /// Decimal places.
    public static let decimalCount = 18
    /// Most digits before the point.
    public static let integerDigitCountMax = 14
    /// Units in a whole: 10¹⁸.
    static let scale: UInt128 = 1_000_000_000_000_000_000
    /// 10³² − 1.
    private static let unitsMax: UInt128 = scale * 100_000_000_000_000 - 1

    /// Nothing.
    public static let zero = Amount(unchecked: 0)
    /// The largest amount: 99999999999999.999999999999999999.
    public static let max = Amount(unchecked: unitsMax)

    /// Whether there is nothing.
    public var isZero: Bool { units == 0 }

    public static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    /// The sum; nil when it does not fit.
    public func adding(_ other: Amount) -> Amount? {
        // Both are at most 10³² − 1, so the sum fits 128 bits.
        Amount(units: units &+ other.units)
    }

    /// The difference; nil when it would be negative.
    public func subtracting(_ other: Amount) -> Amount? {
        guard other <= self else { return nil }
        return Amount(unchecked: units &- other.units)
    }

    /// The amount this many times; nil when it does not fit.
    public func multiplied(by count: UInt64) -> Amount? {
        let (product, overflow) = units.multipliedReportingOverflow(by: UInt128(count))
        return overflow ? nil : Amount(units: product)
    }

    /// The product of two decimal numbers, such as a price and a quantity; nil when it does not fit.
    ///
    /// Worked out exactly in 256 bits, then rounded once to 18 decimals: to the nearest, and halfway to the even one.
    public func multiplied(by other: Amount) -> Amount? {
        let product = units.multipliedFullWidth(by: other.units)
        guard product.high < Self.scale else { return nil }
        let (quotient, remainder) = Self.scale.dividingFullWidth(product)
        let half = Self.scale / 2
        let roundsUp = remainder > half || (remainder == half && quotient & 1 == 1)
        let (rounded, overflow) = quotient.addingReportingOverflow(roundsUp ? 1 : 0)
        return overflow ? nil : Amount(units: rounded)
    }
}
