/// What an evaluation may still use up. A reference, since an expression, the lambdas in it and the builtins that call
/// them take from the same store.
///
/// Not for use by two threads at once.
public final class EvaluationBudget {
    /// How many bytes may be made and compared on the way.
    public let bytesMax: Int
    /// How many steps may be taken.
    public let stepsMax: Int

    /// What of the bytes is left.
    public private(set) var bytesLeft: Int
    /// What of the steps is left.
    public private(set) var stepsLeft: Int

    /// Whether it was the steps that did not suffice.
    private(set) var hasRunOutOfSteps = false

    /// The patterns that were compiled, by their source.
    var patterns: [String: Pattern] = [:]
    /// The schemas that were compiled, by what they were made of.
    var schemas: [JSONValue: JSONSchema] = [:]

    /// A budget of which nothing is used.
    public init(bytesMax: Int = 32 * 1024 * 1024, stepsMax: Int = 10_000_000) {
        self.bytesMax = bytesMax
        self.stepsMax = stepsMax
        bytesLeft = bytesMax
        stepsLeft = stepsMax
    }

    /// Takes `count` from the bytes that may still be made and compared.
    public func charge(bytes count: Int) throws(EvaluationError) {
        guard count <= bytesLeft else {
            throw EvaluationError(.limit, "The expression makes or compares more than \(bytesMax) bytes.")
        }
        bytesLeft -= count
    }

    /// What the call of a builtin takes, beside what grows with its arguments.
    static let stepsPerBuiltin = 6

    /// Takes `count` steps. A step is the work of some 50 nanoseconds, such as the evaluation of one operator.
    @inline(__always)
    public func charge(steps count: Int) throws(EvaluationError) {
        guard count <= stepsLeft else { throw tooManySteps() }
        stepsLeft -= count
    }

    /// Takes the bytes of all of `value`, and what it takes to go through it.
    public func charge(for value: JSONValue) throws(EvaluationError) {
        let bytes = JSONMeasure(of: value, bytesMax: bytesLeft)?.bytes ?? .max
        try charge(bytes: bytes)
        try charge(steps: bytes / 16)
    }

    /// Takes the bytes of a list of `count` elements, without what they hold.
    public func charge(elements count: Int) throws(EvaluationError) {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: Self.bytesPerElement)
        try charge(bytes: overflow ? .max : bytes)
    }

    private static let bytesPerElement = 16

    /// How many elements a list in a list, or a small object, takes up beside what it holds.
    static let elementsPerList = 4

    @inline(never)
    private func tooManySteps() -> EvaluationError {
        hasRunOutOfSteps = true
        return EvaluationError(.limit, "The expression takes more than \(stepsMax) steps.")
    }
}
