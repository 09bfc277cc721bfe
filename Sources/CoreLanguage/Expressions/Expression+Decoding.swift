extension Expression {
    /// Reads an expression in its stored form.
    ///
    /// - Throws: ``ProgramError``, which points at the first fault. Its kind is `unsupported` for an operator that is not
    ///   known here.
    public init(decoding stored: JSONValue) throws(ProgramError) {
        try self.init(decoding: StoredValue(value: stored))
    }

    /// Reads an expression in its stored form, with the place of faults counted from the whole program.
    init(decoding stored: StoredValue) throws(ProgramError) {
        var decoder = ExpressionDecoder()
        self = try decoder.expression(stored)
    }

    /// Reads an expression where a function may stand too.
    init(decodingArgument stored: StoredValue) throws(ProgramError) {
        var decoder = ExpressionDecoder()
        self = try decoder.argument(stored)
    }
}

struct ExpressionDecoder {
    private var level = 0

    mutating func expression(_ stored: StoredValue) throws(ProgramError) -> Expression {
        try enter(stored)
        defer { leave() }
        let object = try stored.object()
        let op = try object.required("op")
        let word = try op.string()
        if let comparison = Expression.Comparison.allCases.first(where: { $0.word == word }) {
            try object.allow(["op", "left", "right"])
            return .comparison(comparison, try operand("left", of: object), try operand("right", of: object))
        }
        return switch word {
        case "value": .literal(try part("value", of: object).value)
        case "ref": .reference(try Reference(decoding: object))
        case "exists": .exists(try Reference(decoding: object))
        case "object": .object(try fields(of: object))
        case "array": .array(try items(of: object))
        case "template": .template(try items(of: object))
        case "and": .and(try items(of: object))
        case "or": .or(try items(of: object))
        case "coalesce": .coalesce(try items(of: object))
        case "not": .not(try expression(part("item", of: object)))
        case "length": .length(try expression(part("item", of: object)))
        case "contains": try contains(object)
        default: try computation(word, op, object)
        }
    }

    /// Goes one level inwards.
    mutating func enter(_ stored: StoredValue) throws(ProgramError) {
        guard level < Expression.depthMax else {
            throw stored.malformed("An expression has at most \(Expression.depthMax) levels.")
        }
        level += 1
    }

    mutating func leave() {
        level -= 1
    }

    /// The one member besides `op`.
    private func part(_ key: String, of object: StoredObject) throws(ProgramError) -> StoredValue {
        try object.allow(["op", key])
        return try object.required(key)
    }

    private mutating func contains(_ object: StoredObject) throws(ProgramError) -> Expression {
        try object.allow(["op", "container", "item"])
        return .contains(try operand("container", of: object), try operand("item", of: object))
    }

    mutating func operand(_ key: String, of object: StoredObject) throws(ProgramError) -> Expression {
        try expression(object.required(key))
    }

    private mutating func items(of object: StoredObject) throws(ProgramError) -> [Expression] {
        var items: [Expression] = []
        for element in try part("items", of: object).elements() { items.append(try expression(element)) }
        return items
    }

    private mutating func fields(of object: StoredObject) throws(ProgramError) -> [Expression.Field] {
        var fields: [Expression.Field] = []
        for element in try part("fields", of: object).elements() {
            let pair = try element.elements()
            guard pair.count == 2 else { throw element.malformed("A member is a name and an expression.") }
            fields.append(Expression.Field(key: try pair[0].string(), value: try expression(pair[1])))
        }
        return fields
    }
}

extension Reference {
    fileprivate init(decoding object: StoredObject) throws(ProgramError) {
        try object.allow(["op", "root", "path"])
        let root = try object.required("root")
        self.root = try root.string()
        guard Self.isRootName(self.root) else {
            throw root.malformed("A root is a letter or \"_\", then letters, digits and \"_\"; 64 at most.")
        }
        var path: [Segment] = []
        for element in try object.required("path").elements() { path.append(try Segment(decoding: element)) }
        self.path = path
    }
}

extension Reference.Segment {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        if let name = stored.value.stringValue {
            self = .member(name)
        } else {
            self = .index(Int(try stored.integer(in: 0...Int64(Int32.max))))
        }
    }
}
