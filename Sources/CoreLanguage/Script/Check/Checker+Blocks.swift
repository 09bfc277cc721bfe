extension Checker {
    /// Checks the steps of a block one after the other, along the ways that lead through them.
    mutating func checkBlock(_ steps: [StepSyntax], isClosed: Bool) -> FlowResult {
        let reachableBefore = isReachable
        frames.append(BlockFrame(steps, isClosed: isClosed))
        var result = FlowResult(completes: true, value: nil)
        var isTold = !isReachable
        for (ordinal, step) in steps.enumerated() {
            arrive(at: ordinal, step, &result)
            isReachable = reachableBefore && result.completes
            if !isReachable {
                resolutions.unreachable.insert(step.keyword.start)
                if !isTold { reportUnreachable(steps[ordinal...], after: steps[..<ordinal].last) }
                isTold = true
            }
            probe(step, isBehind: false)
            let outcome = check(step)
            probe(step, isBehind: true)
            if let value = outcome.value { result.value = value }
            result.completes = result.completes && outcome.completes
        }
        frames.removeLast()
        isReachable = reachableBefore
        return result
    }

    /// Begins a step, which jumps may lead to as well.
    private mutating func arrive(at ordinal: Int, _ step: StepSyntax, _ result: inout FlowResult) {
        let frame = frames.count - 1
        if let arrival = frames[frame].arrivals[ordinal] {
            leaveOut(arrival, &result)
        }
        if isReachedFromBelow(step) {
            // Whoever jumps back may have come there by a jump around this place.
            let around = frames[frame].arrivals.filter { $0.key > ordinal }.values
            if let first = around.min(by: { $0.knownMark < $1.knownMark || $0.since < $1.since }) {
                leaveOut(first, &result)
            }
            // It finds names as the last loop left them.
            known.forgetChanging()
            result.completes = true
        }
        frames[frame].ordinal = ordinal
        frames[frame].stepBegan = names.now
        frames[frame].knownMark = known.mark
    }

    /// Forgets what a jump goes around.
    private mutating func leaveOut(_ arrival: BlockFrame.Arrival, _ result: inout FlowResult) {
        for entry in names.hide(since: arrival.since) { skipped[names[entry].name] = arrival.jump }
        known.rollBack(to: arrival.knownMark)
        result.completes = true
        // The jump may have left out the step that gives the value.
        result.value = result.value?.orNull
    }

    /// Whether a jump further down may lead to the step.
    private func isReachedFromBelow(_ step: StepSyntax) -> Bool {
        guard let label = step.label, let last = lastJumps[label.text] else { return false }
        return last > step.keyword.start
    }

    private mutating func reportUnreachable(_ steps: ArraySlice<StepSyntax>, after last: StepSyntax?) {
        guard let first = steps.first else { return }
        report(
            Diagnostic(
                .unreachable, at: first.keyword, "This step is never reached.",
                why: "Every way ends, or jumps away, before it.", hint: "Leave it out, or move it further up.",
                related: last.map { [.init($0.keyword, "here no way goes on")] } ?? []))
    }

    /// Checks a block with names of its own, and gives what it bound.
    mutating func checkBody(
        _ steps: [StepSyntax], _ kind: Region.Kind, isClosed: Bool = true,
        before prepare: (inout Self) -> Void = { _ in }, after finish: (inout Self, FlowResult) -> Void = { _, _ in }
    ) -> (result: FlowResult, bound: [Int]) {
        let mark = names.mark
        let knownMark = known.mark
        let outer = enter(kind)
        prepare(&self)
        let result = checkBlock(steps, isClosed: isClosed)
        finish(&self, result)
        region = outer
        known.rollBack(to: knownMark)
        return (result, names.rollBack(to: mark))
    }

    // MARK: Jumps

    /// Finds the step that a jump goes to, and notes what it goes around.
    mutating func checkJump(_ label: LabelSyntax) {
        for (levels, frame) in frames.indices.reversed().enumerated() {
            if let ordinals = frames[frame].labels[label.text] {
                return jump(label, to: ordinals, in: frame, levels: levels)
            }
            if frames[frame].isClosed { break }
        }
        let near = nearest(to: label.text) { $0.labelPlaces.keys.sorted() }
        let place = labelPlaces[label.text]
        report(
            Diagnostic(
                .jumpTarget, at: label.range,
                place == nil
                    ? "No step has the label \"\(Suggestion.clipped(label.text))\"."
                    : "The step \"\(Suggestion.clipped(label.text))\" can't be jumped to from here.",
                why: place == nil
                    ? nil : "A jump stays in its block or goes to one around it, within the same loop or lane.",
                hint: place == nil ? near.map { "Did you mean \"\($0)\"?" } : nil,
                related: place.map { [.init($0, "the step is here")] } ?? []))
    }

    private mutating func jump(_ label: LabelSyntax, to ordinals: [Int], in frame: Int, levels: Int) {
        guard ordinals.count == 1, let ordinal = ordinals.first else {
            return report(
                Diagnostic(
                    .jumpTarget, at: label.range,
                    "\(ordinals.count) steps of the block have the label \"\(Suggestion.clipped(label.text))\".",
                    hint: "Give the step to jump to a label of its own."))
        }
        resolutions.jumps[label.range.start] = Resolutions.Jump(levels: levels, ordinal: ordinal)
        guard isReachable, ordinal > frames[frame].ordinal else { return }
        // The first jump goes around most.
        if frames[frame].arrivals[ordinal] != nil { return }
        frames[frame].arrivals[ordinal] = BlockFrame.Arrival(
            since: frames[frame].stepBegan, knownMark: frames[frame].knownMark, jump: label.range)
    }
}
