import Glibc

/// How much the tests that draw by chance do, and from which numbers: the one place that both come from.
///
/// `make test` sets nothing, so each test runs the same small slice every time. `make torture` sets
/// `SCRIPTORIUM_TORTURE_SEED`, which moves every test to numbers of its own, and `SCRIPTORIUM_TORTURE_AMOUNT`, which
/// multiplies how many are tried. The same two values repeat a run.
public enum Torture {
    /// Which round of the torture this is; 0 for the slice of an ordinary run.
    public static let round = value("SCRIPTORIUM_TORTURE_SEED", 0...1_000_000_000)

    private static let amount = value("SCRIPTORIUM_TORTURE_AMOUNT", 1...1_000)

    /// The seeds of one round lie so far from those of the next; no test draws as many.
    private static let stride: UInt64 = 1_000_000

    /// The seed to use instead of a test's `own`.
    public static func seed(_ own: UInt64) -> UInt64 { own &+ round &* stride }

    /// The seeds to use instead of a test's `own`, as many times more as are asked for.
    public static func seeds<Number: FixedWidthInteger>(_ own: Range<Number>) -> Range<Number> {
        let first = own.lowerBound &+ Number(truncatingIfNeeded: seed(0))
        return first..<first &+ Number(own.count) &* Number(truncatingIfNeeded: amount)
    }

    /// The number in a variable of the environment; the least one where it is not set.
    private static func value(_ name: String, _ range: ClosedRange<UInt64>) -> UInt64 {
        guard let text = getenv(name).map({ String(cString: $0) }) else { return range.lowerBound }
        guard let value = UInt64(text), range.contains(value) else {
            fatalError("\(name) is \(text), not one of \(range)")  // reason: a test must not pass with other numbers
        }
        return value
    }
}
