/// The rules of blocks that need no knowledge of the ways through them: what stands where, which names are bound twice,
/// where jumps may lead, how much there may be.
struct BlockRules {
    private(set) var table = BlockTable()
    private var level = 0
    private var stepCount = 0
    private var names = NameRules()
    /// The blocks around, from the outside inwards.
    private var blocks: [OpenBlock] = []
    private var pendingJumps: [PendingJump] = []
    private var jumpedBlocks: Set<Int> = []
    /// The numbers of the steps of each block that something jumps in.
    private var stepNumbers: [Int: [Int]] = [:]

    private struct OpenBlock {
        let number: Int
        let count: Int
        /// Whether jumps cannot leave it: the body of a loop, a lane, the whole.
        let isClosed: Bool
        var ordinal = 0
    }

    private struct PendingJump {
        let check: Int
        let isPass: Bool
        let block: Int
        let ordinal: Int
    }

    /// Looks at an outermost block.
    mutating func check(outermost block: Block, _ place: VerifierPlace) throws(ProgramError) {
        try check(region: block, .outermost, place)
        for jump in pendingJumps {
            guard let target = stepNumbers[jump.block]?[jump.ordinal] else { continue }
            table.targets.insert(target)
            if jump.isPass {
                table.jumps[jump.check, default: .init()].onPass = target
            } else {
                table.jumps[jump.check, default: .init()].onFail = target
            }
        }
        pendingJumps = []
        stepNumbers = [:]
    }

    private mutating func check(
        region block: Block, _ kind: NameRules.Region.Kind, _ place: VerifierPlace, loop: [String] = []
    ) throws(ProgramError) {
        try names.open(kind, loop, place)
        try check(block, isClosed: true, place)
        names.close(loop)
    }

    private mutating func check(_ block: Block, isClosed: Bool, _ place: VerifierPlace) throws(ProgramError) {
        guard level < Block.depthMax else { throw place.error("Blocks have at most \(Block.depthMax) levels.") }
        stepCount += block.steps.count
        guard stepCount <= Block.stepsMax else {
            throw place.error("A program has at most \(Block.stepsMax) steps. Move some to a script of their own.")
        }
        level += 1
        let number = table.ends.count
        table.ends.append(0)
        blocks.append(OpenBlock(number: number, count: block.steps.count, isClosed: isClosed))
        var numbers: [Int] = []
        numbers.reserveCapacity(block.steps.count)
        for (ordinal, step) in block.steps.enumerated() {
            blocks[blocks.count - 1].ordinal = ordinal
            numbers.append(table.ends.count)
            try check(step, place.step(ordinal))
        }
        if jumpedBlocks.contains(number) { stepNumbers[number] = numbers }
        blocks.removeLast()
        table.ends[number] = table.ends.count
        level -= 1
    }

    private mutating func check(_ step: BlockStep, _ place: VerifierPlace) throws(ProgramError) {
        let number = table.ends.count
        table.ends.append(0)
        try step.checkParts(place)
        switch step.action {
        case .each(let loop):
            let isFiber = loop.lanes != nil || step.binding?.isStream == true
            let variables = [loop.item] + (loop.index.map { [$0] } ?? [])
            try check(region: loop.body, .each(isFiber: isFiber), place.member("body"), loop: variables)
        case .pipe(let loop): try check(loop, place)
        case .repeat(let loop): try check(loop, place)
        case .together(let lanes):
            for (lane, part) in lanes.enumerated() { try check(region: part.body, .lane, place.lane(lane)) }
        case .decide(let decision): try check(decision, place)
        case .check(let check): try note(check, number, place)
        case .emit: try names.checkEmit(place)
        default: break
        }
        if let binding = step.binding, try names.bind(binding, &table, place) { table.assignments.insert(number) }
        table.ends[number] = table.ends.count
    }

    private mutating func check(_ loop: PipeLoop, _ place: VerifierPlace) throws(ProgramError) {
        if case .stream(let name) = loop.source { try names.read(stream: name, table, place.member("stream")) }
        let kind = NameRules.Region.Kind.pipe(isParallel: loop.lanes != nil)
        try check(region: loop.body, kind, place.member("body"), loop: [loop.item])
    }

    private mutating func check(_ loop: RepeatLoop, _ place: VerifierPlace) throws(ProgramError) {
        let isRunOnce = if case .until = loop.condition { true } else { false }
        let variables = loop.index.map { [$0] } ?? []
        try check(region: loop.body, .repeat(isRunOnce: isRunOnce), place.member("body"), loop: variables)
    }

    private mutating func check(_ decision: Decision, _ place: VerifierPlace) throws(ProgramError) {
        let start = names.mark
        for (ordinal, branch) in decision.branches.enumerated() {
            let mark = names.mark
            try check(branch.body, isClosed: false, place.branch(ordinal))
            names.setAside(since: mark)
        }
        names.takeBack(since: start)
    }

    private mutating func note(_ check: Check, _ number: Int, _ place: VerifierPlace) throws(ProgramError) {
        for (action, isPass) in [(check.onPass, true), (check.onFail, false)] {
            let place = place.member(isPass ? "on_pass" : "on_fail")
            switch action {
            case .proceed, .fail: break
            case .goto(let levels, let ordinal): try note(levels, ordinal, number, isPass, place)
            case .retry(let ordinal, _):
                guard ordinal < blocks[blocks.count - 1].ordinal else {
                    throw place.error("A check tries a step again that stands before it in its block.")
                }
                try note(0, ordinal, number, isPass, place)
            }
        }
    }

    private mutating func note(
        _ levels: Int, _ ordinal: Int, _ number: Int, _ isPass: Bool, _ place: VerifierPlace
    ) throws(ProgramError) {
        var index = blocks.count - 1
        for _ in 0..<max(0, min(levels, blocks.count)) {
            guard !blocks[index].isClosed, index > 0 else {
                throw place.error("The jump leaves the loop, lane or script that it stands in. Jump within it.")
            }
            index -= 1
        }
        guard levels >= 0, (0..<blocks[index].count).contains(ordinal) else {
            throw place.error("The jump leads to step \(ordinal) of a block of \(blocks[index].count).")
        }
        jumpedBlocks.insert(blocks[index].number)
        pendingJumps.append(PendingJump(check: number, isPass: isPass, block: blocks[index].number, ordinal: ordinal))
    }
}
