/// Expressions of several operands.
extension CodeBuilder {
    /// More operands than these are not put side by side, but one after the other.
    private static let sideBySideMax = 64

    mutating func emit(items: [Expression], into target: Int32) throws(ProgramError) {
        if let values = Self.literals(items) {
            emit(.constant, target, constant(.array(values)))
            return
        }
        guard items.count > Self.sideBySideMax else {
            let first = try emitSideBySide(items)
            emit(.array, target, first, Int32(items.count))
            return
        }
        let list = newTemporaries()
        emit(.constant, list, constant([]))
        for item in items {
            let mark = mark
            emit(.append, list, try operand(item))
            release(mark)
        }
        emit(.move, target, list)
    }

    mutating func emit(fields: [Expression.Field], into target: Int32) throws(ProgramError) {
        if let values = Self.literals(fields.map(\.value)) {
            let object = JSONObject(zip(fields.lazy.map(\.key), values))
            emit(.constant, target, constant(.object(object)))
            return
        }
        guard fields.count > Self.sideBySideMax else {
            let first = try emitSideBySide(fields.map(\.value))
            emit(.object, target, first, number(ofNames: fields.map(\.key)))
            return
        }
        let object = newTemporaries()
        emit(.constant, object, constant([:]))
        for field in fields {
            let mark = mark
            emit(.setMember, object, try operand(field.value), constant(.string(field.key)))
            release(mark)
        }
        emit(.move, target, object)
    }

    mutating func emit(parts: [Expression], into target: Int32) throws(ProgramError) {
        guard parts.count > Self.sideBySideMax else {
            let first = try emitSideBySide(parts)
            emit(.template, target, first, Int32(parts.count))
            return
        }
        let pair = newTemporaries(2)
        emit(.constant, pair, constant(""))
        for part in parts {
            try emit(part, into: pair + 1)
            emit(.template, pair, pair, 2)
        }
        emit(.move, target, pair)
    }

    mutating func number(ofNames names: [String]) -> Int32 {
        code.nameLists.append(names)
        return Int32(code.nameLists.count - 1)
    }

    private mutating func emitSideBySide(_ items: [Expression]) throws(ProgramError) -> Int32 {
        let first = newTemporaries(items.count)
        for (place, item) in items.enumerated() { try emit(item, into: first + Int32(place)) }
        return first
    }

    private static func literals(_ items: [Expression]) -> [JSONValue]? {
        var values: [JSONValue] = []
        for item in items {
            guard case .literal(let value) = item else { return nil }
            values.append(value)
        }
        return values
    }

    // MARK: Alternatives

    /// The first that is there and not null.
    mutating func emit(alternatives: [Expression], into target: Int32) throws(ProgramError) {
        guard let last = alternatives.last else {
            emit(.constant, target, constant(.null))
            return
        }
        let (value, end) = (newTemporaries(), newLabel())
        for item in alternatives.dropLast() {
            try emitOrNull(item, into: value)
            emit(.jumpIfPresent, value, end.number)
        }
        try emit(last, into: value)
        set(end)
        emit(.move, target, value)
    }

    /// The value, or null where a path leads nowhere.
    mutating func emitOrNull(_ expression: Expression, into target: Int32) throws(ProgramError) {
        if case .literal(let value) = expression {
            emit(.constant, target, constant(value))
            return
        }
        let (handler, end) = (newLabel(), newLabel())
        let outer = region
        region = newRegion(.missing, handler: handler, register: -1)
        try emit(expression, into: target)
        emit(.jump, end.number)
        region = outer
        set(handler)
        emit(.constant, target, constant(.null))
        set(end)
    }

    // MARK: Calls

    mutating func emit(call name: String, _ arguments: [Expression], into target: Int32) throws(ProgramError) {
        guard let builtin = Builtins.table[name] else {
            emit(.refuse, constant(.string(Builtins.explanation(ofUnknown: name))), 2)
            return
        }
        var sites: [CallSite.Argument] = []
        let first = newTemporaries(arguments.count)
        for (place, argument) in arguments.enumerated() {
            if case .lambda(let parameters, let body) = argument {
                sites.append(.function(try emit(parameters, body)))
            } else {
                try emit(argument, into: first + Int32(place))
                sites.append(.value)
            }
        }
        code.calls.append(CallSite(builtin: builtin, arguments: sites))
        emit(.builtin, target, first, Int32(code.calls.count - 1))
    }

    /// The code of a function. It stands where it is made, and is jumped over.
    mutating func emit(_ parameters: [String], _ body: Expression) throws(ProgramError) -> FunctionCode {
        functionLevel += 1
        defer { functionLevel -= 1 }
        guard functionLevel <= Self.functionDepthMax else {
            throw Self.malformed("Functions nest deeper than \(Self.functionDepthMax) levels.")
        }
        let (hidden, outerRegion) = (parameters.map { frame.names[$0] }, region)
        let end = newLabel()
        emit(.jump, end.number)
        region = -1
        let entry = labelHere()
        let registers = parameters.map { _ in newRegister() }
        for (name, register) in zip(parameters, registers) { frame.names[name] = register }
        let value = newTemporaries()
        try emit(body, into: value)
        emit(.leave, value)
        set(end)
        region = outerRegion
        for (name, register) in zip(parameters, hidden) { frame.names[name] = register }
        return FunctionCode(
            entry: entry.number, parameters: registers, cost: target(of: end) - target(of: entry))
    }

    /// How many functions may stand inside one another: each costs native stack when it is called.
    private static let functionDepthMax = 32
}
