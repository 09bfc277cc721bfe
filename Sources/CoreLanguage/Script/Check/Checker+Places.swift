extension Checker {
    /// Where names are bound and steps have labels, to tell more of those that are not found.
    mutating func collectPlaces() {
        collect(tree.steps)
        for declaration in tree.declarations {
            if case .threadError(let steps) = declaration.kind { collect(steps) }
        }
    }

    private mutating func collect(_ steps: [StepSyntax]) {
        for step in steps {
            if case .check(let check) = step.kind { note(check.onPass, check.onFail) }
            if let label = step.label, labelPlaces[label.text] == nil { labelPlaces[label.text] = label.range }
            if let binding = step.binding { note(binding.name) }
            if case .bind(let name, _, _) = step.kind { note(name) }
            for body in step.kind.bodies { collect(body) }
        }
    }

    private mutating func note(_ name: NameSyntax) {
        if bindingPlaces[name.text] == nil {
            bindingPlaces[name.text] = name.range
        } else {
            reboundNames.insert(name.text)
        }
    }

    private mutating func note(_ actions: CheckSyntax.Action?...) {
        for case .goto(let label) in actions {
            lastJumps[label.text] = max(lastJumps[label.text] ?? 0, label.range.start)
        }
    }

    /// What nothing reads.
    mutating func reportUnused() {
        for entry in names.entries where !entry.isRead && entry.parts.isEmpty {
            guard !entry.name.hasPrefix("_"), !readTooEarly.contains(entry.name) else { continue }
            guard let words = entry.kind.unusedWords else { continue }
            report(
                Diagnostic(
                    .unusedBinding, at: entry.range, "Nothing reads \(words) `\(entry.name)`.",
                    hint: "Leave it out, or begin its name with `_`.",
                    fix: .init(SourceRange(entry.range.start, entry.range.start), "_")))
        }
        for item in imports.imports where !item.isUsed {
            report(
                Diagnostic(
                    .unusedImport, at: item.range, "No step uses the tool `\(item.name)`.",
                    hint: "Leave the import out."))
        }
    }
}

extension NameTable.Kind {
    /// What it is, for the warning that nothing reads it; nil for what may stay unread.
    fileprivate var unusedWords: String? {
        switch self {
        case .value: "the binding"
        case .stream: "the stream"
        case .index: "the number"
        case .input, .result, .loop, .parameter, .root: nil
        }
    }
}

extension StepSyntax.Kind {
    /// The blocks inside.
    var bodies: [[StepSyntax]] {
        switch self {
        case .each(let each): [each.body]
        case .pipe(let pipe): [pipe.body]
        case .repeat(let loop): [loop.body]
        case .decide(let decision): decision.branches.map(\.body)
        case .together(let lanes): lanes.map(\.body)
        default: []
        }
    }
}
