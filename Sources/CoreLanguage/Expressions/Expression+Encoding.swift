extension Expression {
    /// The expression in its stored form: an object whose member `op` names the operator.
    public func encode() -> JSONValue {
        switch self {
        case .literal(let value): ["op": "value", "value": value]
        case .reference(let reference): reference.encode(as: "ref")
        case .exists(let reference): reference.encode(as: "exists")
        case .object(let fields): ["op": "object", "fields": .array(fields.map { $0.encode() })]
        case .array(let items): Self.encode(items, as: "array")
        case .template(let parts): Self.encode(parts, as: "template")
        case .and(let items): Self.encode(items, as: "and")
        case .or(let items): Self.encode(items, as: "or")
        case .coalesce(let items): Self.encode(items, as: "coalesce")
        case .not(let item): ["op": "not", "item": item.encode()]
        case .length(let item): ["op": "length", "item": item.encode()]
        case .comparison(let comparison, let left, let right):
            ["op": .string(comparison.word), "left": left.encode(), "right": right.encode()]
        case .contains(let container, let item):
            ["op": "contains", "container": container.encode(), "item": item.encode()]
        case .arithmetic, .negate, .member, .element, .call, .lambda, .conditional, .environment:
            encodeComputation()
        }
    }

    /// The operators that came with scripts.
    private func encodeComputation() -> JSONValue {
        switch self {
        case .arithmetic(let arithmetic, let left, let right):
            ["op": .string(arithmetic.word), "left": left.encode(), "right": right.encode()]
        case .negate(let item): ["op": "neg", "item": item.encode()]
        case .member(let item, let name, let isOptional):
            ["op": "member", "item": item.encode(), "name": .string(name), "optional": .bool(isOptional)]
        case .element(let item, let index, let isOptional):
            ["op": "element", "item": item.encode(), "index": index.encode(), "optional": .bool(isOptional)]
        case .call(let function, let items):
            ["op": "call", "function": .string(function), "items": .array(items.map { $0.encode() })]
        case .lambda(let parameters, let body):
            ["op": "lambda", "parameters": .array(parameters.map { .string($0) }), "body": body.encode()]
        case .conditional(let condition, let first, let second):
            ["op": "if", "condition": condition.encode(), "then": first.encode(), "else": second.encode()]
        case .environment(let name, let fallback?):
            ["op": "env", "name": .string(name), "default": fallback.encode()]
        case .environment(let name, nil): ["op": "env", "name": .string(name)]
        default: .null
        }
    }

    private static func encode(_ items: [Expression], as word: String) -> JSONValue {
        ["op": .string(word), "items": .array(items.map { $0.encode() })]
    }
}

extension Expression.Field {
    /// A pair, so that the order of the members outlives the canonical form.
    fileprivate func encode() -> JSONValue {
        [.string(key), value.encode()]
    }
}

extension Expression.Comparison {
    /// The operator's name in the stored form.
    var word: String {
        switch self {
        case .equal: "eq"
        case .notEqual: "ne"
        case .less: "lt"
        case .lessOrEqual: "le"
        case .greater: "gt"
        case .greaterOrEqual: "ge"
        }
    }
}

extension Expression.Arithmetic {
    /// The operator's name in the stored form.
    var word: String {
        switch self {
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .divide: "div"
        case .remainder: "rem"
        }
    }
}

extension Reference {
    fileprivate func encode(as word: String) -> JSONValue {
        let segments: [JSONValue] = path.map { segment in
            switch segment {
            case .member(let name): .string(name)
            case .index(let number): .integer(Int64(number))
            }
        }
        return ["op": .string(word), "root": .string(root), "path": .array(segments)]
    }
}
