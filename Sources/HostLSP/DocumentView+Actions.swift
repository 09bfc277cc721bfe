import CoreLanguage

extension DocumentView {
    /// The changes that mend what is wrong in a part of the document.
    func actions(in range: SourceRange, _ documentation: String?) -> JSONValue {
        let near = script.diagnostics.filter { $0.range.start <= range.end && range.start <= $0.range.end }
        return .array(
            near.compactMap { diagnostic in
                guard let fix = script.fix(for: diagnostic) else { return nil }
                let change = edit(ScriptEdit(fix.range, fix.replacement))
                return [
                    "title": .string(title(of: fix, diagnostic)), "kind": "quickfix",
                    "diagnostics": [self.diagnostic(diagnostic, documentation)], "isPreferred": true,
                    "edit": ["changes": .object([document.uri: .array([change])])],
                ]
            })
    }

    private func title(of fix: Diagnostic.Fix, _ diagnostic: Diagnostic) -> String {
        let new = fix.replacement.split { $0 == "\n" }.joined(separator: " ")
        let old = script.source.text(at: fix.range)
        // Of whole lines the name says what goes.
        if old.contains(where: \.isNewline) { return "Remove `\(script.source.text(at: diagnostic.range))`" }
        if new.isEmpty { return "Remove `\(old)`" }
        return old.isEmpty ? "Insert `\(new)`" : "Write `\(new)` for `\(old)`"
    }
}
