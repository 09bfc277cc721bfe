/// What names in the source were found to be: what editors ask for and the program does not need.
struct ScriptSymbols: Sendable {
    /// What a name can be.
    enum Target: Hashable, Sendable {
        /// A binding, an input, a variable: an entry of the table of names.
        case entry(Int)
        /// An enumeration, by its ordinal.
        case enumeration(Int)
        /// A member of an enumeration.
        case member(enumeration: Int, JSONValue)
    }

    /// A name that is read, or given a new value.
    struct Occurrence: Sendable {
        let range: SourceRange
        let target: Target
    }

    /// Every name that was bound, in the order of the checks.
    var entries: [NameTable.Entry] = []
    /// Where names are read; a place that was checked more than once is there as often.
    var occurrences: [Occurrence] = []
    /// What was found at the place that was asked about.
    var findings = ScriptProbe.Findings()
}

/// A place in the source about which the checker is asked.
struct ScriptProbe: Sendable {
    /// The place, in bytes.
    let offset: Int
    /// The step at which names are listed, by the place of its first word, and whether that is done behind it.
    var step: (start: Int, isBehind: Bool)?

    /// What is known of the place.
    struct Findings: Sendable {
        /// The names in sight there.
        var visible: [Int]?
        /// The type of what stands before the point, where the place is the name of a member.
        var base: ScriptType?
        /// The type of the member there.
        var member: ScriptType?
    }
}

extension Checker {
    @inline(__always)
    mutating func note(_ target: ScriptSymbols.Target, at range: SourceRange) {
        symbols.occurrences.append(ScriptSymbols.Occurrence(range: range, target: target))
    }

    /// Lists the names in sight when the name at `range` is the one that was asked about.
    mutating func probe(nameAt range: SourceRange) {
        guard let probe, range.touches(probe.offset) else { return }
        symbols.findings.visible = names.visibleEntries
    }

    /// Lists the names in sight before or behind a step.
    mutating func probe(_ step: StepSyntax, isBehind: Bool) {
        guard let place = probe?.step, place.start == step.keyword.start, place.isBehind == isBehind else { return }
        symbols.findings.visible = names.visibleEntries
    }

    /// Keeps the types of a member that was asked about.
    mutating func probe(member name: NameSyntax, of base: ScriptType, _ type: ScriptType) {
        guard let probe, name.range.touches(probe.offset) else { return }
        symbols.findings.base = base
        symbols.findings.member = type
    }
}
