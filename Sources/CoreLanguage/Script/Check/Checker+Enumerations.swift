extension Checker {
    mutating func check(_ syntax: EnumerationSyntax) {
        let name = syntax.name
        if TypeNames.types[name.text] != nil || name.text == "list" {
            return report(
                Diagnostic(
                    .reservedName, at: name.range, "`\(name.text)` is a type of the language already.",
                    hint: "Give the enumeration another name."))
        }
        if let first = enumerationPlaces[name.text] {
            return reportTwice("The enumeration `\(name.text)`", at: name.range, first: first)
        }
        enumerationPlaces[name.text] = name.range
        let members = uniqueMembers(of: syntax)
        let base = base(of: syntax)
        let isSymbolic = syntax.base == nil && syntax.members.allSatisfy(\.isSymbol)
        for member in syntax.members where !fits(member.value, base) {
            report(
                Diagnostic(
                    .enumerationMembers, at: member.range,
                    "The members of `\(name.text)` are of the type \(base.named); \(member.value) is not.",
                    why: "All members of an enumeration have one type.",
                    related: syntax.base.map { [.init($0.range, "the type is declared here")] } ?? []))
        }
        declarations.add(EnumerationType(name.text, base: base, isSymbolic: isSymbolic, members: members))
    }

    private mutating func uniqueMembers(of syntax: EnumerationSyntax) -> [JSONValue] {
        var places: [JSONValue: SourceRange] = [:]
        var members: [JSONValue] = []
        for member in syntax.members {
            if let first = places[member.value] {
                report(
                    Diagnostic(
                        .enumerationMembers, at: member.range, "\(member.value) is a member already.",
                        hint: "Leave it out.", related: [.init(first, "the first one")]))
            } else {
                places[member.value] = member.range
                members.append(member.value)
            }
        }
        return members
    }

    /// The type that was written, or else what the members have in common.
    private mutating func base(of syntax: EnumerationSyntax) -> ScriptType {
        if let base = syntax.base {
            switch TypeNames.types[base.text] {
            case .some(.text): return .text
            case .some(.integer): return .integer
            case .some(.number): return .number
            default:
                report(
                    Diagnostic(
                        .enumerationMembers, at: base.range,
                        "The members of an enumeration are text, integer or number, not `\(base.text)`."))
                return .unknown
            }
        }
        guard let first = syntax.members.first?.value else { return .text }
        if first.stringValue != nil { return .text }
        return syntax.members.allSatisfy { $0.value.stringValue != nil || isInteger($0.value) } ? .integer : .number
    }

    private func fits(_ value: JSONValue, _ base: ScriptType) -> Bool {
        switch base {
        case .text: value.stringValue != nil
        case .integer: isInteger(value)
        case .number: value.doubleValue != nil
        default: true
        }
    }

    private func isInteger(_ value: JSONValue) -> Bool {
        if case .integer = value { true } else { false }
    }
}
