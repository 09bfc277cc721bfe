extension Checker {
    /// Checks that an expression gives what a place asks for. Literals are looked into, so that a diagnostic stands at
    /// the part that does not fit. Gives the type of the value.
    @discardableResult
    mutating func check(_ expression: ExpressionSyntax, fits want: Want) -> ScriptType {
        switch expression.kind {
        case .parentheses(let inner): return check(inner, fits: want)
        case .conditional(let condition, let first, let second):
            checkCondition(condition, of: "`if`")
            let type = assuming(condition, true) { $0.check(first, fits: want) }
            return type.joined(assuming(condition, false) { $0.check(second, fits: want) })
        case .list(let elements):
            if case .list(let element) = want.type.required { return check(elements, element, want) }
        case .object(let members):
            if case .shape(let shape) = want.type.required { return check(members, shape, want, at: expression.range) }
        case .text:
            if let text = expression.plainText, checksForm(text, of: want, at: expression.range) { return want.type }
        default: break
        }
        let type = type(of: expression, expecting: want.type)
        if case .enumeration(let enumeration) = want.type.required, checkMember(expression, type, enumeration, want) {
            return want.type
        }
        guard type.fits(want.type) else {
            reportMismatch(expression, type, want)
            return type
        }
        checkConstraints(expression, want)
        if want.isKept, !isCertain(expression, type, want) {
            resolutions.conditions[expression.range] = want.type.schema(want.constraints)
        }
        return type
    }

    /// Whether the value fits whatever the run brings.
    private func isCertain(_ expression: ExpressionSyntax, _ type: ScriptType, _ want: Want) -> Bool {
        type.certainlyFits(want.type) && (want.constraints.isEmpty || constant(expression) != nil)
    }

    private mutating func check(_ elements: [ExpressionSyntax], _ element: ScriptType, _ want: Want) -> ScriptType {
        let part = want.part(element, "An element of \(want.subject.lowercasedFirst)")
        let type = ScriptType.join(elements.map { check($0, fits: part) })
        if !want.constraints.isEmpty {
            let list = ExpressionSyntax(.list(elements), elements.first?.range ?? SourceRange(0, 0))
            if !elements.isEmpty { checkConstraints(list, want) }
        }
        return .listing(type)
    }

    private mutating func check(
        _ members: [ExpressionSyntax.ObjectMember], _ shape: ShapeType, _ want: Want, at range: SourceRange
    ) -> ScriptType {
        var given: Set<String> = []
        var fields: [ShapeType.Field] = []
        for member in members {
            given.insert(member.name.text)
            let value = member.value ?? ExpressionSyntax(.name(member.name.text), member.name.range)
            if let field = shape[member.name.text] {
                var part = want.part(field.valueType, "The field `\(field.name)` of \(want.subject.lowercasedFirst)")
                part.constraints = field.constraints
                fields.append(.init(field.name, check(value, fits: part)))
            } else {
                fields.append(.init(member.name.text, type(of: value)))
            }
        }
        let missing = shape.fields.filter { !$0.isOptional && !$0.type.isNullable && !given.contains($0.name) }
        if !missing.isEmpty {
            let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
            let extra = members.first { shape[$0.name.text] == nil }
            let near = extra.flatMap { nearest(to: $0.name.text, among: missing.map(\.name)) }
            report(
                Diagnostic(
                    want.code, at: range, "\(want.subject) lacks \(names).",
                    label: "this is \(ScriptType.shaped(fields).named)",
                    hint: near.map { "Is `\(extra?.name.text ?? "")` meant to be `\($0)`?" },
                    related: want.related.map { [.init($0, "the type is declared here")] } ?? []))
        }
        return .shaped(fields)
    }

    /// Whether the literal was dealt with as a text of a certain form.
    private mutating func checksForm(_ text: String, of want: Want, at range: SourceRange) -> Bool {
        let example: String
        let isRight: Bool
        switch want.type.required {
        case .date: (isRight, example) = (TextForms.isDate(text), "a date is written as \"2024-02-29\"")
        case .timestamp:
            (isRight, example) = (TextForms.isTimestamp(text), "a timestamp is written as \"2024-02-29T12:00:00Z\"")
        case .binary: (isRight, example) = (TextForms.isBase64(text), "binary is written as base64")
        default: return false
        }
        if !isRight {
            report(
                Diagnostic(
                    .textForm, at: range, "\(want.subject) is a \(want.type.required), which this text is not.",
                    hint: "In a text \(example)."))
        }
        return true
    }

    /// Whether the value is a literal that was held against the members of the enumeration.
    private mutating func checkMember(
        _ expression: ExpressionSyntax, _ type: ScriptType, _ enumeration: EnumerationType, _ want: Want
    ) -> Bool {
        if case .enumeration = type { return false }
        guard let value = constant(expression), !value.isNull else { return false }
        if enumeration.holds(value) { return true }
        guard type.fits(enumeration.base) else { return false }
        reportNoMember(value, of: enumeration, at: expression.range, want.code, subject: want.subject)
        return true
    }

    mutating func reportNoMember(
        _ value: JSONValue, of enumeration: EnumerationType, at range: SourceRange, _ code: DiagnosticCode,
        subject: String
    ) {
        let near = value.stringValue.flatMap { name in
            nearest(to: name) { _ in enumeration.members.compactMap(\.stringValue) }
        }
        let all = enumeration.members.prefix(12).map(\.description).joined(separator: ", ")
        report(
            Diagnostic(
                code, at: range,
                "\(subject) is one of \(all), not \(Suggestion.clipped(value.description)).",
                hint: near.map { "Did you mean \"\($0)\"?" },
                fix: near.map { .init(range, JSONValue.string($0).serializedString()) }))
    }

    private mutating func checkConstraints(_ expression: ExpressionSyntax, _ want: Want) {
        guard !want.constraints.isEmpty, let value = constant(expression),
            let fault = want.constraints.fault(of: value)
        else { return }
        report(
            Diagnostic(
                .constraintBroken, at: expression.range, "\(want.subject) \(fault).",
                related: want.related.map { [.init($0, "the constraint is declared here")] } ?? []))
    }

    private mutating func reportMismatch(_ expression: ExpressionSyntax, _ type: ScriptType, _ want: Want) {
        report(
            Diagnostic(
                want.code, at: expression.range, "\(want.subject) is \(want.type.named), not \(type.named).",
                label: "this is \(type.named)", hint: Self.conversionHint(from: type, to: want.type),
                related: (want.related.map { [.init($0, "the type is declared here")] } ?? [])
                    + (type.holdsNull ? nullClauses(of: expression) : [])))
    }

    /// How one type is made of another, where there is a way.
    static func conversionHint(from type: ScriptType, to wanted: ScriptType) -> String? {
        if case .optional(let inner) = type, inner.fits(wanted) { return "Give a value for null with `??`." }
        if case (.list(.optional(let inner)), .list(let element)) = (type, wanted.required), inner.fits(element) {
            return "`compact(…)` leaves out what is null."
        }
        if type == .null { return "The value may be null only where the type ends with `?`." }
        switch (type, wanted.required) {
        case (.number, .integer): return "`round(x)`, `floor(x)` and `ceil(x)` give integers."
        case (.text, .date): return "`date(x)` reads a date from a text."
        case (.text, .timestamp): return "`timestamp(x)` reads a timestamp from a text."
        case (.text, .integer), (.text, .number): return "`to_number(x)` reads a number from a text."
        case (.stream, _): return "A stream is read by `pipe item from …`."
        case (_, .list(let element)) where type.fits(element): return "Put it in brackets: `[…]`."
        case (_, .text): return "A text can hold it: \"{name}\"."
        default: return nil
        }
    }
}

extension String {
    /// With a small first letter, for the middle of a sentence; what begins with a quoted name stays.
    var lowercasedFirst: String {
        hasPrefix("The ") || hasPrefix("An ") || hasPrefix("A ") ? prefix(1).lowercased() + dropFirst() : self
    }
}
