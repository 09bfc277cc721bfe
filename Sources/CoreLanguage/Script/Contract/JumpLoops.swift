/// How often checks have the steps of a block done again.
struct JumpLoops {
    private let resolutions: Resolutions

    init(_ resolutions: Resolutions) {
        self.resolutions = resolutions
    }

    /// For each step how often it is done when the block is done once. A jump back has no bound.
    func repeats(of steps: [StepSyntax]) -> [EffectReport.Bound] {
        var repeats = [EffectReport.Bound](repeating: .times(1), count: steps.count)
        var firstReached = steps.count
        for ordinal in steps.indices.reversed() {
            for target in backJumps(of: steps[ordinal], levels: 0) { firstReached = min(firstReached, target) }
            if firstReached <= ordinal { repeats[ordinal] = .unbounded }
            guard case .check(let check) = steps[ordinal].kind, ordinal > 0 else { continue }
            for case .retry(let count)? in [check.onPass, check.onFail] {
                let times = count.map(number) ?? .times(3)
                repeats[ordinal] = repeats[ordinal] * (.times(1) + times)
                repeats[ordinal - 1] = repeats[ordinal - 1] * (.times(1) + times)
            }
        }
        return repeats
    }

    /// The steps of the block, so many levels out, that checks in the step jump to.
    private func backJumps(of step: StepSyntax, levels: Int) -> [Int] {
        switch step.kind {
        case .check(let check):
            return [check.onPass, check.onFail].compactMap { action in
                guard case .goto(let label)? = action, let jump = resolutions.jumps[label.range.start],
                    jump.levels == levels
                else { return nil }
                return jump.ordinal
            }
        case .decide(let decision):
            return decision.branches.flatMap { branch in
                branch.body.flatMap { backJumps(of: $0, levels: levels + 1) }
            }
        default: return []
        }
    }

    private func number(_ expression: ExpressionSyntax) -> EffectReport.Bound {
        guard case .literal(let value) = expression.unwrapped.kind, let number = value.int64Value, number >= 0 else {
            return .unbounded
        }
        return .times(Int(clamping: number))
    }
}
