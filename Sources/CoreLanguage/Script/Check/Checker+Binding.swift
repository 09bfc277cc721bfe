extension Checker {
    /// Binds a name for what follows, or gives it a new value where that is allowed.
    mutating func bind(
        _ name: NameSyntax, _ type: ScriptType, kind: NameTable.Kind, mayAssign: Bool = false
    ) {
        guard checkReserved(name, what: "a binding") else { return bindRefused(name, kind) }
        if mayAssign, let entry = names.lookup(name.text), isAssignable(entry) {
            note(.entry(entry), at: name.range)
            known.forget(entry)
            if type.isCertain { learn([AccessPath(entry: entry)]) }
            return checkAssigned(names[entry], type, at: name.range)
        }
        let isUnique = checkUnique(name)
        let entry = NameTable.Entry(
            name: name.text, range: name.range, kind: kind, type: type, region: region,
            isRead: !isUnique || !isReachable)
        lastBound[name.text] = names.bind(entry)
        skipped[name.text] = nil
    }

    /// Binds a name that can't be one, so that reading it is no second fault.
    private mutating func bindRefused(_ name: NameSyntax, _ kind: NameTable.Kind) {
        names.bind(
            NameTable.Entry(
                name: name.text, range: name.range, kind: kind, type: .unknown, region: region, isRead: true))
    }

    /// Whether `let` gives the name a new value here: it was bound outside of the `repeat` around this place, and no other
    /// loop or lane is in between, whose copies would be lost.
    private func isAssignable(_ entry: Int) -> Bool {
        let bound = names[entry].region
        guard [.value, .result].contains(names[entry].kind) else { return false }
        var place = region
        var isInRepeat = false
        while place != bound {
            let here = regions[place]
            switch here.kind {
            case .repeat: isInRepeat = true
            case .branch: break
            default: return false
            }
            guard here.depth > regions[bound].depth else { return false }
            place = here.parent
        }
        return isInRepeat
    }

    private mutating func checkAssigned(_ entry: NameTable.Entry, _ type: ScriptType, at range: SourceRange) {
        guard !type.fits(entry.type) else { return }
        report(
            Diagnostic(
                .rebindType, at: range, "`\(entry.name)` is \(entry.type.named); its new value is \(type.named).",
                why: "In a loop a name keeps its type from round to round.",
                hint: "Give it the wider type where it is bound: `let \(entry.name): \(entry.type.joined(type)) = …`.",
                related: [.init(entry.range, "`\(entry.name)` is bound here")]))
    }

    /// A name is bound once in a script, or once in each branch of a decision.
    private mutating func checkUnique(_ name: NameSyntax) -> Bool {
        guard let last = lastBound[name.text] else {
            if let entry = names.lookup(name.text) { reportHidden(names[entry], by: name) }
            return true
        }
        let entry = names[last]
        guard !areExclusive(entry.region, region) else { return true }
        names.markRead(last)
        report(
            Diagnostic(
                .boundTwice, at: name.range, "`\(name.text)` is bound already.", label: "bound for the second time",
                why:
                    "A name stands for one value in the whole script; only the branches of one `decide` may bind it each, "
                    + "and `let` may give it a new value in a `repeat` below it.",
                hint: hint(for: name, last), related: [.init(entry.range, "`\(name.text)` is bound here")]))
        return false
    }

    /// What was probably meant by binding a name again: to gather what a loop finds, or to go on with a new value.
    private func hint(for name: NameSyntax, _ last: Int) -> String {
        let text = Suggestion.clipped(name.text)
        if names.lookup(name.text) == last, isAssignable(last) {
            return "Take another name, and behind it give the value on: `let \(text) = …`."
        }
        var place = region
        while place != names[last].region, place != 0 {
            switch regions[place].kind {
            case .each, .pipe:
                return "To add up, `sum(list)` takes no loop; to gather, write `-> results = …` under the loop, "
                    + "and bind `\(text)` behind it: `sum(results)`. Otherwise take another name."
            default: place = regions[place].parent
            }
        }
        return "Take another name."
    }

    private mutating func reportHidden(_ entry: NameTable.Entry, by name: NameSyntax) {
        switch entry.kind {
        case .input:
            report(
                Diagnostic(
                    .hiddenName, at: name.range, "`\(name.text)` hides the input of the same name.",
                    hint: "Take another name.", related: [.init(entry.range, "the input")]))
        case .loop, .index:
            report(
                Diagnostic(
                    .boundTwice, at: name.range, "`\(name.text)` is the name of the loop's variable already.",
                    hint: "Take another name.", related: [.init(entry.range, "`\(name.text)` is bound here")]))
        default: break
        }
    }

    /// Whether two parts of the script are in different branches of one decision.
    private func areExclusive(_ first: Int, _ second: Int) -> Bool {
        var (left, right) = (first, second)
        var (below, other) = (left, right)
        while left != right {
            if regions[left].depth >= regions[right].depth {
                below = left
                left = regions[left].parent
            } else {
                other = right
                right = regions[right].parent
            }
        }
        guard case .branch(let decision) = regions[below].kind, case .branch(let second) = regions[other].kind else {
            return false
        }
        return below != other && decision == second
    }

    /// Binds the variable of a loop, in the region of its body.
    mutating func bindLoop(_ name: NameSyntax, _ type: ScriptType, kind: NameTable.Kind = .loop) {
        guard checkReserved(name, what: "a variable of a loop") else { return bindRefused(name, kind) }
        if let entry = names.lookup(name.text), names[entry].kind != .input {
            report(
                Diagnostic(
                    .boundTwice, at: name.range, "`\(name.text)` is bound already.",
                    hint: "Take another name.", related: [.init(names[entry].range, "`\(name.text)` is bound here")]))
        } else if let entry = names.lookup(name.text) {
            reportHidden(names[entry], by: name)
        }
        loopVariables[name.text] = names.bind(
            NameTable.Entry(name: name.text, range: name.range, kind: kind, type: type, region: region))
    }

    /// Binds again, for what follows, what a block bound that is always done.
    mutating func keep(_ bound: [Int]) {
        for part in bound {
            let entry = names[part]
            lastBound[entry.name] = names.bind(
                NameTable.Entry(
                    name: entry.name, range: entry.range, kind: entry.kind, type: entry.type, region: region,
                    parts: [part], nullClause: entry.nullClause))
        }
    }

    /// Notes what could be read behind a step if its error were not handled.
    mutating func noteHandled(_ bound: [Int], by clause: ErrorClauseSyntax?) {
        guard let clause else { return }
        for entry in bound { handled[names[entry].name, default: (clause.range, [])].entries.append(entry) }
    }

    /// Binds what all ways of a decision bound; the type is what they have in common.
    mutating func bindJoined(_ ways: [[Int]]) {
        guard let first = ways.first else { return }
        var parts: [String: [Int]] = [:]
        for way in ways {
            let last = Dictionary(way.map { (names[$0].name, $0) }) { _, second in second }
            for (name, entry) in last { parts[name, default: []].append(entry) }
        }
        for name in first.map({ names[$0].name }) {
            guard let entries = parts.removeValue(forKey: name), entries.count == ways.count, let one = entries.first
            else { continue }
            lastBound[name] = names.bind(
                NameTable.Entry(
                    name: name, range: names[one].range, kind: names[one].kind,
                    type: .join(entries.map { names[$0].type }), region: region, parts: entries))
        }
    }
}
