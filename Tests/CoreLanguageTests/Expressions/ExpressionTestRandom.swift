import CoreLanguage

extension JSONTestRandom {
    /// Any expression of at most `depth` levels.
    mutating func expression(depth: Int) -> Expression {
        guard depth > 1 else { return leaf() }
        return switch Int.random(in: 0..<19, using: &self) {
        case 0, 1: leaf()
        case 2: .object(list(depth) { .init(key: $0.string(), value: $0.expression(depth: $1)) })
        case 3: .array(expressions(depth))
        case 4: .template(expressions(depth))
        case 5:
            .comparison(
                Expression.Comparison.allCases.randomElement(using: &self) ?? .equal, expression(depth: depth - 1),
                expression(depth: depth - 1))
        case 6: .and(expressions(depth))
        case 7: .or(expressions(depth))
        case 8: .coalesce(expressions(depth))
        case 9: .not(expression(depth: depth - 1))
        case 10: .length(expression(depth: depth - 1))
        case 11...17: computation(depth: depth)
        default: .contains(expression(depth: depth - 1), expression(depth: depth - 1))
        }
    }

    /// Any expression whose operator came with scripts.
    private mutating func computation(depth: Int) -> Expression {
        let isOptional = Bool.random(using: &self)
        let item = expression(depth: depth - 1)
        return switch Int.random(in: 0..<7, using: &self) {
        case 0:
            .arithmetic(
                Expression.Arithmetic.allCases.randomElement(using: &self) ?? .add, item, expression(depth: depth - 1))
        case 1: .negate(item)
        case 2: .member(item, string(), isOptional: isOptional)
        case 3: .element(item, expression(depth: depth - 1), isOptional: isOptional)
        case 4: .conditional(item, expression(depth: depth - 1), expression(depth: depth - 1))
        case 5: .environment("KEY", fallback: isOptional ? item : nil)
        default:
            .call(
                ["map", "upper", "f"].randomElement(using: &self) ?? "f",
                [item, .lambda(["item", "x"], expression(depth: depth - 2))])
        }
    }

    /// Any path.
    mutating func reference() -> Reference {
        let root = ["inputs", "steps", "item", "index", "_x1"].randomElement(using: &self) ?? "inputs"
        return Reference(
            root: root,
            path: list(3) { random, _ in
                Bool.random(using: &random)
                    ? .index(Int.random(in: 0...9, using: &random))
                    : .member(["output", "a b", "é", "", "\"", "\u{0}", "x-1"].randomElement(using: &random) ?? "")
            })
    }

    private mutating func leaf() -> Expression {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: .literal(value(depth: 3))
        case 1: .exists(reference())
        default: .reference(reference())
        }
    }

    private mutating func expressions(_ depth: Int) -> [Expression] {
        list(depth) { $0.expression(depth: $1) }
    }

    private mutating func list<Element>(
        _ depth: Int, _ make: (inout JSONTestRandom, Int) -> Element
    ) -> [Element] {
        (0..<Int.random(in: 0..<4, using: &self)).map { _ in make(&self, depth - 1) }
    }
}
