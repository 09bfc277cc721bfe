extension JSONSchemaEvaluation {
    /// Goes on with the applicator at work: until a schema is on the stack, or to the end of the applicator.
    mutating func advance(_ top: Int, _ rule: JSONSchemaRule) {
        spend(JSONSchemaCost.advance, top)
        switch rule {
        case .reference(let node): applyAll([node], top)
        case .dynamicReference(let anchor, let otherwise):
            applyAll([target(ofAnchor: anchor, otherwise: otherwise, from: top)], top)
        case .allOf(let nodes): applyAll(nodes, top)
        case .anyOf(let nodes): applyAlternatives(nodes, top, enough: 1)
        case .oneOf(let nodes): applyAlternatives(nodes, top, enough: 2)
        case .not(let node): applyNot(node, top)
        case .condition(let node, let then, let otherwise): applyCondition(node, then, otherwise, top)
        case .dependent(let pairs): applyDependent(pairs, top)
        case .members(let members): applyMembers(members, top)
        case .memberNames(let node): applyMemberNames(node, top)
        case .elements(let first, let rest): applyElements(first, rest, top)
        case .contains(let node, let least, let most): applyContains(node, min: least, max: most, top)
        case .unevaluatedMembers(let node), .unevaluatedElements(let node): applyUnevaluated(node, rule, top)
        }
    }

    /// Applies a schema for the frame `top`: true when it is on the stack now.
    mutating func apply(_ application: Application, _ top: Int) -> Bool {
        guard let isValid = begin(application) else {
            return true
        }
        settle(top, isValid: isValid, marks: nil)
        return false
    }

    func here(_ node: Int, _ top: Int, isQuiet: Bool = false, isTentative: Bool = false) -> Application {
        Application(
            node: node, value: frames[top].value, place: frames[top].place, isHere: true, isQuiet: isQuiet,
            isTentative: isTentative)
    }

    private mutating func applyAll(_ nodes: [Int], _ top: Int) {
        while frames[top].cursor < nodes.count, !isDecided(top) {
            let node = nodes[frames[top].cursor]
            frames[top].cursor += 1
            if apply(here(node, top), top) {
                return
            }
        }
        frames[top].startNextApplicator()
    }

    /// `enough` is the number of fitting schemas after which nothing changes, unless it counts what they evaluated.
    private mutating func applyAlternatives(_ nodes: [Int], _ top: Int, enough: Int) {
        while frames[top].cursor < nodes.count, frames[top].tally < enough || frames[top].tracks, !isStopped {
            let node = nodes[frames[top].cursor]
            frames[top].cursor += 1
            frames[top].alternativeStart = findings.count
            if apply(here(node, top, isTentative: true), top) {
                return
            }
        }
        let tally = frames[top].tally
        if tally == 0 || (tally > 1 && enough == 2) {
            let nearest = tally == 0 ? frames[top].nearest : []
            fail(top, detail: tally)
            for finding in nearest {
                note(finding, isTentative: frames[top].isTentative)
            }
        }
        frames[top].startNextApplicator()
    }

    private mutating func applyNot(_ node: Int, _ top: Int) {
        if frames[top].cursor == 0 {
            frames[top].cursor = 1
            if apply(here(node, top, isQuiet: true), top) {
                return
            }
        }
        if frames[top].tally > 0 {
            fail(top)
        }
        frames[top].startNextApplicator()
    }

    private mutating func applyCondition(_ node: Int, _ then: Int?, _ otherwise: Int?, _ top: Int) {
        if frames[top].cursor == 0 {
            frames[top].cursor = 1
            if apply(here(node, top, isQuiet: true), top) {
                return
            }
        }
        if frames[top].cursor == 1 {
            frames[top].cursor = 2
            if let chosen = frames[top].tally > 0 ? then : otherwise, apply(here(chosen, top), top) {
                return
            }
        }
        frames[top].startNextApplicator()
    }

    private mutating func applyDependent(_ pairs: [(name: String, node: Int)], _ top: Int) {
        while frames[top].cursor < pairs.count, !isDecided(top) {
            let pair = pairs[frames[top].cursor]
            frames[top].cursor += 1
            spend(JSONSchemaCost.name + pair.name.utf8.count / 16, top)
            if frames[top].value[pair.name] != nil, apply(here(pair.node, top), top) {
                return
            }
        }
        frames[top].startNextApplicator()
    }

    /// Notes that the applicator at work is not fulfilled.
    mutating func fail(_ top: Int, detail: Int = 0) {
        frames[top].isValid = false
        guard !frames[top].isQuiet else {
            return
        }
        let finding = JSONSchemaFinding(
            node: frames[top].node, source: .applicator(Int32(truncatingIfNeeded: frames[top].applicator)),
            place: frames[top].place, detail: detail)
        note(finding, isTentative: frames[top].isTentative)
    }
}
