/// Why an expression has no value.
public struct EvaluationError: Error, Hashable, Sendable {
    /// What kind of obstacle there was.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A path leads nowhere. Inside `??` and beside `== null` this is no error.
        case missing
        /// An operator met a value of a type it does not take.
        case type
        /// The result, or what was made on the way, is too large, or the tree too deep.
        case limit
        /// A whole number does not fit 64 bits (INTEGER_OVERFLOW).
        case overflow
        /// A division by zero (DIVISION_BY_ZERO).
        case division
        /// A number is beyond what a `Double` holds (NUMBER_RANGE).
        case range
        /// A builtin refused a value of the right type (ARGUMENT_INVALID).
        case argument
    }

    /// What kind of obstacle there was.
    public let kind: Kind
    /// What was wrong, for people: names paths, operators and types, never values.
    public let message: String

    /// An error of this kind.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
