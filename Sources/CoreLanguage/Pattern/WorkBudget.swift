/// How much work may be done, and how much has been. One budget can be handed to several checks after one another.
///
/// A step is the work of some 10 nanoseconds on a processor of 2024. Work is charged before it is done or in small
/// portions, so that a budget is never overrun by more than a small part of a millisecond's work. What is counted
/// depends on what is checked and never on the clock: the same check takes the same steps every time.
public struct WorkBudget: Hashable, Sendable {
    /// How many steps may be taken.
    public private(set) var stepsMax: Int

    /// How many steps have been taken or refused. Beyond ``stepsMax`` when the work was given up.
    public private(set) var stepsUsed = 0

    /// Creates a budget of which nothing is used.
    public init(stepsMax: Int) {
        self.stepsMax = stepsMax
    }

    /// No limit but time itself.
    public static let unlimited = WorkBudget(stepsMax: .max)

    /// Whether more was asked for than there is.
    public var isSpent: Bool {
        stepsUsed > stepsMax
    }

    /// How many steps are left.
    public var stepsLeft: Int {
        max(0, stepsMax &- stepsUsed)
    }

    /// Takes steps; false when there are not enough left.
    @inline(__always)
    @discardableResult
    mutating func charge(_ steps: Int) -> Bool {
        let (sum, overflow) = stepsUsed.addingReportingOverflow(steps)
        stepsUsed = overflow ? .max : sum
        return stepsUsed <= stepsMax
    }

    /// Allows for more.
    mutating func extend(by steps: Int) {
        let (sum, overflow) = stepsMax.addingReportingOverflow(steps)
        stepsMax = overflow ? .max : sum
    }
}
