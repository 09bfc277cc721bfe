/// What must be known of each block before its code is made: whether something jumps back in it.
///
/// Blocks are numbered in the order in which their code is made.
struct BlockSurvey {
    struct Entry {
        /// Whether its steps may run again, so that it counts its rounds.
        var hasRounds = false
        /// How many of its checks count how often they tried again.
        var counters = 0
    }

    private(set) var entries: [Entry] = []
    /// The blocks around, and the ordinals of their steps, within one fiber.
    private var around: [(number: Int, ordinal: Int)] = []

    init() {}

    /// Looks at `block`, whose steps run again as a whole when `isRetried`.
    mutating func survey(_ block: Block, isRetried: Bool = false, level: Int = 0) throws(ProgramError) {
        guard level <= Block.depthMax else { throw CodeBuilder.malformed("Blocks nest too deep.") }
        let number = entries.count
        entries.append(Entry(hasRounds: isRetried))
        around.append((number, 0))
        defer { around.removeLast() }
        for (ordinal, step) in block.steps.enumerated() {
            around[around.count - 1].ordinal = ordinal
            if step.retriesAsBlock { entries[number].hasRounds = true }
            try survey(step, in: number, level)
        }
    }

    private mutating func survey(_ step: BlockStep, in number: Int, _ level: Int) throws(ProgramError) {
        let isRetried = step.onError?.retry != nil
        switch step.action {
        case .each(let loop): try survey(loop.body, isRetried: isRetried, level: level + 1)
        case .pipe(let loop): try survey(loop.body, isRetried: isRetried, level: level + 1)
        case .repeat(let loop): try survey(loop.body, level: level + 1)
        case .together(let lanes):
            for lane in lanes { try survey(lane.body, isRetried: isRetried, level: level + 1) }
        case .decide(let decision):
            for branch in decision.branches { try survey(branch.body, level: level + 1) }
        case .check(let check):
            for action in [check.onPass, check.onFail] { note(action, in: number) }
        default: break
        }
    }

    private mutating func note(_ action: Check.Action, in number: Int) {
        switch action {
        case .goto(let levels, let ordinal):
            guard around.indices.contains(around.count - 1 - levels) else { return }
            let target = around[around.count - 1 - levels]
            if ordinal <= target.ordinal { entries[target.number].hasRounds = true }
        case .retry:
            entries[number].hasRounds = true
            entries[number].counters += 1
        case .proceed, .fail: break
        }
    }
}

extension BlockStep {
    /// Whether a failure runs its blocks again as a whole, in another round of the block it stands in.
    var retriesAsBlock: Bool {
        guard onError?.retry != nil else { return false }
        switch action {
        case .repeat: return true
        case .decide(let decision): return decision.model == nil
        default: return false
        }
    }

    /// Whether its policy holds for each iteration or lane, and not for what is computed before them. A stream can fail
    /// midway, which no iteration can handle.
    var handlesOnlyLanes: Bool {
        switch action {
        case .each, .together: true
        case .pipe(let loop): if case .list = loop.source { true } else { false }
        default: false
        }
    }

    /// What its policy may read beside `error`: the variables of a loop, where it holds for each iteration.
    var laneVariables: [String] {
        switch action {
        case .each(let loop): [loop.item] + (loop.index.map { [$0] } ?? [])
        case .pipe(let loop) where handlesOnlyLanes: [loop.item]
        default: []
        }
    }

    /// Whether it gives a value.
    var hasValue: Bool {
        switch action {
        case .check, .emit, .yield, .send, .wait(.duration), .wait(.until): false
        default: true
        }
    }
}
