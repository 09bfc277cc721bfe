/// The rules of expressions: what they read is there, the functions they call are known and get what they take, and
/// nothing is too deep. Faults point at the whole expression.
struct ExpressionRules {
    private var level = 0
    private var functionLevel = 0
    /// The parameters of the functions around.
    private var parameters: [String] = []
    private var patterns = PatternRules()

    /// How many levels a literal may have, beyond which the stored form could not be read back.
    static let literalDepthMax = 100
    /// How many functions may stand inside one another.
    static let functionLevelsMax = 32

    mutating func check(
        _ expression: Expression, in scope: some ReferenceScope, _ place: VerifierPlace
    ) throws(ProgramError) {
        guard level < Expression.depthMax else {
            throw place.error(
                "An expression has at most \(Expression.depthMax) levels. Bind a part of it to a name before.")
        }
        level += 1
        defer { level -= 1 }
        switch expression {
        case .literal(let value): try Self.check(value, place)
        case .reference(let reference), .exists(let reference): try check(reference, in: scope, place)
        case .lambda: throw place.error("A function stands only where a function that is called takes one.")
        case .call(let name, let items): try check(name, items, in: scope, place)
        case .environment(let name, let fallback):
            guard Reference.isRootName(name) else {
                throw place.error(
                    "\"\(Suggestion.clipped(name))\" cannot be the name of a variable of the environment.")
            }
            if let fallback { try check(fallback, in: scope, place) }
        default: for child in expression.children { try check(child, in: scope, place) }
        }
    }

    /// The rules of a function of `count` parameters.
    mutating func check(
        function: Expression, of count: ClosedRange<Int>, _ user: String, in scope: some ReferenceScope,
        _ place: VerifierPlace
    ) throws(ProgramError) {
        guard case .lambda(let names, let body) = function else {
            throw place.error("\(user) takes a function, such as x => x.name.")
        }
        guard count.contains(names.count), names.count <= Expression.parametersMax else {
            throw place.error("\(user) takes a function of \(Self.words(count, "parameter")), not \(names.count).")
        }
        for (number, name) in names.enumerated() {
            guard Reference.isRootName(name), !names[..<number].contains(name) else {
                throw place.error("\"\(Suggestion.clipped(name))\" cannot be, or is twice, the name of a parameter.")
            }
        }
        guard functionLevel < Self.functionLevelsMax, level < Expression.depthMax else {
            throw place.error("Functions stand at most \(Self.functionLevelsMax) deep inside one another.")
        }
        level += 1
        functionLevel += 1
        parameters += names
        try check(body, in: scope, place)
        parameters.removeLast(names.count)
        functionLevel -= 1
        level -= 1
    }

    private func check(
        _ reference: Reference, in scope: some ReferenceScope, _ place: VerifierPlace
    ) throws(ProgramError) {
        guard !parameters.contains(reference.root) else { return }
        if let fault = scope.fault(of: reference) { throw place.error(fault) }
    }

    private mutating func check(
        _ name: String, _ items: [Expression], in scope: some ReferenceScope, _ place: VerifierPlace
    ) throws(ProgramError) {
        guard let builtin = Builtins.table[name] else {
            throw place.error(Builtins.explanation(ofUnknown: name))
        }
        guard builtin.parameterCount.contains(items.count) else {
            throw place.error(
                "\"\(name)\" takes \(Self.words(builtin.parameterCount, "argument")), not \(items.count): "
                    + builtin.signatures.joined(separator: " or ") + ".")
        }
        for (number, item) in items.enumerated() {
            if let most = builtin.functionParameters[number] {
                try check(function: item, of: 0...most, "\"\(name)\"", in: scope, place)
            } else {
                try check(item, in: scope, place)
                if builtin.takesPattern(number) { try check(pattern: item, place) }
            }
        }
    }

    /// A pattern that is known beforehand must be one.
    private mutating func check(pattern: Expression, _ place: VerifierPlace) throws(ProgramError) {
        guard case .literal(.string(let source)) = pattern else { return }
        do {
            try patterns.check(source)
        } catch {
            throw place.error("The pattern cannot be used: \(error)")
        }
    }

    private static func check(_ value: JSONValue, _ place: VerifierPlace) throws(ProgramError) {
        var waiting = [(value, 1)]
        while let (value, level) = waiting.popLast() {
            guard level <= literalDepthMax else {
                throw place.error("A literal has at most \(literalDepthMax) levels.")
            }
            switch value {
            case .array(let elements): for element in elements { waiting.append((element, level + 1)) }
            case .object(let object): for member in object.members { waiting.append((member.value, level + 1)) }
            default: break
            }
        }
    }

    private static func words(_ count: ClosedRange<Int>, _ what: String) -> String {
        let plural = count.upperBound == 1 ? what : what + "s"
        return count.count == 1
            ? "\(count.lowerBound) \(plural)" : "\(count.lowerBound) to \(count.upperBound) \(plural)"
    }
}
