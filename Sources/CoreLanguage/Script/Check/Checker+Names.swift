extension Checker {
    /// The type of a name, with what it stands for noted.
    mutating func type(
        ofName name: String, at range: SourceRange, expecting expected: ScriptType? = nil
    ) -> ScriptType {
        probe(nameAt: range)
        if let entry = names.lookup(name) { return read(entry, at: range) }
        if let (type, owner) = member(name, expecting: expected) {
            resolutions.names[range.start] = .member(.string(name))
            note(.member(enumeration: owner, .string(name)), at: range)
            return type
        }
        reportUnknown(name, at: range, expecting: expected)
        return lastBound[name].map { names[$0].kind == .stream ? .unknown : names[$0].type } ?? .unknown
    }

    private mutating func read(_ entry: Int, at range: SourceRange) -> ScriptType {
        names.markRead(entry)
        note(.entry(entry), at: range)
        let found = names[entry]
        switch found.kind {
        case .input: resolutions.names[range.start] = .input(isOptional: found.type.isNullable)
        case .stream: resolutions.names[range.start] = .stream
        default: resolutions.names[range.start] = .binding
        }
        return known.contains(AccessPath(entry: entry)) ? found.type.required : found.type
    }

    /// The enumeration that the name is a member of: the one that is expected, or else the first.
    private func member(_ name: String, expecting expected: ScriptType?) -> (ScriptType, enumeration: Int)? {
        guard let owners = declarations.memberOwners[name], let first = owners.first else { return nil }
        if case .enumeration(let enumeration) = expected?.required, enumeration.holds(.string(name)) {
            return (.enumeration(enumeration), declarations.position(ofEnumeration: enumeration.name) ?? first)
        }
        return (owners.count == 1 ? .enumeration(declarations.enumerations[first]) : .text, first)
    }

    /// One diagnostic for each name, however often it is read.
    private mutating func reportUnknown(_ name: String, at range: SourceRange, expecting expected: ScriptType?) {
        if let entry = lastBound[name] ?? loopVariables[name] {
            names.markRead(entry)
            note(.entry(entry), at: range)
            return reportNotHere(names[entry], at: range)
        }
        if let place = bindingPlaces[name] {
            readTooEarly.insert(name)
            return reportTooEarly(name, place, at: range)
        }
        guard !tree.namesInFaults.contains(name), told.insert(name).inserted else { return }
        if let reason = notAValue(name) {
            return report(Diagnostic(.noValue, at: range, reason.message, hint: reason.hint))
        }
        let near = Self.foreignValues[name] ?? nearest(to: name)
        if let entry = near.flatMap(names.lookup) { names.markRead(entry) }
        report(
            Diagnostic(
                .unknownName, at: range, "Nothing here has the name `\(Suggestion.clipped(name))`.",
                label: "not a binding, an input or a member of an enumeration",
                hint: Self.foreignValues[name].map { "Write `\($0)`." }
                    ?? near.map { "Did you mean `\($0)`?" } ?? expected?.membersHint,
                related: near.flatMap(place).map { [$0] } ?? [],
                fix: near.map { .init(range, $0) }))
    }

    /// How other languages write values that are words.
    private static let foreignValues = [
        "None": "null", "nil": "null", "undefined": "null", "Null": "null", "NULL": "null",
        "True": "true", "TRUE": "true", "False": "false", "FALSE": "false",
    ]

    private mutating func nearest(to name: String) -> String? {
        nearest(to: name) { $0.names.visibleNames.sorted() + $0.declarations.memberOwners.keys.sorted() }
    }

    private func place(of name: String) -> Diagnostic.Related? {
        guard let entry = names.lookup(name), names[entry].kind != .root else { return nil }
        return .init(names[entry].range, "`\(name)` is here")
    }

    private func notAValue(_ name: String) -> (message: String, hint: String)? {
        if imports.names.contains(name)
            || [ToolSignatures.modelSource, "native"].contains(where: {
                tools[ToolName(name, from: $0)] != nil
            })
        {
            return ("`\(name)` is a tool, not a value.", "Call it in a step: `do \"…\" with \(name) -> result`.")
        }
        if declarations.enumeration(name) != nil {
            return ("`\(name)` is an enumeration, not a value.", "Write one of its members.")
        }
        if declarations.variable(name) != nil {
            let other = name.lowercased() == name ? "value" : name.lowercased()
            return (
                "`\(name)` is a variable of the environment, not a value.",
                "Bind it, and use that name: `let \(other) = env(\(name))`."
            )
        }
        switch name {
        case "error":
            return (
                "There is no `error` here.",
                "It is there in `on error`, behind `use`, `fail` and `fallback`, and in `on thread error`."
            )
        case "env": return ("`env` is no value.", "A variable of the environment is read with `env(\"NAME\")`.")
        case "thread": return ("There is no `thread` here.", "It is there in `on thread error`.")
        case "inputs": return ("Inputs have their names alone.", "Write `name`, not `inputs.name`.")
        case "item", "steps", "index":
            return ("`\(name)` is no name of a script.", "An element has the name that `each name in …` gives it.")
        default: return nil
        }
    }

    private mutating func reportTooEarly(_ name: String, _ place: SourceRange, at range: SourceRange) {
        report(
            Diagnostic(
                .notBoundHere, at: range, "`\(name)` is not bound yet.", label: "read before it is bound",
                why: "Steps are done in their order; a name can be read below the step that binds it.",
                related: [.init(place, "`\(name)` is bound here")]))
    }

    private mutating func reportNotHere(_ entry: NameTable.Entry, at range: SourceRange) {
        let name = entry.name
        if let jump = skipped[name] {
            return report(
                Diagnostic(
                    .notBoundHere, at: range, "`\(name)` may not be bound here: a jump goes around it.",
                    hint: "Move the step that binds it in front of the jump.",
                    related: [.init(jump, "the jump"), .init(entry.range, "`\(name)` is bound here")]))
        }
        if let (clause, entries) = handled[name] {
            for entry in entries { names.markRead(entry) }
            return report(
                Diagnostic(
                    .notBoundHere, at: range,
                    "`\(name)` may not be bound here: when its step fails, `on error` goes on without it.",
                    hint: "Bind it before the step, or handle the error of the steps inside by themselves.",
                    related: [.init(clause, "goes on"), .init(entry.range, "`\(name)` is bound here")]))
        }
        let words =
            regions[region].kind == .threadError && entry.region == 0
            ? "by a step that may not have been done when the error came" : regions[entry.region].boundWords
        report(
            Diagnostic(
                .notBoundHere, at: range, "`\(name)` is bound \(words).", label: "it may not be there",
                why: "A name can be read where every way there has bound it.",
                hint: regions[entry.region].readHint(name),
                related: [.init(entry.range, "`\(name)` is bound here")]))
    }

    mutating func reportStreamRead(_ expression: ExpressionSyntax) {
        report(
            Diagnostic(
                .noValue, at: expression.range, "A stream is no value: its items come one by one.",
                hint: "Read it with `pipe item from …`."))
    }
}

extension ScriptType {
    /// The members of an enumeration, for whoever named none of them.
    fileprivate var membersHint: String? {
        guard case .enumeration(let enumeration) = required, enumeration.isSymbolic else { return nil }
        let names = enumeration.members.prefix(12).compactMap(\.stringValue).map { "`\($0)`" }
        return "`\(enumeration.name)` has \(names.joined(separator: ", "))."
    }
}

extension Region {
    /// How a name that was bound in it can be read behind it.
    fileprivate func readHint(_ name: String) -> String? {
        switch kind {
        case .branch: "Bind it in every branch, or before the `decide`."
        case .each, .pipe: "Collect it: `-> name = \(name)` at the end of the body gives a list."
        case .repeat: "Bind it with `let` before the loop; in the loop `let \(name) = …` gives it a new value."
        default: nil
        }
    }
}
