extension ExpressionDecoder {
    /// The operators that came with scripts.
    mutating func computation(
        _ word: String, _ op: StoredValue, _ object: StoredObject
    ) throws(ProgramError) -> Expression {
        if let arithmetic = Expression.Arithmetic.allCases.first(where: { $0.word == word }) {
            try object.allow(["op", "left", "right"])
            return .arithmetic(arithmetic, try operand("left", of: object), try operand("right", of: object))
        }
        return switch word {
        case "neg": try negation(object)
        case "member": try member(object)
        case "element": try element(object)
        case "call": try call(object)
        case "if": try conditional(object)
        case "env": try environment(object)
        case "lambda": throw op.malformed("A lambda stands only among the items of a call.")
        default:
            throw ProgramError(
                .unsupported, at: op.pointer, "\"\(Suggestion.clipped(word))\" is no operator that is known here.")
        }
    }

    private mutating func negation(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "item"])
        return .negate(try operand("item", of: object))
    }

    private mutating func member(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "item", "name", "optional"])
        let name = try object.required("name").string()
        return .member(try operand("item", of: object), name, isOptional: try object.required("optional").boolean())
    }

    private mutating func element(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "item", "index", "optional"])
        let isOptional = try object.required("optional").boolean()
        return .element(try operand("item", of: object), try operand("index", of: object), isOptional: isOptional)
    }

    private mutating func call(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "function", "items"])
        let function = try object.required("function").rootName()
        var items: [Expression] = []
        for element in try object.required("items").elements() { items.append(try argument(element)) }
        return .call(function, items)
    }

    /// An argument of a call: a lambda or a value.
    mutating func argument(_ stored: StoredValue) throws(ProgramError) -> Expression {
        guard let object = stored.value.objectValue, object["op"]?.stringValue == "lambda" else {
            return try expression(stored)
        }
        try enter(stored)
        defer { leave() }
        return try lambda(stored.object())
    }

    private mutating func lambda(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "parameters", "body"])
        let stored = try object.required("parameters")
        var parameters: [String] = []
        for parameter in try stored.elements() {
            let name = try parameter.rootName()
            guard !parameters.contains(name) else { throw parameter.malformed("Two parameters have this name.") }
            guard parameters.count < Expression.parametersMax else {
                throw stored.malformed("A lambda has at most \(Expression.parametersMax) parameters.")
            }
            parameters.append(name)
        }
        return .lambda(parameters, try operand("body", of: object))
    }

    private mutating func conditional(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "condition", "then", "else"])
        return .conditional(
            try operand("condition", of: object), try operand("then", of: object), try operand("else", of: object))
    }

    private mutating func environment(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "name", "default"])
        let name = try object.required("name").rootName()
        guard let fallback = object.optional("default") else { return .environment(name, fallback: nil) }
        return .environment(name, fallback: try expression(fallback))
    }
}

extension StoredValue {
    func boolean() throws(ProgramError) -> Bool {
        guard let isTrue = value.boolValue else { throw malformed("true or false belongs here.") }
        return isTrue
    }

    func rootName() throws(ProgramError) -> String {
        let name = try string()
        guard Reference.isRootName(name) else {
            throw malformed("A name is a letter or \"_\", then letters, digits and \"_\"; 64 at most.")
        }
        return name
    }
}
