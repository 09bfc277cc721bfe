/// Why a text was refused as a ``Pattern``, and where.
public struct PatternError: Error, Hashable, Sendable {
    /// What was wrong, in English.
    public let message: String

    /// How many Unicode scalars come before the place.
    public let offset: Int

    /// How to mend it, in English.
    public let hint: String

    /// How to mend a pattern that is too much work.
    static let simplify = "Use fewer classes, smaller numbers of repetitions, or a shorter pattern."

    /// Creates an error about the place `offset` scalars into a pattern.
    public init(message: String, offset: Int, hint: String) {
        self.message = message
        self.offset = offset
        self.hint = hint
    }
}

extension PatternError: CustomStringConvertible {
    /// The place, the message and the hint on one line.
    public var description: String {
        "scalar \(offset): \(message) \(hint)"
    }
}
