extension Checker {
    /// Checks the arguments of a step or call against what is asked for. Gives the type that the argument `type` names.
    @discardableResult
    mutating func check(
        _ arguments: [ArgumentSyntax], against signature: ToolSignature, of owner: String, at place: SourceRange
    ) -> ScriptType? {
        var given: [String: SourceRange] = [:]
        var meant: Set<String> = []
        var valueType: ScriptType?
        for argument in arguments {
            let name = argument.name
            if let first = given[name.text] { reportRepeated(name, first: first) }
            given[name.text] = name.range
            guard let field = signature.field(name.text) else {
                if !signature.takesMore, let near = reportUnknown(argument, signature, owner) { meant.insert(near) }
                checkAlone(argument)
                continue
            }
            if let type = check(argument, field, of: owner) { valueType = type }
        }
        let missing = signature.fields.filter { $0.isRequired && given[$0.name] == nil && !meant.contains($0.name) }
        reportMissing(missing, owner, at: place)
        return valueType
    }

    /// Checks what arguments say when nothing is known of what they should.
    mutating func checkAlone(_ arguments: [ArgumentSyntax]) {
        var given: [String: SourceRange] = [:]
        for argument in arguments {
            if let first = given[argument.name.text] { reportRepeated(argument.name, first: first) }
            given[argument.name.text] = argument.name.range
            checkAlone(argument)
        }
    }

    private mutating func checkAlone(_ argument: ArgumentSyntax) {
        switch argument.value {
        case .type(let syntax): noteSchema(syntax)
        case .expression(let expression):
            if case .stream = type(of: expression) { reportStreamRead(expression) }
        }
    }

    /// The type that the argument names when it is one that names types.
    private mutating func check(
        _ argument: ArgumentSyntax, _ field: ToolSignature.Field, of owner: String
    ) -> ScriptType? {
        let subject = "The argument `\(field.name)` of \(owner)"
        switch (field.form, argument.value) {
        case (.type, .type(let syntax)): return noteSchema(syntax)
        case (.type, .expression(let expression)):
            guard !expression.isMissing else { return .unknown }
            report(
                Diagnostic(
                    .argumentType, at: expression.range, "\(subject) is a type, such as `text` or `{name: text}`.",
                    label: "this is a value"))
            return .unknown
        case (_, .type(let syntax)):
            report(
                Diagnostic(
                    .argumentType, at: syntax.range, "\(subject) is \(field.type.named), not a type."))
        case (.duration, .expression(let expression)): checkDuration(expression, subject, .argumentType)
        case (.plain, .expression(let expression)):
            if case .function(let parameters, let result) = field.type {
                checkFunction(expression, parameters, result, subject)
            } else {
                check(expression, fits: Want(field.isRequired ? field.type : field.type.orNull, subject, .argumentType))
            }
        }
        return nil
    }

    @discardableResult
    private mutating func noteSchema(_ syntax: TypeSyntax) -> ScriptType {
        let type = type(syntax)
        resolutions.schemas[syntax.range.start] = type.schema()
        return type
    }

    private mutating func checkFunction(
        _ expression: ExpressionSyntax, _ given: [ScriptType], _ result: ScriptType, _ subject: String
    ) {
        guard case .lambda(let parameters, let body) = expression.unwrapped.kind else {
            report(
                Diagnostic(
                    .argumentType, at: expression.range, "\(subject) is a function.",
                    hint: "Such as `payload => payload?.id == order_id`."))
            return
        }
        let type = lambda(parameters, body, given, of: NameSyntax("where", expression.range))
        if !type.fits(result) {
            report(
                Diagnostic(
                    .argumentType, at: body.range, "\(subject) gives \(result.named), not \(type.named).",
                    label: "this is \(type.named)"))
        }
    }

    private mutating func reportRepeated(_ name: NameSyntax, first: SourceRange) {
        report(
            Diagnostic(
                .argumentTwice, at: name.range, "The argument `\(name.text)` is given twice.",
                hint: "Keep one of them.",
                related: [.init(first, "the first one")]))
    }

    /// Gives the name that was probably meant.
    private mutating func reportUnknown(
        _ argument: ArgumentSyntax, _ signature: ToolSignature, _ owner: String
    ) -> String? {
        let name = argument.name
        let near = nearest(to: name.text, among: signature.fields.map(\.name))
        let all = signature.fields.map { "`\($0.name)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .unknownArgument, at: name.range, "\(owner.capitalizedFirst) has no argument `\(name.text)`.",
                hint: near.map { "Did you mean `\($0)`?" } ?? "It has \(all).",
                fix: near.map { .init(name.range, $0) }))
        return near
    }

    private mutating func reportMissing(_ missing: [ToolSignature.Field], _ owner: String, at place: SourceRange) {
        guard !missing.isEmpty else { return }
        let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .missingArgument, at: place, "\(owner.capitalizedFirst) needs \(names).",
                hint: missing.map { "`\($0.name)`: \($0.summary)" }.joined(separator: " ")))
    }
}

extension String {
    /// With a capital letter; what begins with a quoted name stays.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
