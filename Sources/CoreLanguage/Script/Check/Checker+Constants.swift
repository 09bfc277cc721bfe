extension Checker {
    /// The value of an expression that needs no run to be known; nil for any other.
    func constant(_ expression: ExpressionSyntax) -> JSONValue? {
        switch expression.kind {
        case .literal(let value): return value
        case .duration(let milliseconds): return .integer(milliseconds)
        case .text: return expression.plainText.map { .string($0) }
        case .parentheses(let inner): return constant(inner)
        case .list(let elements): return constantList(elements)
        case .object(let members): return constantObject(members)
        case .prefix(.negate, let operand): return negated(operand)
        case .name(let name): return constantMember(name)
        default: return .none
        }
    }

    private func constantMember(_ name: String) -> JSONValue? {
        guard names.lookup(name) == nil, declarations.memberOwners[name] != nil else { return .none }
        return .string(name)
    }

    private func constantList(_ elements: [ExpressionSyntax]) -> JSONValue? {
        var values: [JSONValue] = []
        for element in elements {
            guard let value = constant(element) else { return .none }
            values.append(value)
        }
        return .array(values)
    }

    private func constantObject(_ members: [ExpressionSyntax.ObjectMember]) -> JSONValue? {
        var object = JSONObject()
        for member in members {
            guard let value = constant(member.value ?? .init(.name(member.name.text), member.name.range)) else {
                return .none
            }
            object[member.name.text] = value
        }
        return .object(object)
    }

    private func negated(_ operand: ExpressionSyntax) -> JSONValue? {
        switch operand.kind {
        case .literal(.integer(let number)) where number != .min: return .integer(-number)
        case .literal(.double(let number)): return .double(-number)
        default: return .none
        }
    }
}

extension ExpressionSyntax {
    /// The text of a literal without interpolation.
    var plainText: String? {
        guard case .text(let parts, _) = kind else { return nil }
        var text = ""
        for part in parts {
            guard case .text(let piece) = part else { return nil }
            text += piece
        }
        return text
    }

    /// The expression inside of parentheses.
    var unwrapped: ExpressionSyntax {
        var expression = self
        while case .parentheses(let inner) = expression.kind { expression = inner }
        return expression
    }
}
