extension Checker {
    /// `name(arguments)`.
    mutating func call(_ name: NameSyntax, _ arguments: [ExpressionSyntax], at range: SourceRange) -> ScriptType {
        if name.text == "env" { return environment(name, arguments, at: range) }
        guard let function = FunctionTable.function(name.text) else {
            reportUnknownFunction(name)
            for argument in arguments where !argument.isLambda { _ = type(of: argument) }
            return .unknown
        }
        return apply(function, name, arguments, at: range)
    }

    /// `base.name(arguments)`, which is `name(base, arguments)`.
    mutating func method(
        _ base: ExpressionSyntax, _ name: NameSyntax, _ arguments: [ExpressionSyntax], at range: SourceRange
    ) -> ScriptType {
        call(name, [base] + arguments, at: range)
    }

    private mutating func apply(
        _ function: FunctionTable.Function, _ name: NameSyntax, _ arguments: [ExpressionSyntax], at range: SourceRange
    ) -> ScriptType {
        var types: [ScriptType?] = []
        for argument in arguments { types.append(argument.isLambda ? nil : type(of: argument)) }
        let candidates = function.signatures.filter { $0.counts.contains(arguments.count) }
        guard !candidates.isEmpty else {
            reportCall(function, name, arguments, types, at: range)
            return .unknown
        }
        var matches: [(FunctionSignature, TypeUnifier)] = []
        let isOpen = types.contains { $0?.isOpen ?? false }
        for candidate in candidates where isOpen || matches.isEmpty {
            if matches.contains(where: { Self.isSettled($0.0, candidate, types) }) { continue }
            if let unifier = unify(candidate, types) { matches.append((candidate, unifier)) }
        }
        guard let first = matches.first else {
            reportCall(function, name, arguments, types, at: range)
            return .unknown
        }
        if types.contains(.unknown), !arguments.contains(where: \.isLambda) { return .unknown }
        checkPatterns(name, arguments)
        noteMoments(name, types)
        checkOrder(name, arguments, types)
        guard matches.count > 1 else { return finish(first.0, first.1, name, arguments) }
        let results = matches.map { finish($0.0, $0.1, name, arguments, isQuiet: $0.0 != first.0) }
        return ScriptType.join(results)
    }

    /// Whether the first of two forms holds where it fits: only an argument of which nothing is known could make the
    /// other one hold, and both take the same there.
    private static func isSettled(
        _ first: FunctionSignature, _ second: FunctionSignature, _ types: [ScriptType?]
    ) -> Bool {
        zip(types, zip(first.parameters, second.parameters)).allSatisfy { type, parameters in
            type?.isOpen != true || parameters.0 == parameters.1
        }
    }

    /// Patterns and formats that are written out can be used.
    private mutating func checkPatterns(_ name: NameSyntax, _ arguments: [ExpressionSyntax]) {
        if arguments.count == 2, let format = arguments[1].unwrapped.plainText,
            let fault = DateFormat.fault(in: format, of: name.text)
        {
            report(Diagnostic(.callArguments, at: arguments[1].range, "The format can't be used: it \(fault)."))
        }
        guard let builtin = Builtins.table[name.text] else { return }
        for (number, argument) in arguments.enumerated() where builtin.takesPattern(number) {
            guard let source = argument.unwrapped.plainText else { continue }
            do {
                try patterns.check(source)
            } catch {
                reportPattern(error, at: argument.range)
            }
        }
    }

    /// What the variables of a signature stand for; nil when the arguments do not fit.
    private func unify(_ signature: FunctionSignature, _ types: [ScriptType?]) -> TypeUnifier? {
        var unifier = TypeUnifier()
        for (type, parameter) in zip(types, signature.parameters) {
            if let type {
                guard unifier.accepts(type, for: parameter) else { return nil }
            } else {
                guard case .function = parameter.required else { return nil }
            }
        }
        return unifier
    }

    /// Checks the functions among the arguments, and gives the type of the result.
    private mutating func finish(
        _ signature: FunctionSignature, _ unifier: TypeUnifier, _ name: NameSyntax, _ arguments: [ExpressionSyntax],
        isQuiet: Bool = false
    ) -> ScriptType {
        var unifier = unifier
        for (argument, parameter) in zip(arguments, signature.parameters) {
            guard case .lambda(let parameters, let body) = argument.unwrapped.kind,
                case .function(let given, let result) = parameter.required
            else { continue }
            let before = diagnostics.count
            let type = lambda(parameters, body, given.map(unifier.resolved), of: name)
            noteMoments(name, body: body, type)
            let wanted = unifier.resolved(result)
            if !unifier.accepts(type, for: result), diagnostics.count == before {
                report(
                    Diagnostic(
                        .callArguments, at: body.range,
                        "The function given to `\(name.text)` gives \(wanted.named), not \(type.named).",
                        label: "this is \(type.named)", hint: Self.conversionHint(from: type, to: wanted)))
            } else {
                checkOrder(name, body, type)
            }
            if isQuiet { diagnostics.removeLast(diagnostics.count - before) }
        }
        return unifier.resolved(signature.result)
    }

