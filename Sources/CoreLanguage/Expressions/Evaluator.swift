/// One evaluation of an expression.
struct Evaluator {
    let scope: EvaluationScope
    let budget: EvaluationBudget

    /// The parameters of the lambdas around, the innermost last.
    private var locals: [(name: String, value: JSONValue)] = []
    private var level = 0

    init(scope: EvaluationScope) {
        self.scope = scope
        budget = EvaluationBudget(bytesMax: scope.bytesMax, stepsMax: scope.stepsMax)
    }

    mutating func value(of expression: Expression) throws(EvaluationError) -> JSONValue {
        level += 1
        defer { level -= 1 }
        guard level <= Expression.depthMax else {
            throw EvaluationError(.limit, "The expression nests deeper than \(Expression.depthMax) levels.")
        }
        return switch expression {
        case .literal(let value): value
        case .reference(let reference): try value(at: reference)
        case .object(let fields): try object(fields)
        case .array(let items): .array(try values(of: items))
        case .template(let parts): .string(try text(of: parts))
        case .comparison(let comparison, let left, let right): .bool(try compare(left, comparison, right))
        case .and(let items): .bool(try !contains(false, among: items, of: "and"))
        case .or(let items): .bool(try contains(true, among: items, of: "or"))
        case .not(let item): .bool(try !boolean(item, of: "\"not\""))
        case .coalesce(let items): try firstPresent(of: items)
        case .exists(let reference): .bool(try exists(reference))
        case .length(let item): try Self.length(of: value(of: item))
        case .contains(let container, let item):
            .bool(try Operators.holds(value(of: container), value(of: item), budget))
        case .arithmetic(let arithmetic, let left, let right): try reckon(value(of: left), arithmetic, value(of: right))
        case .negate(let item): try Operators.negate(value(of: item))
        case .member(let item, let name, let isOptional): try member(item, name, isOptional)
        case .element(let item, let index, let isOptional): try element(item, index, isOptional)
        case .call(let name, let items): try call(name, items)
        case .lambda: throw EvaluationError(.type, "A function is no value: it stands only as an argument.")
        case .conditional(let condition, let first, let second):
            try value(of: boolean(condition, of: "\"if\"") ? first : second)
        case .environment(let name, let fallback): try variable(name, fallback)
        }
    }

    /// The value a path leads to: from a parameter, otherwise from a root.
    func value(at reference: Reference) throws(EvaluationError) -> JSONValue {
        if !locals.isEmpty, let local = locals.last(where: { $0.name == reference.root }) {
            return reference.path.isEmpty ? local.value : try EvaluationScope.follow(reference, from: local.value)
        }
        return try scope.value(at: reference)
    }

    /// The value of an expression in which the parameters have these values.
    mutating func value(
        of body: Expression, _ parameters: [String], _ values: [JSONValue]
    ) throws(EvaluationError) -> JSONValue {
        let count = locals.count
        for (name, value) in zip(parameters, values) { locals.append((name, value)) }
        defer { locals.removeLast(locals.count - count) }
        return try value(of: body)
    }

    /// The boolean that `user`, such as “not”, takes as its operand.
    mutating func boolean(_ expression: Expression, of user: String) throws(EvaluationError) -> Bool {
        let value = try value(of: expression)
        guard case .bool(let isTrue) = value else {
            throw EvaluationError(.type, "\(user) takes booleans, not \(value.typeName).")
        }
        return isTrue
    }

    /// The value, or null where a path leads nowhere.
    mutating func valueOrNull(of expression: Expression) throws(EvaluationError) -> JSONValue {
        do throws(EvaluationError) {
            return try value(of: expression)
        } catch {
            guard error.kind == .missing else { throw error }
            return .null
        }
    }

    private mutating func values(of items: [Expression]) throws(EvaluationError) -> [JSONValue] {
        var values: [JSONValue] = []
        for item in items { values.append(try value(of: item)) }
        return values
    }

    private mutating func object(_ fields: [Expression.Field]) throws(EvaluationError) -> JSONValue {
        var object = JSONObject()
        for field in fields { object[field.key] = try value(of: field.value) }
        return .object(object)
    }

    private mutating func contains(
        _ wanted: Bool, among items: [Expression], of name: String
    ) throws(EvaluationError) -> Bool {
        for item in items where try boolean(item, of: "\"\(name)\"") == wanted { return true }
        return false
    }

    private mutating func firstPresent(of items: [Expression]) throws(EvaluationError) -> JSONValue {
        for item in items.dropLast() {
            let value = try valueOrNull(of: item)
            if !value.isNull { return value }
        }
        guard let last = items.last else { return .null }
        return try value(of: last)
    }

    private func exists(_ reference: Reference) throws(EvaluationError) -> Bool {
        do throws(EvaluationError) {
            _ = try value(at: reference)
            return true
        } catch {
            guard error.kind == .missing else { throw error }
            return false
        }
    }
}
