/// How often and when a call that failed is made again.
///
/// Every value lies in its range: the initializer takes the nearest one that does.
public struct RetryPolicy: Hashable, Sendable {
    /// How the waiting time varies.
    public enum Jitter: String, Hashable, Sendable, CaseIterable {
        /// Not at all.
        case none
        /// It is drawn evenly between nothing and the whole.
        case full
    }

    /// How many calls are made at most, the first included.
    public let attempts: Int
    /// The wait before the second attempt.
    public let baseMilliseconds: Int64
    /// What the wait is multiplied by from one attempt to the next.
    public let factor: Double
    /// No wait is longer.
    public let capMilliseconds: Int64
    /// How the waiting time varies.
    public let jitter: Jitter

    /// What ``attempts`` may be.
    public static let attemptsRange = 1...100
    /// What ``baseMilliseconds`` and ``capMilliseconds`` may be: up to a day.
    public static let waitMillisecondsRange: ClosedRange<Int64> = 0...86_400_000
    /// What ``factor`` may be.
    public static let factorRange = 1.0...100.0

    /// Steps of recipes: 3 attempts, 15 s, doubled up to 300 s.
    public static let recipe = RetryPolicy(
        attempts: 3, baseMilliseconds: 15_000, factor: 2, capMilliseconds: 300_000, jitter: .none)

    /// A single attempt.
    public static let never = RetryPolicy(
        attempts: 1, baseMilliseconds: 0, factor: 1, capMilliseconds: 0, jitter: .none)

    /// A policy of the values nearest to these in their ranges.
    public init(attempts: Int, baseMilliseconds: Int64, factor: Double, capMilliseconds: Int64, jitter: Jitter) {
        self.attempts = attempts.clamped(to: Self.attemptsRange)
        self.baseMilliseconds = baseMilliseconds.clamped(to: Self.waitMillisecondsRange)
        self.factor = factor.isNaN ? Self.factorRange.lowerBound : factor.clamped(to: Self.factorRange)
        self.capMilliseconds = capMilliseconds.clamped(to: Self.waitMillisecondsRange)
        self.jitter = jitter
    }

    /// The wait before `attempt`, counted from 1; with jitter the longest that may be drawn. 0 before the first.
    public func delayMilliseconds(beforeAttempt attempt: Int) -> Int64 {
        guard attempt > 1 else { return 0 }
        let cap = Double(capMilliseconds)
        var delay = Double(baseMilliseconds)
        for _ in 2..<min(attempt, Self.attemptsRange.upperBound + 1) where delay < cap { delay *= factor }
        return Int64(min(delay, cap))
    }
}

extension Comparable {
    /// The value, or the end of `range` that is nearest to it.
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
