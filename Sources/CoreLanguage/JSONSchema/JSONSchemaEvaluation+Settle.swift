extension JSONSchemaEvaluation {
    /// Tells the frame `top` what came of a schema it applied, and what that has evaluated of the same value.
    mutating func settle(_ top: Int, isValid: Bool, marks: JSONSchemaMarks?) {
        guard !isStopped else {
            frames[top].isValid = false
            return
        }
        if let marks {
            spend(frames[top].marks.formUnion(marks), top)
        }
        switch plan.applicators[frames[top].applicator].rule {
        case .anyOf, .oneOf:
            frames[top].tally += isValid ? 1 : 0
            weighAlternative(top, isValid: isValid)
        case .not:
            frames[top].tally += isValid ? 1 : 0
        case .condition where frames[top].cursor == 1:
            frames[top].tally += isValid ? 1 : 0
        case .contains:
            frames[top].tally += isValid ? 1 : 0
            if isValid, frames[top].tracks {
                frames[top].marks.insert(frames[top].cursor - 1)
            }
        default:
            frames[top].isValid = frames[top].isValid && isValid
        }
    }

    /// Takes the faults of an alternative back, and keeps them aside when it came nearer than those before.
    private mutating func weighAlternative(_ top: Int, isValid: Bool) {
        guard findings.count > frames[top].alternativeStart else {
            return
        }
        let noted = Array(findings.dropFirst(frames[top].alternativeStart))
        findings.removeLast(noted.count)
        spend(noted.count * JSONSchemaCost.finding, top)
        guard !isValid, !isStopped else {
            return
        }
        if frames[top].nearest.isEmpty || distance(noted) < distance(frames[top].nearest) {
            frames[top].nearest = noted
        }
    }

    /// How far a value is from fitting. Of alternatives for different kinds of things, the wrong ones fail by a type or
    /// a constant.
    private func distance(_ findings: [JSONSchemaFinding]) -> Int {
        findings.reduce(0) { $0 + (isKindMismatch($1) ? 10 : 1) }
    }

    private func isKindMismatch(_ finding: JSONSchemaFinding) -> Bool {
        guard case .assertion(let number) = finding.source else {
            return false
        }
        switch plan.assertion(number).test {
        case .type, .const, .enumeration, .never: return true
        default: return false
        }
    }
}
