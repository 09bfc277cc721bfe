extension Checker {
    /// How many parts of a condition are looked at; what more of them say is not known.
    private static let partsMax = 64

    /// Checks what is done only where the condition came out as `outcome`.
    mutating func assuming<Value>(
        _ condition: ExpressionSyntax, _ outcome: Bool, _ body: (inout Self) -> Value
    ) -> Value {
        let mark = known.mark
        learn(condition, outcome)
        defer { known.rollBack(to: mark) }
        return body(&self)
    }

    /// Notes what is there from here on, since the condition came out as `outcome`.
    mutating func learn(_ condition: ExpressionSyntax, _ outcome: Bool) {
        learn(implied(by: condition, outcome))
    }

    mutating func learn(_ paths: [AccessPath]) {
        for path in paths { known.learn(path, isChanging: reboundNames.contains(names[path.entry].name)) }
    }

    /// The values that are there where the condition, which was checked before, comes out as `outcome`.
    func implied(by condition: ExpressionSyntax, _ outcome: Bool) -> [AccessPath] {
        var partsLeft = Self.partsMax
        return implied(by: condition, outcome, &partsLeft)
    }

    private func implied(
        by condition: ExpressionSyntax, _ outcome: Bool, _ partsLeft: inout Int
    ) -> [AccessPath] {
        guard partsLeft > 0 else { return [] }
        partsLeft -= 1
        switch condition.unwrapped.kind {
        case .prefix(.not, let operand): return implied(by: operand, !outcome, &partsLeft)
        case .binary(let left, let operation, let place, let right):
            switch operation {
            case .and, .or:
                let second = implied(by: right, outcome, &partsLeft)
                let first = implied(by: left, outcome, &partsLeft)
                return (operation == .and) == outcome ? first + second : first.filter(second.contains)
            case .equal, .notEqual:
                return (operation == .equal) == outcome ? equal(left, place, right) : unequal(left, right)
            case .coalesce where right.unwrapped.kind == .literal(.bool(!outcome)): return paths(to: left)
            default: return []
            }
        default: return []
        }
    }

    /// What is equal to something that is there, is there.
    private func equal(
        _ left: ExpressionSyntax, _ place: SourceRange, _ right: ExpressionSyntax
    ) -> [AccessPath] {
        switch certainSides[place.start] {
        case .left: paths(to: right)
        case .right: paths(to: left)
        case nil: []
        }
    }

    private func unequal(_ left: ExpressionSyntax, _ right: ExpressionSyntax) -> [AccessPath] {
        if right.unwrapped.kind == .literal(.null) { return paths(to: left) }
        return left.unwrapped.kind == .literal(.null) ? paths(to: right) : []
    }

    /// The value that an expression reads, and those it is a member of; none where it computes something.
    private func paths(to expression: ExpressionSyntax) -> [AccessPath] {
        guard let path = path(of: expression) else { return [] }
        return (0...path.members.count).map { AccessPath(entry: path.entry, members: Array(path.members.prefix($0))) }
    }

    private func path(of expression: ExpressionSyntax) -> AccessPath? {
        var members: [String] = []
        var place = expression.unwrapped
        while members.count <= AccessPath.membersMax {
            switch place.kind {
            case .name(let name):
                return names.lookup(name).map { AccessPath(entry: $0, members: members.reversed()) }
            case .member(let base, let name, _):
                members.append(name.text)
                place = base.unwrapped
            case .index(let base, let index, _):
                guard let name = index.plainText else { return nil }
                members.append(name)
                place = base.unwrapped
            default: return nil
            }
        }
        return nil
    }

    /// Notes that the clause `on error` of a step may have given null for the name.
    mutating func noteNull(of step: StepSyntax, in name: NameSyntax) {
        guard let clause = step.onError, let entry = names.lookup(name.text) else { return }
        switch clause.action {
        case .ignore: names[entry].nullClause = clause.range
        case .use(let value) where value.unwrapped.kind == .literal(.null): names[entry].nullClause = clause.range
        default: break
        }
    }

    /// The clauses `on error` that may have given null for what these expressions read.
    func nullClauses(of expressions: ExpressionSyntax...) -> [Diagnostic.Related] {
        nullClauses(of: expressions)
    }

    /// The same for any number of them.
    func nullClauses(of expressions: [ExpressionSyntax]) -> [Diagnostic.Related] {
        expressions.compactMap { expression in
            var place = expression.unwrapped
            while case .member(let base, _, _) = place.kind { place = base.unwrapped }
            guard case .name(let name) = place.kind, let entry = names.lookup(name) else { return nil }
            return names[entry].nullClause.map { .init($0, "an error gives null here") }
        }
    }

    /// Whether the member is known to be there, and not null.
    func isKnown(_ name: String, of base: ExpressionSyntax) -> Bool {
        guard !known.isEmpty, let outer = path(of: base) else { return false }
        return known.contains(AccessPath(entry: outer.entry, members: outer.members + [name]))
    }

    /// Whether the value is known to be there, and not null.
    func isKnown(_ expression: ExpressionSyntax) -> Bool {
        guard !known.isEmpty, let path = path(of: expression) else { return false }
        return known.contains(path)
    }
}

extension ScriptType {
    /// Whether null is not among its values, whatever it is.
    var isCertain: Bool { !isNullable && self != .never }

    /// Whether null is among its values, or among the elements of its lists.
    var holdsNull: Bool {
        if case .list(let element) = required { return isNullable || element.isNullable }
        return isNullable
    }
}
