/// What an expression can read, and how much it may make.
public struct EvaluationScope: Sendable {
    /// The value of each root by its name.
    public var roots: [String: JSONValue]

    /// The value of each variable of the environment by its name.
    public var environment: [String: JSONValue] = [:]

    /// How many steps may be taken: one for each operator of a function at each call, and what builtins take for what
    /// they go through.
    public var stepsMax = 10_000_000

    /// How many bytes the result may have, and, counted apart, the texts made and the values compared on the way.
    ///
    /// A value has the bytes of its names, strings and numbers and one for each bracket, comma and colon.
    public var bytesMax: Int

    /// A scope of these roots; 32 MiB unless told otherwise.
    public init(_ roots: [String: JSONValue], bytesMax: Int = 32 * 1024 * 1024) {
        self.roots = roots
        self.bytesMax = bytesMax
    }
}

extension Expression {
    /// The value of the expression in `scope`: always the same for the same values.
    ///
    /// - Throws: ``EvaluationError`` when a path leads nowhere, a type does not fit, or a limit is passed.
    public func evaluate(in scope: EvaluationScope) throws(EvaluationError) -> JSONValue {
        var evaluator = Evaluator(scope: scope)
        let value = try evaluator.value(of: self)
        guard JSONMeasure(of: value, bytesMax: scope.bytesMax) != nil else {
            throw EvaluationError(.limit, "The result is larger than \(scope.bytesMax) bytes.")
        }
        return value
    }

    /// The value of an expression that is a condition.
    ///
    /// - Throws: ``EvaluationError`` as ``evaluate(in:)``, and when the value is not a boolean.
    public func isTrue(in scope: EvaluationScope) throws(EvaluationError) -> Bool {
        var evaluator = Evaluator(scope: scope)
        return try evaluator.boolean(self, of: "A condition")
    }
}
