extension ScriptType {
    /// Whether a value of the type can have members.
    fileprivate var mayHaveMembers: Bool {
        switch self {
        case .shape, .object, .any, .unknown: true
        default: false
        }
    }
}

extension Checker {
    /// `base.name`, `base?.name`.
    mutating func member(
        _ base: ExpressionSyntax, _ name: NameSyntax, _ isOptional: Bool, _ isGuarded: Bool
    ) -> ScriptType {
        if let type = qualifiedMember(base, name) ?? inputByOwner(base, name) { return type }
        let type = type(of: base, isGuarded: isGuarded)
        let isKnown = isKnown(name.text, of: base)
        let found = member(name, of: type, base, isOptional || isKnown, isGuarded)
        let member = isKnown ? found.required : found
        probe(member: name, of: type, member)
        return member
    }

    private mutating func member(
        _ name: NameSyntax, of type: ScriptType, _ base: ExpressionSyntax, _ isOptional: Bool, _ isGuarded: Bool
    ) -> ScriptType {
        if isGuarded && !isOptional { resolutions.lenient.insert(name.range.start) }
        let isLenient = isOptional || isGuarded
        switch type {
        case .optional(let inner):
            if !isLenient, inner.mayHaveMembers { reportMayBeNull(base, name, type) }
            let found = found(name, in: inner, of: base, isLenient: isLenient)
            return isLenient ? found.orNull : found
        case .object, .any:
            if !isLenient { reportMayLack(base, name, type) }
            return isLenient ? .any : .unknown
        default: return found(name, in: type, of: base, isLenient: isLenient)
        }
    }

    /// `Lane.Auto`: a member of an enumeration with its name.
    private mutating func qualifiedMember(_ base: ExpressionSyntax, _ name: NameSyntax) -> ScriptType? {
        guard case .name(let owner) = base.kind, names.lookup(owner) == nil, lastBound[owner] == nil,
            let position = declarations.position(ofEnumeration: owner)
        else { return nil }
        let enumeration = declarations.enumerations[position]
        note(.enumeration(position), at: base.range)
        probe(member: name, of: .enumeration(enumeration), .enumeration(enumeration))
        guard enumeration.holds(.string(name.text)) else {
            reportNoMember(.string(name.text), of: enumeration, at: name.range, .unknownMember, subject: "`\(owner)`")
            return .unknown
        }
        resolutions.names[base.range.start] = .member(.string(name.text))
        note(.member(enumeration: position, .string(name.text)), at: name.range)
        return .enumeration(enumeration)
    }

    /// `inputs.name`, as other languages write it: told of, and read as the input.
    private mutating func inputByOwner(_ base: ExpressionSyntax, _ name: NameSyntax) -> ScriptType? {
        guard case .name("inputs") = base.kind, names.lookup("inputs") == nil, lastBound["inputs"] == nil,
            let entry = names.lookup(name.text), names[entry].kind == .input
        else { return nil }
        names.markRead(entry)
        if told.insert("inputs.\(name.text)").inserted {
            report(
                Diagnostic(
                    .noValue, at: base.range, "Inputs have their names alone.",
                    hint: "Write `\(name.text)`, not `inputs.\(name.text)`.",
                    fix: .init(SourceRange(base.range.start, name.range.start), "")))
        }
        return names[entry].type
    }

    /// The type of a member of something that is there.
    private mutating func found(
        _ name: NameSyntax, in type: ScriptType, of base: ExpressionSyntax, isLenient: Bool
    ) -> ScriptType {
        switch type {
        case .unknown: return .unknown
        case .object, .any: return isLenient ? .any : .unknown
        case .shape(let shape):
            guard let field = shape[name.text] else {
                reportUnknown(name, in: shape, type)
                return .unknown
            }
            if field.isOptional { resolutions.lenient.insert(name.range.start) }
            return field.valueType
        default:
            reportNoMembers(name, of: type, base)
            return .unknown
        }
    }

