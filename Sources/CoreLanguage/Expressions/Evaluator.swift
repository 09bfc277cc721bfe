/// One evaluation of an expression.
struct Evaluator {
    let scope: EvaluationScope

    /// What may still be made and compared on the way.
    private var bytesLeft: Int
    private var level = 0

    init(scope: EvaluationScope) {
        self.scope = scope
        bytesLeft = scope.bytesMax
    }

    mutating func value(of expression: Expression) throws(EvaluationError) -> JSONValue {
        level += 1
        defer { level -= 1 }
        guard level <= Expression.depthMax else {
            throw EvaluationError(.limit, "The expression nests deeper than \(Expression.depthMax) levels.")
        }
        return switch expression {
        case .literal(let value): value
        case .reference(let reference): try scope.value(at: reference)
        case .object(let fields): try object(fields)
        case .array(let items): .array(try values(of: items))
        case .template(let parts): .string(try text(of: parts))
        case .comparison(let comparison, let left, let right): .bool(try compare(left, comparison, right))
        case .and(let items): .bool(try !contains(false, among: items, of: "and"))
        case .or(let items): .bool(try contains(true, among: items, of: "or"))
        case .not(let item): .bool(try !boolean(item, of: "\"not\""))
        case .coalesce(let items): try firstPresent(of: items)
        case .exists(let reference): .bool(try exists(reference))
        case .length(let item): try length(of: value(of: item))
        case .contains(let container, let item): .bool(try holds(value(of: container), value(of: item)))
        }
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

    /// Takes `count` from what may still be made and compared.
    mutating func charge(_ count: Int) throws(EvaluationError) {
        guard count <= bytesLeft else {
            throw EvaluationError(.limit, "The expression makes or compares more than \(scope.bytesMax) bytes.")
        }
        bytesLeft -= count
    }

    /// Charges for all of `value`.
    mutating func charge(for value: JSONValue) throws(EvaluationError) {
        try charge(JSONMeasure(of: value, bytesMax: bytesLeft)?.bytes ?? .max)
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
            _ = try scope.value(at: reference)
            return true
        } catch {
            guard error.kind == .missing else { throw error }
            return false
        }
    }
}