    /// The type of a function's body, when its parameters have these types.
    mutating func lambda(
        _ parameters: [NameSyntax], _ body: ExpressionSyntax, _ given: [ScriptType], of name: NameSyntax
    ) -> ScriptType {
        if parameters.count > given.count {
            let surplus = parameters[given.count]
            report(
                Diagnostic(
                    .callArguments, at: surplus.range,
                    "`\(name.text)` gives its function \(given.count) values, so there is none for `\(surplus.text)`."))
        }
        functionLevel += 1
        defer { functionLevel -= 1 }
        if functionLevel == ExpressionRules.functionLevelsMax + 1 {
            report(
                Diagnostic(
                    .tooDeep, at: body.range,
                    "More than \(ExpressionRules.functionLevelsMax) functions stand inside one another.",
                    hint: "Bind parts with `let`, or move some to a script of their own."))
        }
        let mark = names.mark
        for (place, parameter) in parameters.enumerated() {
            names.bind(
                NameTable.Entry(
                    name: parameter.text, range: parameter.range, kind: .parameter,
                    // Of the elements of an empty list nothing is known.
                    type: place < given.count && given[place] != .never ? given[place] : .unknown, region: region,
                    isRead: true))
        }
        let type = type(of: body)
        names.rollBack(to: mark)
        return type
    }

    private mutating func reportUnknownFunction(_ name: NameSyntax) {
        guard told.insert("function " + name.text).inserted else { return }
        let known =
            Builtins.effects[name.text] ?? Builtins.foreignForms[name.text] ?? Builtins.foreignNames[name.text]
        let near = known == nil ? nearest(to: name.text, among: FunctionTable.names) : nil
        let isTool = imports.names.contains(name.text) || tools[ToolName(name.text, from: "model")] != nil
        let hint =
            isTool
            ? "It is a tool: call it in a step, `do \"…\" with \(name.text) -> result`."
            : Builtins.effects[name.text] ?? Builtins.foreignForms[name.text] ?? Builtins.foreignNames[name.text].map {
                "It is called `\($0)` here."
            }
                ?? near.map { "Did you mean `\($0)`?" }
        report(
            Diagnostic(
                .unknownFunction, at: name.range, "There is no function `\(Suggestion.clipped(name.text))`.",
                hint: hint, fix: isTool ? nil : near.map { .init(name.range, $0) }))
    }

    private mutating func reportCall(
        _ function: FunctionTable.Function, _ name: NameSyntax, _ arguments: [ExpressionSyntax], _ types: [ScriptType?],
        at range: SourceRange
    ) {
        guard !types.contains(.unknown) else { return }
        let given = types.map { $0.map(\.description) ?? "a function" }.joined(separator: ", ")
        let forms = function.texts.prefix(4).map { "`\(name.text)\($0)`" }.joined(separator: " or ")
        let isNullable = types.contains { if case .some(.optional) = $0 { true } else { false } }
        let time = function.signatures.lazy.compactMap { Self.timeOfText($0, types) }.first
        report(
            Diagnostic(
                .callArguments, at: range, "`\(name.text)` does not take (\(given)).",
                label: "the arguments do not fit",
                hint: "It is \(forms)." + (isNullable ? " Give a value for null with `??`." : "")
                    + (time.map { " A text becomes a \($0) with `\($0)(\"…\")`." } ?? ""),
                related: nullClauses(of: arguments)))
    }

    /// The date or timestamp that a text is to be made of, so that the arguments fit.
    private static func timeOfText(_ signature: FunctionSignature, _ types: [ScriptType?]) -> ScriptType? {
        guard signature.counts.contains(types.count) else { return nil }
        var unifier = TypeUnifier()
        var found: ScriptType?
        for (type, parameter) in zip(types, signature.parameters) {
            guard let type else { return nil }
            if type == .text, parameter.required == .date || parameter.required == .timestamp {
                found = parameter.required
            } else if !unifier.accepts(type, for: parameter) {
                return nil
            }
        }
        return found
    }
}

extension ExpressionSyntax {
    var isLambda: Bool {
        if case .lambda = unwrapped.kind { true } else { false }
    }
}
