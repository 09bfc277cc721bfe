/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds, from 1677 to 2262.
///
/// Time is for people and expiry; order is a sequence number. Sums saturate at the ends of the range.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch; negative before it.
    public let nanoseconds: Int64

    /// The point this many nanoseconds after the epoch.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The earliest representable point.
    public static let earliest = Timestamp(nanoseconds: .min)
    /// The latest representable point.
    public static let latest = Timestamp(nanoseconds: .max)

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The point `duration` later, or the end of the range.
    public func adding(_ duration: Duration) -> Timestamp {
        let step = duration.saturatedNanoseconds
        let (sum, overflow) = nanoseconds.addingReportingOverflow(step)
        if overflow { return step < 0 ? .earliest : .latest }
        return Timestamp(nanoseconds: sum)
    }

    /// The time from `earlier` to this point; negative when `earlier` is later.
    public func since(_ earlier: Timestamp) -> Duration {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        if overflow { return .nanoseconds(nanoseconds < 0 ? Int64.min : Int64.max) }
        return .nanoseconds(difference)
    }

    /// Whole milliseconds since the epoch, rounded down.
    public var milliseconds: Int64 {
        nanoseconds.flooredQuotient(by: 1_000_000)
    }
}

extension Duration {
    /// Whole nanoseconds, or the end of the 64-bit range.
    public var saturatedNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, overflowed) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        if overflowed { return seconds < 0 ? .min : .max }
        return sum
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity. The divisor is positive.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
