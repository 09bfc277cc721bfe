import CoreLanguage
import CoreTesting
import Testing

@Suite("Operators of scripts")
struct OperatorTests {
    @Test(
        "Each has its value, in its case",
        arguments: [
            ("1 + 2", "3"), ("1 + 2.0", "3.0"), ("6 / 3", "2.0"), ("7 % 3", "1"), ("-7 % 3", "2"), ("7 % -3", "-2"),
            ("-7 % -3", "-1"), ("7.5 % 2", "1.5"), ("-7.5 % 2", "0.5"), ("6 % 3.0", "0.0"), (#""a" + "b""#, #""ab""#),
            ("[1] + [2]", "[1,2]"), ("1 - 2 - 3", "-4"), ("2 * 3 + 4", "10"), ("2 + 3 * 4", "14"), ("-(1)", "-1"),
            ("1 == 1.0", "true"), ("[1] == [1.0]", "true"),
            (#"{a: 1, b: 2} == {b: 2.0, a: 1}"#, "true"), (#""a" < "b""#, "true"), (#""é" > "z""#, "true"),
            ("{a: {b: [5]}}.a.b[0]", "5"), (#"{a: 1}["a"]"#, "1"), ("[1, 2][1.0]", "2"), ("{a: 1}?.b", "null"),
            ("n?.a", "null"), ("n?.a?.b", "null"), ("n?[0]", "null"), ("[1]?[5]", "null"), ("5?.a", "null"),
            ("gone?.a", "null"), ("{a: 1}.b ?? 2", "2"), ("if x > 5 then 1 else 1 / 0", "1"), ("not (1 > 2)", "true"),
            ("map([1, 2], n => n + x)", "[8,9]"), ("map([1], x => map([2], y => x * y))", "[[2]]"),
            ("map([1], x => map([2], x => x))", "[[2]]"), ("map([1, 2], () => x)", "[7,7]"), ("x.add_one ?? 8", "8"),
            ("[3, 1].sort().first()", "1"), ("reduce([1, 2], 0, () => 5)", "5"),
            ("1e308 + 1 > 1e308", "false"), ("9007199254740993 + 0", "9007199254740993"),
        ])
    func values(_ source: String, _ result: String) throws {
        let value = try #require(outcome(source), "\(source) is an expression")
        #expect(try value == .success(JSONValue.parse(result)), "\(source)")
    }

    @Test("Variables of the environment, and what stands in for them")
    func environment() throws {
        var scope = EvaluationScope([:])
        scope.environment = ["REGION": "eu", "EMPTY": nil]
        #expect(try Expression.environment("REGION", fallback: nil).evaluate(in: scope) == "eu")
        #expect(try Expression.environment("EMPTY", fallback: .literal("x")).evaluate(in: scope) == "x")
        #expect(try Expression.environment("GONE", fallback: .literal(1)).evaluate(in: scope) == 1)
        let error = try #require(throws: EvaluationError.self) {
            try Expression.environment("REGIN", fallback: nil).evaluate(in: scope)
        }
        #expect(error.kind == .missing && error.message.contains("REGION"))
    }

    /// The exact result of 64 bits by way of 128.
    private func exact(_ arithmetic: Expression.Arithmetic, _ left: Int64, _ right: Int64) -> Int128? {
        let (left, right) = (Int128(left), Int128(right))
        switch arithmetic {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .remainder:
            guard right != 0 else { return nil }
            let rest = left % right
            return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
        case .divide: return nil
        }
    }

    @Test(
        "Integers are exact or overflow, and a quotient and its remainder give back the dividend",
        arguments: Torture.seeds(0..<4))
    func integers(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<5_000 {
            let left = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random)
            let right =
                [Int64.min, -1, 0, 1, .max].randomElement(using: &random).flatMap {
                    Bool.random(using: &random) ? $0 : nil
                } ?? Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random)
            for arithmetic in Expression.Arithmetic.allCases where arithmetic != .divide {
                let value = try? Operators.apply(arithmetic, .integer(left), .integer(right))
                let expected = exact(arithmetic, left, right).flatMap { Int64(exactly: $0) }
                #expect(value == expected.map { .integer($0) }, "\(left) \(arithmetic.rawValue) \(right)")
            }
            let division = Builtins.table["div"]
            if let quotient = try? division?.apply(
                [.value(.integer(left)), .value(.integer(right))], EvaluationBudget()),
                let quotient = quotient.int64Value, let rest = exact(.remainder, left, right)
            {
                #expect(Int128(quotient) * Int128(right) + rest == Int128(left), "\(left), \(right)")
            }
        }
    }

    @Test("Comparisons are exact and of one mind", arguments: Torture.seeds(0..<3))
    func comparisons(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let budget = EvaluationBudget(bytesMax: .max)
        for _ in 0..<2_000 {
            let values = (0..<2).map { _ in JSONValue(numberText: random.numberText()) ?? 0 }
            let isLess = try Operators.compare(values[0], .less, values[1], budget)
            let isGreater = try Operators.compare(values[0], .greater, values[1], budget)
            let isEqual = try Operators.compare(values[0], .equal, values[1], budget)
            #expect([isLess, isGreater, isEqual].filter { $0 }.count == 1, "\(values)")
            #expect(try Operators.compare(values[0], .lessOrEqual, values[1], budget) == !isGreater)
            if let left = values[0].doubleValue, let right = values[1].doubleValue, left < right { #expect(isLess) }
        }
    }
}
