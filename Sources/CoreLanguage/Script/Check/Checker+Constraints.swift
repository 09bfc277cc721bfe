extension Checker {
    /// What the constraints of a field of this type ask, taken together.
    mutating func constraints(_ syntax: [ConstraintSyntax], of type: ScriptType) -> FieldConstraints {
        var constraints = FieldConstraints()
        for constraint in syntax {
            guard let kind = ConstraintKind(constraint.name.text) else {
                reportUnknown(constraint)
                continue
            }
            guard kind.fits(type.required) else {
                reportMisfit(constraint, kind, type)
                continue
            }
            apply(constraint, kind, to: &constraints)
        }
        return constraints
    }

    private mutating func reportUnknown(_ constraint: ConstraintSyntax) {
        let name = constraint.name
        let near = nearest(to: name.text, among: ConstraintKind.allCases.map(\.rawValue))
        report(
            Diagnostic(
                .constraintType, at: name.range, "There is no constraint `\(name.text)`.",
                hint: near.map { "Did you mean `\($0)`?" }, fix: near.map { .init(name.range, $0) }))
    }

    private mutating func reportMisfit(_ constraint: ConstraintSyntax, _ kind: ConstraintKind, _ type: ScriptType) {
        let fitting = ConstraintKind.allCases.filter { $0.fits(type.required) }.map { "`\($0.form)`" }
        let hint =
            fitting.isEmpty
            ? "Values of this type have no constraints." : "For it there are \(fitting.joined(separator: ", "))."
        report(
            Diagnostic(
                .constraintType, at: constraint.range,
                "`\(kind.rawValue)` is a constraint of \(kind.typeWords), not of \(type.named).", hint: hint))
    }

    private mutating func apply(
        _ constraint: ConstraintSyntax, _ kind: ConstraintKind, to constraints: inout FieldConstraints
    ) {
        let values = constraint.arguments.map { constant($0) }
        guard values.count == kind.argumentCount else {
            return reportArguments(constraint, "`\(kind.form)` takes \(kind.argumentCount) of them.")
        }
        guard !constraint.arguments.contains(where: \.isMissing) else { return }
        switch kind {
        case .pattern: applyPattern(constraint, values.compactMap(\.self).first, to: &constraints)
        case .unique: constraints.areItemsUnique = true
        case .range, .min, .max: applyNumbers(constraint, kind, values, to: &constraints)
        case .length, .minItems, .maxItems: applyCounts(constraint, kind, values, to: &constraints)
        }
    }

    private mutating func applyPattern(
        _ constraint: ConstraintSyntax, _ value: JSONValue?, to constraints: inout FieldConstraints
    ) {
        guard let text = value?.stringValue else {
            return reportArguments(constraint, "`pattern` takes a text.")
        }
        do throws(PatternError) {
            constraints.pattern = try Pattern(text)
        } catch {
            reportPattern(error, at: constraint.arguments.first?.range ?? constraint.range)
        }
    }

    mutating func reportPattern(_ error: PatternError, at range: SourceRange) {
        report(
            Diagnostic(
                .constraintArguments, at: range, "The pattern can't be used: \(error.message)",
                label: "\(error.offset) characters into it", hint: error.hint))
    }

    private mutating func applyNumbers(
        _ constraint: ConstraintSyntax, _ kind: ConstraintKind, _ values: [JSONValue?],
        to constraints: inout FieldConstraints
    ) {
        let numbers = values.compactMap(\.self).filter { $0.doubleValue != nil }
        guard numbers.count == values.count else { return reportArguments(constraint, "They are numbers.") }
        if kind != .max, let least = numbers.first { constraints.raise(minimum: least) }
        if kind != .min, let most = numbers.last { constraints.lower(maximum: most) }
        if let least = constraints.minimum?.doubleValue, let most = constraints.maximum?.doubleValue, least > most {
            reportArguments(constraint, "No number is as great and as small as that.")
        }
    }

    private mutating func applyCounts(
        _ constraint: ConstraintSyntax, _ kind: ConstraintKind, _ values: [JSONValue?],
        to constraints: inout FieldConstraints
    ) {
        let limit: ClosedRange<Int64> = 0...Int64(Int32.max)
        let counts = values.compactMap { $0?.int64Value }.filter(limit.contains).map { Int($0) }
        guard counts.count == values.count, let first = counts.first, let last = counts.last else {
            return reportArguments(constraint, "They are whole numbers from 0 to \(limit.upperBound).")
        }
        switch kind {
        case .length:
            constraints.minimumLength = max(constraints.minimumLength ?? 0, first)
            constraints.maximumLength = min(constraints.maximumLength ?? .max, last)
        case .minItems: constraints.minimumItems = max(constraints.minimumItems ?? 0, first)
        default: constraints.maximumItems = min(constraints.maximumItems ?? .max, last)
        }
        let isEmpty =
            kind == .length
            ? constraints.minimumLength ?? 0 > constraints.maximumLength ?? .max
            : constraints.minimumItems ?? 0 > constraints.maximumItems ?? .max
        if isEmpty { reportArguments(constraint, "Nothing is that long and that short.") }
    }

    private mutating func reportArguments(_ constraint: ConstraintSyntax, _ what: String) {
        report(
            Diagnostic(
                .constraintArguments, at: constraint.range,
                "`\(constraint.name.text)` can't have these arguments. \(what)"))
    }
}

extension FieldConstraints {
    fileprivate mutating func raise(minimum value: JSONValue) {
        guard let new = value.doubleValue else { return }
        if let old = minimum?.doubleValue, old >= new { return }
        minimum = value
    }

    fileprivate mutating func lower(maximum value: JSONValue) {
        guard let new = value.doubleValue else { return }
        if let old = maximum?.doubleValue, old <= new { return }
        maximum = value
    }
}
