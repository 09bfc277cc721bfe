import CoreLanguage
import Testing

/// The machine computes what the walker of expressions does.
@Suite struct MachineExpressionTests {
    private static let inputs: JSONValue = [
        "output": ["a b": [1, 2.5, "x", .null, [true]], "é": "text", "": 0], "a b": 7, "x-1": [[], [:]],
    ]

    @Test(arguments: 0..<40)
    func asTheWalker(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<150 {
            let expression = random.scriptExpression(depth: 5)
            let scope = EvaluationScope(["inputs": Self.inputs])
            var expected: MachineStatus
            do throws(EvaluationError) {
                expected = .completed(try expression.evaluate(in: scope))
            } catch {
                expected = .failed(ScriptError(code: Self.code(of: error), message: error.message))
            }
            let code = try script([.emit(expression)], onUnhandled: .fail)
            var state = code.start(inputs: Self.inputs)
            let found = code.advance(&state, .start).status
            switch (expected, found) {
            case (.failed(let left), .failed(let right)):
                #expect((left.code, left.message) == (right.code, right.message), "\(expression)")
            default: #expect(expected == found, "\(expression)")
            }
            expected = .cancelled
        }
    }

    private static func code(of error: EvaluationError) -> String {
        switch error.kind {
        case .missing: "VALUE_MISSING"
        case .type: "TYPE_MISMATCH"
        case .limit: "VALUE_LIMIT"
        case .overflow: "INTEGER_OVERFLOW"
        case .division: "DIVISION_BY_ZERO"
        case .range: "NUMBER_RANGE"
        case .argument: "ARGUMENT_INVALID"
        }
    }

    @Test func manyPartsAreJoined() throws {
        let parts = (0..<200).map { _ in Expression.name("inputs.a") }
        let fields = (0..<200).map { Expression.Field(key: "k\($0 % 150)", value: .name("inputs.a")) }
        for expression in [Expression.array(parts), .template(parts), .object(fields)] {
            let expected = try expression.evaluate(in: EvaluationScope(["inputs": ["a": 5]]))
            var thread = TestThread(try script([.emit(expression)]), inputs: ["a": 5])
            #expect(try thread.run() == .completed(expected))
        }
    }

    @Test func functionsReadWhatIsAroundThem() throws {
        let expression = Expression.call(
            "map",
            [
                .value([1, 2]),
                .lambda(
                    ["x"],
                    .call("map", [.value([10, 20]), .lambda(["y"], .name("x").times(.name("y")).plus(.name("k")))])),
            ])
        var thread = TestThread(try script([.bind("k", .value(1)), .emit(expression)]))
        #expect(try thread.run() == .completed([[11, 21], [21, 41]]))
    }

    @Test func expressionsAndFunctionsThatNestTooDeepAreRefused() throws {
        var deep = Expression.name("inputs")
        for _ in 0..<2_000 { deep = .not(deep) }
        #expect(throws: ProgramError.self) { try script([.emit(deep)]) }
        var functions = Expression.value(1)
        for _ in 0..<40 { functions = .call("map", [.value([1]), .lambda(["x"], functions)]) }
        #expect(throws: ProgramError.self) { try script([.emit(functions)]) }
    }
}

extension JSONTestRandom {
    /// Any expression of at most `depth` levels with the operators of scripts, often one that has a value.
    mutating func scriptExpression(depth: Int) -> Expression {
        guard depth > 1 else { return small() }
        let next = depth - 1
        return switch Int.random(in: 0..<16, using: &self) {
        case 0: expression(depth: depth)
        case 1: .array([scriptExpression(depth: next), scriptExpression(depth: next)])
        case 2:
            .object([
                .init(key: "a", value: scriptExpression(depth: next)),
                .init(key: "b", value: scriptExpression(depth: next)),
            ])
        case 3: .template([scriptExpression(depth: next), .value("-"), scriptExpression(depth: next)])
        case 4, 5, 6:
            .arithmetic(
                Expression.Arithmetic.allCases.randomElement(using: &self) ?? .add, scriptExpression(depth: next),
                scriptExpression(depth: next))
        case 7: .negate(scriptExpression(depth: next))
        case 8: .member(scriptExpression(depth: next), "a", isOptional: Bool.random(using: &self))
        case 9:
            .element(
                scriptExpression(depth: next), scriptExpression(depth: next), isOptional: Bool.random(using: &self))
        case 10: .conditional(condition(depth: next), scriptExpression(depth: next), scriptExpression(depth: next))
        case 11: .coalesce([scriptExpression(depth: next), scriptExpression(depth: next)])
        case 12: condition(depth: next)
        case 13: .call("map", [scriptExpression(depth: next), .lambda(["x"], scriptExpression(depth: next))])
        case 14: .call("count", [scriptExpression(depth: next)])
        default: .environment("NONE", fallback: Bool.random(using: &self) ? scriptExpression(depth: next) : nil)
        }
    }

    private mutating func condition(depth: Int) -> Expression {
        guard depth > 1 else { return .value(.bool(Bool.random(using: &self))) }
        let next = depth - 1
        return switch Int.random(in: 0..<5, using: &self) {
        case 0: .and([condition(depth: next), condition(depth: next)])
        case 1: .or([condition(depth: next), scriptExpression(depth: next)])
        case 2: .not(condition(depth: next))
        default:
            .comparison(
                Expression.Comparison.allCases.randomElement(using: &self) ?? .equal, scriptExpression(depth: next),
                Bool.random(using: &self) ? .value(.null) : scriptExpression(depth: next))
        }
    }

    private mutating func small() -> Expression {
        switch Int.random(in: 0..<8, using: &self) {
        case 0: .value(.integer(Int64.random(in: -3...3, using: &self)))
        case 1: .value(.integer(Bool.random(using: &self) ? .max : .min))
        case 2: .value(.double(Double(Int.random(in: -4...4, using: &self)) / 2))
        case 3: .value(["x", .null, 3, [1], ["a": 1], true].randomElement(using: &self) ?? .null)
        case 4: .name("x")
        case 5: .name("inputs.output")
        default: .reference(reference())
        }
    }
}
