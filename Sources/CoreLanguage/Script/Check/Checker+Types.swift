extension Checker {
    /// The type that was written; `unknown` where it could not be told.
    mutating func type(_ syntax: TypeSyntax) -> ScriptType {
        let type = plainType(syntax)
        return syntax.isOptional ? type.orNull : type
    }

    private mutating func plainType(_ syntax: TypeSyntax) -> ScriptType {
        switch syntax.kind {
        case .missing: .unknown
        case .name(let name): named(name, at: syntax.range)
        case .list(nil): .list(.any)
        case .list(let element?): .list(type(element))
        case .shape(let fields): shape(fields)
        }
    }

    private mutating func named(_ name: String, at range: SourceRange) -> ScriptType {
        if let type = TypeNames.types[name] { return type }
        let nameRange = SourceRange(range.start, min(range.end, range.start + name.utf8.count))
        if let position = declarations.position(ofEnumeration: name) {
            note(.enumeration(position), at: nameRange)
            return .enumeration(declarations.enumerations[position])
        }
        let near =
            suggestionsLeft > 0
            ? TypeNames.suggestion(for: name, enumerations: declarations.enumerations.map(\.name)) : nil
        suggestionsLeft -= declarations.enumerations.count + 10
        // What could not be read may have declared it.
        if !tree.namesInFaults.contains(name), told.insert("type " + name).inserted {
            report(
                Diagnostic(
                    .unknownType, at: nameRange, "There is no type `\(Suggestion.clipped(name))`.",
                    label: "no type and no enumeration of this script",
                    hint: near.map { "Did you mean `\($0)`?" }
                        ?? "The types are \(TypeNames.canonical.joined(separator: ", ")), shapes and enumerations.",
                    fix: near.map { .init(nameRange, $0) }))
        }
        return .unknown
    }

    private mutating func shape(_ syntax: [FieldSyntax]) -> ScriptType {
        var fields: [ShapeType.Field] = []
        var places: [String: SourceRange] = [:]
        for field in syntax {
            if let first = places[field.name.text] {
                reportTwice("The field `\(field.name.text)`", at: field.name.range, first: first)
                continue
            }
            places[field.name.text] = field.name.range
            let type = type(field.type)
            let constraints = constraints(field.constraints, of: type)
            fields.append(.init(field.name.text, type, isOptional: field.isOptional, constraints: constraints))
        }
        return .shape(ShapeType(fields))
    }

    /// The fields of a block.
    mutating func fields(_ syntax: [FieldSyntax], of block: String) -> [ScriptDeclarations.Field] {
        var fields: [ScriptDeclarations.Field] = []
        var places: [String: SourceRange] = [:]
        for field in syntax {
            if let first = places[field.name.text] {
                reportTwice("The field `\(field.name.text)`", at: field.name.range, first: first)
                continue
            }
            places[field.name.text] = field.name.range
            if block == "input" { checkReserved(field.name, what: "an input") }
            fields.append(self.field(field))
        }
        return fields
    }

    private mutating func field(_ syntax: FieldSyntax) -> ScriptDeclarations.Field {
        let type = type(syntax.type)
        let constraints = constraints(syntax.constraints, of: type)
        let value = syntax.defaultValue.flatMap { defaultValue($0, of: syntax, type, constraints) }
        return ScriptDeclarations.Field(
            name: syntax.name.text, range: syntax.name.range, type: type, isOptional: syntax.isOptional,
            constraints: constraints, defaultValue: value, isSecret: syntax.secret != nil,
            description: syntax.description)
    }

    private mutating func defaultValue(
        _ expression: ExpressionSyntax, of field: FieldSyntax, _ type: ScriptType, _ constraints: FieldConstraints
    ) -> JSONValue? {
        let wanted = field.isOptional ? type.orNull : type
        let before = diagnostics.count
        if isInput(expression) {
            reportNotConstant(expression, "A default")
            return .some(.null)
        }
        check(expression, fits: Want(wanted, "`\(field.name.text)`", .defaultValue, related: field.type.range))
        guard let value = constant(expression) else {
            if diagnostics.count == before { reportNotConstant(expression, "A default") }
            // It has a default, though not a known one: nothing else is to be told of it.
            return .some(.null)
        }
        if diagnostics.count == before, let fault = constraints.fault(of: value) {
            report(
                Diagnostic(
                    .defaultValue, at: expression.range, "The default of `\(field.name.text)` \(fault).",
                    related: field.constraints.map { .init($0.range, "the constraint") }))
        }
        return value
    }

    /// Whether it names an input, whose value is not known when defaults are taken.
    private func isInput(_ expression: ExpressionSyntax) -> Bool {
        guard case .name(let name) = expression.unwrapped.kind else { return false }
        return inputNames.contains(name)
    }

    mutating func reportNotConstant(_ expression: ExpressionSyntax, _ what: String) {
        guard !expression.isMissing else { return }
        report(
            Diagnostic(
                .notConstant, at: expression.range, "\(what) must be known before the script runs.",
                label: "this is computed",
                hint: "Literals, lists and objects of them, and members of enumerations can stand here."))
    }

    /// Whether the name is free; tells if it is not.
    @discardableResult
    mutating func checkReserved(_ name: NameSyntax, what: String) -> Bool {
        guard Self.reserved.contains(name.text) else { return true }
        report(
            Diagnostic(
                .reservedName, at: name.range, "`\(name.text)` can't be the name of \(what).",
                why: "The word means something else everywhere in a script.",
                hint: "Take another name, such as `\(name.text)_`.", fix: .init(name.range, name.text + "_")))
        return false
    }
}

extension ExpressionSyntax {
    var isMissing: Bool {
        if case .missing = kind { true } else { false }
    }
}
