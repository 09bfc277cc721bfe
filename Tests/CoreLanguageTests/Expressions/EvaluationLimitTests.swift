import CoreLanguage
import Testing

@Suite("Limits of evaluation")
struct EvaluationLimitTests {
    private let big = EvaluationScope(["inputs": ["x": .string(String(repeating: "x", count: 600))]], bytesMax: 1_000)

    private func limited(_ expression: Expression, _ scope: EvaluationScope) -> Bool {
        do throws(EvaluationError) {
            _ = try expression.evaluate(in: scope)
            return false
        } catch {
            return error.kind == .limit
        }
    }

    @Test(
        "More bytes than allowed are refused, whoever makes them",
        arguments: [
            ("[inputs.x]", false), ("[inputs.x, inputs.x]", true), ("inputs.x", false),
            ("[inputs.x == inputs.x, inputs.x == inputs.x]", true),
            ("[inputs.x < inputs.x, inputs.x < inputs.x]", true),
            ("[[inputs.x] == [inputs.x]]", true), ("[inputs == inputs]", true),
            ("[contains(inputs.x, 'y'), contains(inputs.x, 'y')]", true), ("inputs.x == 'short'", false),
            ("[exists(inputs.x), exists(inputs.x), inputs.x != null, inputs.x != null]", false),
        ])
    func bytes(_ text: String, _ isLimited: Bool) throws {
        #expect(try limited(Expression(parsing: text), big) == isLimited, "\(text)")
    }

    @Test("Templates count what they make together")
    func templates() throws {
        let one = try Expression(parsingTemplate: "{{inputs.x}}")
        #expect(!limited(one, big))
        #expect(try limited(Expression(parsingTemplate: "{{inputs.x}}{{inputs.x}}"), big))
        #expect(limited(.array([.length(one), .length(one)]), big))
        #expect(try limited(Expression(parsingTemplate: "{{inputs}}{{inputs}}"), big))
    }

    @Test("A tree is as deep as a tree may be, and no deeper")
    func depth() {
        func nested(_ count: Int) -> Expression {
            (1..<count).reduce(.literal(true)) { inner, _ in .not(inner) }
        }
        let scope = EvaluationScope([:])
        #expect(!limited(nested(Expression.depthMax), scope))
        #expect(limited(nested(Expression.depthMax + 1), scope))
    }

    @Test("A scope without room has room for nothing")
    func noRoom() {
        #expect(limited(.literal(1), EvaluationScope([:], bytesMax: .min)))
    }

    @Test("Looking for a part takes linear time", .timeLimit(.minutes(5)))
    func search() throws {
        let text = String(repeating: "a", count: 1_000_000)
        let part = String(repeating: "a", count: 500_000) + "b"
        let scope = EvaluationScope(["inputs": ["text": .string(text + "b"), "part": .string(part)]])
        #expect(try Expression(parsing: "contains(inputs.text, inputs.part)").isTrue(in: scope))
        #expect(try !Expression(parsing: "contains(inputs.part, inputs.text)").isTrue(in: scope))
    }
}
