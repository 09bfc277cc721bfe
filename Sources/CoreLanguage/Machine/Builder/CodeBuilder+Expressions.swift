/// Expressions. The register that a value goes to is written last, on every way, so it may be one that the expression
/// reads.
extension CodeBuilder {
    /// Puts the value of `expression` into `target`.
    mutating func emit(_ expression: Expression, into target: Int32) throws(ProgramError) {
        level += 1
        defer { level -= 1 }
        guard level <= Self.depthMax else { throw Self.malformed("An expression nests too deep.") }
        let mark = mark
        defer { release(mark) }
        switch expression {
        case .literal(let value): emit(.constant, target, constant(value))
        case .reference(let reference): try emit(reference, into: target)
        case .object(let fields): try emit(fields: fields, into: target)
        case .array(let items): try emit(items: items, into: target)
        case .template(let parts): try emit(parts: parts, into: target)
        case .comparison(let comparison, let left, let right):
            try emit(comparison, left, right, into: target)
        case .and, .or: try emitLogic(expression, into: target)
        case .not(let item): emit(.not, target, try operand(item))
        case .coalesce(let items): try emit(alternatives: items, into: target)
        case .exists(let reference): try emit(exists: reference, into: target)
        case .length(let item): emit(.length, target, try operand(item))
        case .contains(let container, let item):
            let container = try operand(container)
            emit(.contains, target, container, try operand(item))
        case .arithmetic(let arithmetic, let left, let right): try emit(arithmetic, left, right, into: target)
        case .negate(let item): emit(.negate, target, try operand(item))
        case .member(let item, let name, let isOptional):
            try emitOptional(isOptional, item) { builder, operand in
                builder.emit(isOptional ? .memberIfAny : .member, target, operand, builder.constant(.string(name)))
            }
        case .element(let item, let index, let isOptional):
            try emit(element: index, of: item, isOptional, into: target)
        case .call(let name, let arguments): try emit(call: name, arguments, into: target)
        case .lambda: emit(.refuse, constant("A function is no value: it stands only as an argument."), 1)
        case .conditional(let condition, let then, let otherwise):
            let (elseLabel, end) = (newLabel(), newLabel())
            try jump(to: elseLabel, when: false, condition, for: .conditional)
            try emit(then, into: target)
            emit(.jump, end.number)
            set(elseLabel)
            try emit(otherwise, into: target)
            set(end)
        case .environment(let name, let fallback): try emit(environment: name, fallback, into: target)
        }
    }

    /// How deep blocks and expressions may nest together.
    static let depthMax = Block.depthMax + Expression.depthMax + 8

    /// The register that holds the value of `expression`: its own for a name, a temporary otherwise.
    mutating func operand(_ expression: Expression) throws(ProgramError) -> Int32 {
        if case .reference(let reference) = expression, reference.path.isEmpty,
            let register = register(of: reference.root)
        {
            return register
        }
        let temporary = newTemporaries()
        try emit(expression, into: temporary)
        return temporary
    }

    private mutating func emit(_ reference: Reference, into target: Int32) throws(ProgramError) {
        if let (register, rest) = try graphStep(of: reference) {
            emit(.reference, target, register, number(of: rest))
            return
        }
        guard let root = register(of: reference.root) else {
            emit(.refuse, constant(.string("There is no \"\(Suggestion.clipped(reference.root))\" here.")))
            return
        }
        if reference.path.isEmpty {
            if root != target { emit(.move, target, root) }
        } else {
            emit(.reference, target, root, number(of: reference))
        }
    }

    private mutating func emit(exists reference: Reference, into target: Int32) throws(ProgramError) {
        if let (register, rest) = try graphStep(of: reference) {
            emit(.exists, target, register, number(of: rest))
            return
        }
        guard let root = register(of: reference.root) else {
            emit(.constant, target, constant(false))
            return
        }
        emit(.exists, target, root, number(of: reference))
    }

    private mutating func number(of reference: Reference) -> Int32 {
        code.references.append(reference)
        return Int32(code.references.count - 1)
    }

    private mutating func emit(
        _ arithmetic: Expression.Arithmetic, _ left: Expression, _ right: Expression, into target: Int32
    ) throws(ProgramError) {
        let left = try operand(left)
        if let small = Self.small(right), arithmetic == .add || arithmetic == .subtract {
            emit(arithmetic == .add ? .addSmall : .subtractSmall, target, left, small)
            return
        }
        emit(arithmetic.opcode, target, left, try operand(right))
    }

    /// A whole number that fits an operand.
    static func small(_ expression: Expression) -> Int32? {
        guard case .literal(.integer(let number)) = expression else { return nil }
        return Int32(exactly: number)
    }

    private mutating func emit(
        environment name: String, _ fallback: Expression?, into target: Int32
    ) throws(ProgramError) {
        guard let fallback else {
            emit(.environment, target, constant(.string(name)), 1)
            return
        }
        let (value, end) = (newTemporaries(), newLabel())
        emit(.environment, value, constant(.string(name)))
        emit(.jumpIfPresent, value, end.number)
        try emit(fallback, into: value)
        set(end)
        emit(.move, target, value)
    }

    private mutating func emit(
        element index: Expression, of item: Expression, _ isOptional: Bool, into target: Int32
    ) throws(ProgramError) {
        let itemRegister = newTemporaries()
        if isOptional {
            try emitOrNull(item, into: itemRegister)
        } else {
            try emit(item, into: itemRegister)
        }
        emit(isOptional ? .elementIfAny : .element, target, itemRegister, try operand(index))
    }

    private mutating func emitOptional(
        _ isOptional: Bool, _ item: Expression, _ emit: (inout CodeBuilder, Int32) -> Void
    ) throws(ProgramError) {
        if isOptional {
            let register = newTemporaries()
            try emitOrNull(item, into: register)
            emit(&self, register)
        } else {
            emit(&self, try operand(item))
        }
    }
}

extension Expression.Arithmetic {
    fileprivate var opcode: Opcode {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .remainder: .remainder
        }
    }
}
