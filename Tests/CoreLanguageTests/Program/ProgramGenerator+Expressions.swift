import CoreLanguage

extension ProgramGenerator {
    /// An expression of at most `depth` levels that reads what is visible.
    mutating func expression(depth: Int) -> Expression {
        guard depth > 1 else { return leaf() }
        let below = depth - 1
        return switch number(0...20) {
        case 0: .object((0..<number(0...3)).map { .init(key: "key \($0)", value: expression(depth: below)) })
        case 1: .array(expressions(below))
        case 2: .template(expressions(below))
        case 3: .comparison(.less, expression(depth: below), expression(depth: below))
        case 4: .and(expressions(below))
        case 5: .or(expressions(below))
        case 6: .not(expression(depth: below))
        case 7: .coalesce(expressions(below))
        case 8: .length(expression(depth: below))
        case 9: .contains(expression(depth: below), expression(depth: below))
        case 10: .arithmetic(.add, expression(depth: below), expression(depth: below))
        case 11: .arithmetic(.divide, expression(depth: below), expression(depth: below))
        case 12: .negate(expression(depth: below))
        case 13: .member(expression(depth: below), "name", isOptional: chance(2))
        case 14: .element(expression(depth: below), expression(depth: below), isOptional: chance(2))
        case 15:
            .conditional(expression(depth: below), expression(depth: below), expression(depth: below))
        case 16: .environment("VARIABLE_0", fallback: chance(2) ? expression(depth: below) : nil)
        case 17, 18: call(below)
        default: leaf()
        }
    }

    private static let builtins = Builtins.table.values.sorted { $0.name < $1.name }

    private mutating func call(_ depth: Int) -> Expression {
        guard let builtin = Self.builtins.randomElement(using: &random) else { return leaf() }
        let items = (0..<number(builtin.parameterCount)).map { place in
            if let most = builtin.functionParameters[place] { return function(number(0...most), depth) }
            return builtin.parameters[place].hasPrefix("pattern") ? .literal("[a-z]+") : expression(depth: depth)
        }
        return .call(builtin.name, items)
    }

    /// A function of so many parameters.
    mutating func function(_ count: Int, _ depth: Int) -> Expression {
        let parameters = (0..<count).map { "p\($0)" }
        visible += parameters
        defer { visible.removeLast(count) }
        return .lambda(parameters, expression(depth: depth))
    }

    private mutating func leaf() -> Expression {
        let roots = visible + ["inputs", "thread"] + (hasError ? ["error"] : [])
        let root = roots.randomElement(using: &random) ?? "inputs"
        var path: [Reference.Segment] = []
        for _ in 0..<number(0...2) { path.append(chance(2) ? .index(number(0...3)) : .member("value")) }
        return switch number(0...4) {
        case 0, 1: .literal(random.value(depth: 2))
        case 2: .exists(Reference(root: root, path: path))
        default: .reference(Reference(root: root, path: path))
        }
    }

    private mutating func expressions(_ depth: Int) -> [Expression] {
        (0..<number(0...3)).map { _ in expression(depth: depth) }
    }
}
