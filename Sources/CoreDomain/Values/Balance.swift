import CoreLanguage

/// A difference of amounts, with a sign. It is read and shown, never stored, and never moved.
public struct Balance: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The units of 10⁻¹⁸; below zero for a negative balance.
    public let units: Int128

    /// The balance of this many units of 10⁻¹⁸.
    public init(units: Int128) { self.units = units }

    /// `increases` less `decreases`.
    public init(_ increases: Amount, minus decreases: Amount) {
        // Both are below 2¹⁰⁷, so nothing is lost.
        units = Int128(truncatingIfNeeded: increases.units) &- Int128(truncatingIfNeeded: decreases.units)
    }

    /// Nothing.
    public static let zero = Balance(units: 0)

    public static func < (left: Balance, right: Balance) -> Bool { left.units < right.units }

    /// The shortest decimal text, with a minus below zero: `0`, `12`, `-0.5`.
    public var description: String {
        (units < 0 ? "-" : "") + Amount.text(ofUnits: units.magnitude)
    }

    /// Reads what ``description`` writes, up to the largest amount on either side.
    ///
    /// - Throws: what is wrong; nothing is rounded or cut.
    public init(_ text: String) throws(AmountError) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let amount = try Amount(isNegative ? String(text.dropFirst()) : text)
        self = isNegative ? Balance(.zero, minus: amount) : Balance(amount, minus: .zero)
    }
}

extension Schema where Value == Balance {
    /// A balance: a decimal string, with a minus below zero.
    public static let balance = Schema<String>.string(count: 1...40).map(
        expected: "a decimal string such as -12.5",
        read: { try? Balance($0) },  // reason: nil is how a text of the wrong form is told
        write: { $0.description })
}
