/// Lengths of time: durations, milliseconds, and texts such as `24h`.
extension Checker {
    /// Checks a length of time. A text that is written out is one; another only where the run reads it, as
    /// `takesText` says.
    mutating func checkDuration(
        _ expression: ExpressionSyntax, _ what: String, _ code: DiagnosticCode = .typeMismatch, takesText: Bool = false
    ) {
        guard let text = expression.unwrapped.plainText else {
            return checkMilliseconds(expression, what, code, takesText: takesText)
        }
        if let milliseconds = TextForms.milliseconds(ofDuration: text) {
            resolutions.durations[expression.unwrapped.range.start] = milliseconds
        } else {
            report(
                Diagnostic(
                    code, at: expression.range, "\(what) is a duration, which \"\(Suggestion.clipped(text))\" is not.",
                    hint: "Durations are written as 30s, 1h30m or \"24h\"."))
        }
    }

    private mutating func checkMilliseconds(
        _ expression: ExpressionSyntax, _ what: String, _ code: DiagnosticCode, takesText: Bool
    ) {
        if case .literal(.integer(let number)) = expression.unwrapped.kind { warnOfUnit(number, expression, what) }
        let type = type(of: expression)
        guard !type.fits(.integer), !(takesText && type == .text) else { return }
        let hint =
            type.required == .text
            ? "`parse_duration(x)` reads a duration from a text." : Self.conversionHint(from: type, to: .integer)
        report(
            Diagnostic(
                code, at: expression.range, "\(what) is \(ScriptType.integer.named), not \(type.named).",
                label: "this is \(type.named)", why: "Durations are numbers of milliseconds: `1s` is 1000.",
                hint: hint))
    }

    /// So few milliseconds are hardly meant where a number has no unit.
    private mutating func warnOfUnit(_ number: Int64, _ expression: ExpressionSyntax, _ what: String) {
        guard (1..<1_000).contains(number) else { return }
        // Seconds are meant by small numbers.
        let (likely, other) = number < 100 ? ("s", "ms") : ("ms", "s")
        report(
            Diagnostic(
                .noUnit, at: expression.range,
                "\(what) is \(number) ms here, since a number without a unit is milliseconds.",
                label: "a unit is missing", hint: "Write `\(number)\(likely)` or `\(number)\(other)`.",
                fix: .init(expression.range, "\(number)\(likely)")))
    }
}
