extension Checker {
    /// `env(KEY)`, `env("KEY", "default")`.
    mutating func environment(
        _ name: NameSyntax, _ arguments: [ExpressionSyntax], at range: SourceRange
    ) -> ScriptType {
        guard let key = arguments.first?.environmentKey, arguments.count <= 2 else {
            report(
                Diagnostic(
                    .callArguments, at: range, "`env` takes the name of a variable, and a value that stands in for it.",
                    hint: "Such as `env(\"ORDERS_URL\", \"http://localhost:8080\")`."))
            for argument in arguments.dropFirst() { _ = type(of: argument) }
            return .unknown
        }
        guard Reference.isRootName(key) else {
            report(
                Diagnostic(
                    .callArguments, at: arguments.first?.range ?? range,
                    "`\(Suggestion.clipped(key))` is no name of a variable.",
                    why: "Names of variables are letters, digits and `_`, 64 at most."))
            return .unknown
        }
        if variables.insert(key).inserted { resolutions.variables.append(key) }
        let declared = declarations.variable(key)
        if declared == nil { checkUndeclared(key, at: arguments.first?.range ?? range) }
        var type = declared?.type ?? .text
        guard arguments.count == 2, let fallback = arguments.last else {
            return declared?.valueType ?? type
        }
        let second = check(fallback, fits: Want(type.orNull, "The value that stands in for `\(key)`", .callArguments))
        if second.isNullable { type = type.orNull }
        return type
    }

    /// Where a script says which variables it reads, another one may be misspelt.
    private mutating func checkUndeclared(_ key: String, at range: SourceRange) {
        guard !declarations.env.isEmpty else { return }
        let near = nearest(to: key) { $0.declarations.env.map(\.name) }
        report(
            Diagnostic(
                .undeclaredVariable, at: range, "`env` does not declare the variable `\(Suggestion.clipped(key))`.",
                hint: near.map { "Did you mean `\($0)`?" } ?? "Declare it: `\(key) : text`."))
    }
}

extension ExpressionSyntax {
    /// The name of a variable, written as a name or as a text.
    var environmentKey: String? {
        switch unwrapped.kind {
        case .name(let name): name
        case .text: plainText
        default: nil
        }
    }
}