    private mutating func reportUnknown(_ name: NameSyntax, in shape: ShapeType, _ type: ScriptType) {
        let near = nearest(to: name.text) { _ in shape.fields.map(\.name) }
        let all = shape.fields.prefix(12).map { "`\($0.name)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .unknownMember, at: name.range, "There is no member `\(name.text)` in \(type.named).",
                hint: near.map { "Did you mean `\($0)`?" } ?? (all.isEmpty ? "It has no members." : "It has \(all)."),
                fix: near.map { .init(name.range, $0) }))
    }

    private mutating func reportMayBeNull(_ base: ExpressionSyntax, _ name: NameSyntax, _ type: ScriptType) {
        report(
            Diagnostic(
                .mayBeNull, at: name.range, "The member `\(name.text)` is read of \(type.named), which may be null.",
                label: "there may be nothing to read it of",
                hint:
                    "Write `?.\(name.text)` for null where it is null, give another value first with `??`, or ask with `!= null` whether it is there.",
                related: nullClauses(of: base),
                fix: .init(SourceRange(base.range.end, name.range.end), "?.\(name.text)")))
    }

    private mutating func reportMayLack(_ base: ExpressionSyntax, _ name: NameSyntax, _ type: ScriptType) {
        report(
            Diagnostic(
                .mayBeNull, at: name.range,
                "The member `\(name.text)` is read of \(type.named), which may not have it.",
                label: "nothing is known of its members",
                hint:
                    "Write `?.\(name.text)`, or `… ?? value`; or give the value a shape such as `{\(name.text): text}`.",
                fix: .init(SourceRange(base.range.end, name.range.end), "?.\(name.text)")))
    }

    private mutating func reportNoMembers(_ name: NameSyntax, of type: ScriptType, _ base: ExpressionSyntax) {
        let hint: String? =
            switch type {
            case .list where ["length", "size", "count"].contains(name.text): "`count(…)` tells how many there are."
            case .list: "Read it of each element: `map(…, x => x.\(name.text))`."
            case .text where ["length", "size", "count"].contains(name.text): "`count(…)` tells how long it is."
            case .stream: "A stream is read by `pipe item from …`."
            default: nil
            }
        report(
            Diagnostic(
                .noMembers, at: name.range, "\(type.named) has no members, so no `\(name.text)`.", hint: hint))
    }

    /// `base[index]`, `base?[index]`.
    mutating func element(
        _ base: ExpressionSyntax, _ index: ExpressionSyntax, _ isOptional: Bool, _ isGuarded: Bool
    ) -> ScriptType {
        let type = type(of: base, isGuarded: isGuarded)
        if let name = index.plainText, isKnown(name, of: base) {
            return element(index, of: type, base, isOptional: true, isGuarded: isGuarded).required
        }
        return element(index, of: type, base, isOptional: isOptional, isGuarded: isGuarded)
    }

    private mutating func element(
        _ index: ExpressionSyntax, of type: ScriptType, _ base: ExpressionSyntax, isOptional: Bool, isGuarded: Bool
    ) -> ScriptType {
        let isLenient = isOptional || isGuarded
        if isGuarded && !isOptional { resolutions.lenient.insert(index.range.start) }
        if case .optional = type, !isLenient {
            report(
                Diagnostic(
                    .mayBeNull, at: index.range, "An element is read of \(type.named), which may be null.",
                    hint: "Write `?[…]` for null where it is null, or give another value first with `??`."))
        }
        switch type.required {
        case .unknown:
            _ = self.type(of: index)
            return .unknown
        case .list(let element):
            check(index, fits: Want(.integer, "The number of an element", .operandType))
            return isLenient ? element.orNull : element
        case .shape(let shape):
            guard let name = index.plainText else { fallthrough }
            return found(NameSyntax(name, index.range), in: .shape(shape), of: base, isLenient: isLenient)
        case .object, .any:
            return openElement(type, index, isLenient)
        default:
            _ = self.type(of: index)
            report(
                Diagnostic(
                    .noMembers, at: index.range, "\(type.named) has no elements.",
                    hint: type == .text ? "`slice(text, from, to)` gives a part of a text." : nil))
            return .unknown
        }
    }

    private mutating func openElement(_ type: ScriptType, _ index: ExpressionSyntax, _ isLenient: Bool) -> ScriptType {
        let indexType = self.type(of: index)
        if !indexType.fits(.text) && !indexType.fits(.integer) {
            reportOperand(
                "What is in brackets is a text or an integer, not \(indexType.named).", at: index.range, indexType,
                .text)
        } else if !isLenient {
            report(
                Diagnostic(
                    .mayBeNull, at: index.range, "An element is read of \(type.named), which may not have it.",
                    hint: "Write `?[…]`, or `… ?? value`."))
        }
        return isLenient ? .any : .unknown
    }
}
