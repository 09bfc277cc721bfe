/// A function that every script can call: pure, total but for its errors, and bounded by the budget it is given.
public struct Builtin: Sendable {
    /// What is called: a source and the JSON of its value.
    public typealias Example = (source: String, result: String)

    typealias Body = @Sendable (BuiltinCall) throws(EvaluationError) -> JSONValue

    /// The name it is called by: `upper` in `upper(name)` and in `name.upper()`.
    public let name: String
    /// The names of the parameters; those that may be left out end with `?` and stand last.
    public let parameters: [String]
    /// The forms it has, such as `(list<a>, (a, integer) => b) -> list<b>`.
    ///
    /// Lower-case single letters are type variables, `T?` may be null; a trailing parameter `T?` may be left out. A
    /// function may have fewer parameters than it is given values.
    public let signatures: [String]
    /// What it gives, in one line.
    public let summary: String
    /// Calls with their values, each of which a test evaluates.
    public let examples: [Example]
    /// How many parameters at most the functions have that it takes, by the place of the argument from 0.
    public let functionParameters: [Int: Int]

    private let body: Body

    init(
        _ name: String, _ parameters: [String], _ signatures: [String], _ summary: String, _ examples: [Example],
        functions: [Int: Int] = [:], _ body: @escaping Body
    ) {
        self.name = name
        self.parameters = parameters
        self.signatures = signatures
        self.summary = summary
        self.examples = examples
        functionParameters = functions
        self.body = body
    }

    /// How many arguments it takes.
    public var parameterCount: ClosedRange<Int> {
        (parameters.firstIndex { $0.hasSuffix("?") } ?? parameters.count)...parameters.count
    }

    /// Whether the argument with this number, from 0, is a regular expression.
    func takesPattern(_ number: Int) -> Bool { parameters[number].hasPrefix("pattern") }

    /// The value for these arguments.
    ///
    /// - Throws: ``EvaluationError`` of kind `type` for an argument of a wrong type, `argument` for one that does not
    ///   fit otherwise, `limit` where the budget is used up, and what the functions throw.
    public func apply(
        _ arguments: [BuiltinArgument], _ budget: EvaluationBudget
    ) throws(EvaluationError) -> JSONValue {
        let call = BuiltinCall(builtin: self, arguments: arguments, budget: budget)
        try call.checkShape()
        try budget.charge(steps: EvaluationBudget.stepsPerBuiltin)
        return try body(call)
    }
}

/// An argument of a builtin.
public enum BuiltinArgument {
    /// A value.
    case value(JSONValue)
    /// A function, which is no value and goes nowhere else.
    case function(BuiltinFunction)
}

/// A lambda as builtins see it.
public struct BuiltinFunction {
    /// How many parameters it has.
    public let parameterCount: Int
    /// Its value for these arguments, as many as it has parameters.
    public let call: ([JSONValue]) throws(EvaluationError) -> JSONValue

    /// A function that `call` computes.
    public init(parameterCount: Int, call: @escaping ([JSONValue]) throws(EvaluationError) -> JSONValue) {
        self.parameterCount = parameterCount
        self.call = call
    }
}
