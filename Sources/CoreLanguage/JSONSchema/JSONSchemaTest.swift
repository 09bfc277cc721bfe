/// What the keywords that look at a value alone ask of it. Each lets values of other types pass.
enum JSONSchemaTest: Sendable {
    /// The schema `false`.
    case never
    case type(JSONSchemaTypes)
    case const(JSONValue)
    indirect case enumeration(JSONSchemaChoice)
    case minimum(JSONValue)
    case maximum(JSONValue)
    case exclusiveMinimum(JSONValue)
    case exclusiveMaximum(JSONValue)
    indirect case multipleOf(JSONSchemaDivisor)
    case minLength(Int)
    case maxLength(Int)
    case pattern(Pattern)
    case minItems(Int)
    case maxItems(Int)
    case uniqueItems
    case minProperties(Int)
    case maxProperties(Int)
    case required([String])
    case dependentRequired([(name: String, others: [String])])
    case format(JSONSchemaFormat)

    /// Whether a value passes. False, too, when the budget ran out.
    @inline(__always)
    func accepts(_ value: JSONValue, _ budget: inout WorkBudget) -> Bool {
        switch self {
        case .never: false
        case .type(let types): types.accepts(value, &budget)
        case .const(let constant): JSONSchemaEquality.areEqual(constant, value, &budget)
        case .enumeration(let choice): choice.accepts(value, &budget)
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf:
            !value.isNumber || fits(value, &budget)
        case .minLength, .maxLength, .pattern, .format:
            if case .string(let text) = value { fits(text, &budget) } else { true }
        case .minItems, .maxItems, .uniqueItems:
            if case .array(let elements) = value { fits(elements, &budget) } else { true }
        case .minProperties, .maxProperties, .required, .dependentRequired:
            if case .object(let object) = value { fits(object, &budget) } else { true }
        }
    }

    private func fits(_ number: JSONValue, _ budget: inout WorkBudget) -> Bool {
        switch self {
        case .minimum(let limit): order(number, limit, &budget).map { $0 >= 0 } ?? false
        case .maximum(let limit): order(number, limit, &budget).map { $0 <= 0 } ?? false
        case .exclusiveMinimum(let limit): order(number, limit, &budget).map { $0 > 0 } ?? false
        case .exclusiveMaximum(let limit): order(number, limit, &budget).map { $0 < 0 } ?? false
        case .multipleOf(let divisor): budget.charge(divisor.steps(for: number)) && divisor.divides(number)
        default: true
        }
    }

    private func order(_ number: JSONValue, _ limit: JSONValue, _ budget: inout WorkBudget) -> Int? {
        switch (number, limit) {
        case (.integer, .integer), (.double, .double): break
        default:
            guard budget.charge(JSONSchemaNumber.steps(of: number) + JSONSchemaNumber.steps(of: limit)) else {
                return nil
            }
        }
        return JSONSchemaNumber.compare(number, limit)
    }

    private func fits(_ text: String, _ budget: inout WorkBudget) -> Bool {
        switch self {
        // A scalar takes one to four bytes, so most lengths need no counting.
        case .minLength(let least):
            text.utf8.count >= least
                && (text.utf8.count / 4 >= least || text.length(&budget).map { $0 >= least } ?? false)
        case .maxLength(let most):
            text.utf8.count <= most || (text.utf8.count / 4 <= most && text.length(&budget).map { $0 <= most } ?? false)
        case .pattern(let pattern): pattern.matches(text, budget: &budget) ?? false
        case .format(let format): format.accepts(text, &budget)
        default: true
        }
    }

    private func fits(_ elements: [JSONValue], _ budget: inout WorkBudget) -> Bool {
        switch self {
        case .minItems(let least): elements.count >= least
        case .maxItems(let most): elements.count <= most
        case .uniqueItems: JSONSchemaEquality.firstRepetition(in: elements, &budget) == nil && !budget.isSpent
        default: true
        }
    }

    private func fits(_ object: JSONObject, _ budget: inout WorkBudget) -> Bool {
        switch self {
        case .minProperties(let least): object.count >= least
        case .maxProperties(let most): object.count <= most
        case .required(let names): object.hasAll(names, &budget)
        case .dependentRequired(let pairs):
            pairs.allSatisfy { !object.has($0.name, &budget) || object.hasAll($0.others, &budget) } && !budget.isSpent
        default: true
        }
    }
}

extension JSONValue {
    var isNumber: Bool {
        switch self {
        case .integer, .double, .decimal: true
        default: false
        }
    }
}

extension String {
    /// How many code points there are, the length that JSON Schema means.
    var length: Int {
        unicodeScalars.count
    }

    /// The length, or nil when the budget ran out.
    func length(_ budget: inout WorkBudget) -> Int? {
        budget.charge(utf8.count / 4) ? length : nil
    }
}

extension JSONObject {
    /// What finding a member costs besides the bytes of its name.
    private static let stepsPerName = 3

    /// Whether all names are there. False, too, when the budget ran out.
    func hasAll(_ names: [String], _ budget: inout WorkBudget) -> Bool {
        for (position, name) in names.enumerated() {
            guard budget.charge(Self.stepsPerName + name.utf8.count / 16),
                value(of: name, triedFirstAt: position) != nil
            else {
                return false
            }
        }
        return true
    }

    /// Whether a name is there. False, too, when the budget ran out.
    func has(_ name: String, _ budget: inout WorkBudget) -> Bool {
        budget.charge(2 * Self.stepsPerName + name.utf8.count / 16) && self[name] != nil
    }
}
