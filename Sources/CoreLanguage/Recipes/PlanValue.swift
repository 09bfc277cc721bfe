extension PlanCompiler {
    /// The objects that stand for an expression: those with one member, of one of these names.
    private static let expressionKeys = ["from", "template", "expr", "literal"]

    /// How deep objects and arrays may nest around an expression: 128 levels of a tree in all.
    private static let levelsMax = 128 - ExpressionParser.depthMax - 1

    /// The expression that a value of a plan writes: JSON that means itself, except the objects that stand for an
    /// expression.
    mutating func value(_ json: JSONValue, at pointer: JSONPointer, in scope: PlanScope) -> Expression {
        tree(json, at: pointer, in: scope, level: 1)
    }

    private mutating func tree(
        _ json: JSONValue, at pointer: JSONPointer, in scope: PlanScope, level: Int
    ) -> Expression {
        guard level <= Self.levelsMax else {
            refuse(pointer, "too_deep", "Values nest at most \(Self.levelsMax) levels, except in {\"literal\": …}.")
            return .literal(.null)
        }
        switch json {
        case .array(let elements):
            return array(elements, at: pointer, in: scope, level: level)
        case .object(let object):
            if object.count == 1, let (key, content) = object.members.first.map({ ($0.key, $0.value) }),
                Self.expressionKeys.contains(key)
            {
                return marked(key, content, at: pointer.appending(key: key), in: scope)
            }
            return self.object(object, at: pointer, in: scope, level: level)
        default:
            return .literal(json)
        }
    }

    /// An array; a literal when nothing in it is computed.
    private mutating func array(
        _ elements: [JSONValue], at pointer: JSONPointer, in scope: PlanScope, level: Int
    ) -> Expression {
        var items: [Expression] = []
        for (place, element) in elements.enumerated() {
            items.append(tree(element, at: pointer.appending(index: place), in: scope, level: level + 1))
        }
        let literals = items.compactMap(\.literalValue)
        return literals.count == items.count ? .literal(.array(literals)) : .array(items)
    }

    /// An object; a literal when nothing in it is computed.
    private mutating func object(
        _ object: JSONObject, at pointer: JSONPointer, in scope: PlanScope, level: Int
    ) -> Expression {
        var fields: [Expression.Field] = []
        for (key, member) in object {
            let value = tree(member, at: pointer.appending(key: key), in: scope, level: level + 1)
            fields.append(Expression.Field(key: key, value: value))
        }
        let literals = fields.compactMap { field in field.value.literalValue.map { (field.key, $0) } }
        return literals.count == fields.count ? .literal(.object(JSONObject(literals))) : .object(fields)
    }

    private mutating func marked(
        _ key: String, _ content: JSONValue, at pointer: JSONPointer, in scope: PlanScope
    ) -> Expression {
        guard key != "literal" else { return .literal(content) }
        guard let text = content.stringValue else {
            refuse(
                pointer, "type",
                "\"\(key)\" stands for an expression and takes a string. For an object of that name write "
                    + "{\"literal\": {\"\(key)\": …}}.")
            return .literal(.null)
        }
        return parsed(text, as: key, at: pointer, in: scope)
    }

    /// The expression a text writes: a path (`from`), a `template`, or any expression (`expr`).
    mutating func parsed(
        _ text: String, as form: String, at pointer: JSONPointer, in scope: PlanScope
    ) -> Expression {
        do throws(ExpressionSyntaxError) {
            let expression: Expression =
                switch form {
                case "from": .reference(try Reference(parsing: text))
                case "template": try Expression(parsingTemplate: text)
                default: try Expression(parsing: text)
                }
            check(expression, at: pointer, in: scope)
            return expression
        } catch {
            refuse(pointer, "invalid_expression", error.description)
            return .literal(.null)
        }
    }
}

extension JSONValue {
    /// Where the content of a literal stands: inside of `{"literal": …}`, or just here.
    func contentPointer(from pointer: JSONPointer) -> JSONPointer {
        guard case .object(let object) = self, object.count == 1, object["literal"] != nil else { return pointer }
        return pointer.appending(key: "literal")
    }
}

extension Expression {
    /// The value of an expression that computes nothing.
    var literalValue: JSONValue? {
        if case .literal(let value) = self { value } else { nil }
    }
}
