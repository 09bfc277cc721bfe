extension JSONSchemaEvaluation {
    /// What is wrong with a value that does not pass a test, and how to mend it.
    mutating func message(_ test: JSONSchemaTest, _ value: JSONValue, _ detail: Int) -> String {
        let found = JSONSchemaWords.describe(value)
        switch test {
        case .never: return "No value is allowed here. Remove it."
        case .type(let types):
            let expected = types.names.joined(separator: " or ")
            return "Expected \(expected), found \(JSONSchemaTypes.name(of: value)): \(found)."
        case .const(let constant): return "\(found) must be \(JSONSchemaWords.list([constant]))."
        case .enumeration(let choice):
            return "\(found) is not one of the allowed values: \(JSONSchemaWords.list(choice.values))."
                + suggestion(for: value, among: choice.values)
        case .minimum(let limit): return "\(found) is too small. Use \(JSONSchemaWords.describe(limit)) or more."
        case .maximum(let limit): return "\(found) is too large. Use \(JSONSchemaWords.describe(limit)) or less."
        case .exclusiveMinimum(let limit):
            return "\(found) is too small. Use more than \(JSONSchemaWords.describe(limit))."
        case .exclusiveMaximum(let limit):
            return "\(found) is too large. Use less than \(JSONSchemaWords.describe(limit))."
        case .multipleOf(let divisor):
            return "\(found) is not a multiple of \(JSONSchemaWords.describe(divisor.value)). Use one that is."
        case .pattern(let pattern):
            return "\(found) does not match the pattern \(JSONSchemaWords.shortened(pattern.source))."
        case .format(let format): return "\(found) is not in the format \"\(format.rawValue)\"."
        case .required, .dependentRequired: return missing(test, value, detail)
        case .minLength, .maxLength, .minItems, .maxItems, .uniqueItems, .minProperties, .maxProperties:
            return sizeMessage(test, value, detail)
        }
    }

    private func sizeMessage(_ test: JSONSchemaTest, _ value: JSONValue, _ detail: Int) -> String {
        let length = detail
        let elements = value.arrayValue?.count ?? 0
        let members = value.objectValue?.count ?? 0
        switch test {
        case .minLength(let least): return "The string has \(length) characters. Use \(least) or more."
        case .maxLength(let most): return "The string has \(length) characters. Use \(most) or fewer."
        case .minItems(let least): return "The array has \(elements) elements. Use \(least) or more."
        case .maxItems(let most): return "The array has \(elements) elements. Use \(most) or fewer."
        case .minProperties(let least): return "The object has \(members) members. Use \(least) or more."
        case .maxProperties(let most): return "The object has \(members) members. Use \(most) or fewer."
        default:
            return "Elements \(detail & 0xFFFF_FFFF) and \(detail >> 32) are equal. Remove one of them."
        }
    }

    private mutating func missing(_ test: JSONSchemaTest, _ value: JSONValue, _ detail: Int) -> String {
        if case .required(let names) = test, names.indices.contains(detail) {
            let name = names[detail]
            return "The member \"\(JSONSchemaWords.shortened(name))\" is missing. Add it."
                + misspelling(of: name, in: value, besides: names)
        }
        let dependencies = test.dependencies
        budget.charge(dependencies.count)
        guard dependencies.indices.contains(detail) else {
            return "A member is missing. Add it."
        }
        let (name, other) = dependencies[detail]
        return "The member \"\(JSONSchemaWords.shortened(other))\" is missing. "
            + "Where there is \"\(JSONSchemaWords.shortened(name))\" it must be too."
    }

    /// So many names are looked through for one that may be misspelt.
    private static let namesMax = 500

    private mutating func misspelling(of name: String, in value: JSONValue, besides required: [String]) -> String {
        guard case .object(let object) = value, required.count <= Self.namesMax,
            budget.charge(required.count + Self.namesMax)
        else {
            return ""
        }
        let others = Set(required.map { JSONSchemaName($0) })
        let present = object.members.prefix(Self.namesMax).map(\.key).filter { !others.contains(JSONSchemaName($0)) }
        let near = JSONSchemaNearName.find(name, among: present, &budget)
        return near.map { " Is \"\(JSONSchemaWords.shortened($0))\" meant to be it?" } ?? ""
    }

    private mutating func suggestion(for value: JSONValue, among choices: [JSONValue]) -> String {
        value.stringValue.map {
            JSONSchemaWords.suggestion(
                for: $0, among: choices.prefix(Self.namesMax).compactMap(\.stringValue), &budget)
        } ?? ""
    }

    /// What is wrong with a value that an applicator refuses by itself.
    func message(_ rule: JSONSchemaRule, _ tally: Int) -> String {
        switch rule {
        case .anyOf(let nodes), .oneOf(let nodes):
            let forms = JSONSchemaWords.count(nodes.count, "alternative")
            return tally == 0
                ? "The value fits none of \(forms). Make it fit one of them."
                : "The value fits more than one of \(forms). Make it fit exactly one."
        case .not: return "The value is one that is excluded here. Use another."
        case .contains(_, let least, let most):
            let limits = most.map { least == $0 ? "\(least)" : "\(least) to \($0)" } ?? "\(least) or more"
            return "\(JSONSchemaWords.count(tally, "element")) of the required kind found. There must be \(limits)."
        default: return "The value does not fit."
        }
    }

    /// Why the evaluation was given up.
    func message(_ reason: JSONSchemaFinding.Halt) -> String {
        switch reason {
        case .endless: "The schema leads back to itself without looking at anything deeper in the value. Correct it."
        case .tooMuchWork:
            "The check would take too long: the schema takes too many steps with this value. Simplify one of them."
        case .tooDeep: "The schema and the value are nested too deeply together. Simplify one of them."
        case .tooManyScopes: "The schema's dynamic references have too many scopes. Simplify it."
        }
    }
}
