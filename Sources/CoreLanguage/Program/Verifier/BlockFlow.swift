/// Follows the ways through blocks: which names are bound on every way to a step that jumps lead to, and at the end of a
/// block.
///
/// Each region (a block that jumps do not leave) is solved once, as if nothing were bound before it: what is bound where
/// it begins is bound everywhere in it. Jumps back ask for another pass, until nothing changes; the sets only shrink.
struct BlockFlow {
    private let table: BlockTable

    /// What is bound at the end of a region, by its number; nil when its end is not reached.
    private(set) var ends: [Int: NameSet?] = [:]
    /// What is bound at a step that a jump leads to, by its number; nil when it is not reached.
    private(set) var joins: [Int: NameSet?] = [:]

    /// What is bound where the jumps to a step are.
    private var arrivals: [Int: NameSet] = [:]
    /// Whether a jump back brought something that the pass did not know.
    private var isStale = false
    private var work = 0

    /// How many steps, and nodes of sets, are looked at before jumps are refused: about a second. Three passes are
    /// enough for what people write, and a pass takes no more than the program has steps where little is jumped over.
    private static let workMax = 20_000_000

    init(_ table: BlockTable) {
        self.table = table
    }

    /// Solves the region `block` with the number `header`. Gives what is bound at its end.
    mutating func solve(_ block: Block, _ header: Int, _ place: VerifierPlace) throws(ProgramError) -> NameSet? {
        if let known = ends[header] { return known }
        let outer = isStale
        var end: NameSet?
        repeat {
            isStale = false
            end = try walk(block, header, NameSet(), place)
        } while isStale
        isStale = outer
        ends[header] = .some(end)
        return end
    }

    /// What is bound on both ways; nil for a way that is not gone.
    static func meet(_ left: NameSet?, _ right: NameSet?, work: inout Int) -> NameSet? {
        guard let left, let right else { return left ?? right }
        return left.intersection(right, work: &work)
    }

    private mutating func walk(
        _ block: Block, _ header: Int, _ start: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        var state = start
        var number = header + 1
        work += block.steps.count
        for (ordinal, step) in block.steps.enumerated() {
            guard work <= Self.workMax else {
                throw place.error("There are too many jumps to follow. Write loops with repeat instead.")
            }
            if table.targets.contains(number) {
                state = Self.meet(state, arrivals[number], work: &work)
                joins[number] = .some(state)
            }
            state = try walk(step, number, state, place.step(ordinal))
            number = table.ends[number]
        }
        return state
    }

    private mutating func walk(
        _ step: BlockStep, _ number: Int, _ before: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        var after: NameSet?
        switch step.action {
        case .emit: after = nil
        case .check(let check): after = follow(check, number, before)
        case .decide(let decision): after = try walk(decision, number, before, place)
        case .each(let loop):
            _ = try solve(loop.body, number + 1, place.member("body"))
            after = before
        case .pipe(let loop):
            _ = try solve(loop.body, number + 1, place.member("body"))
            after = before
        case .repeat(let loop): after = try walk(loop, number, before, place)
        case .together(let lanes): after = try walk(lanes, number, before, place)
        default: after = before
        }
        return bound(step, before, after)
    }

    /// What is bound after the step, with its own name.
    private mutating func bound(_ step: BlockStep, _ before: NameSet?, _ after: NameSet?) -> NameSet? {
        let after = step.onError?.goesOn == true ? Self.meet(after, before, work: &work) : after
        guard let binding = step.binding, let name = table.names[binding.name] else { return after }
        return after?.inserting(name)
    }

    private mutating func walk(
        _ decision: Decision, _ number: Int, _ before: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        let chosen = Set(decision.cases.map(\.branch) + (decision.otherwise.map { [$0] } ?? []))
        var after: NameSet?
        var header = number + 1
        for (ordinal, branch) in decision.branches.enumerated() {
            let start = chosen.contains(ordinal) ? before : nil
            let end = try walk(branch.body, header, start, place.branch(ordinal))
            after = Self.meet(after, end, work: &work)
            header = table.ends[header]
        }
        return after
    }

    /// A loop that asks after a round binds what its body binds on every way.
    private mutating func walk(
        _ loop: RepeatLoop, _ number: Int, _ before: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        let end = try solve(loop.body, number + 1, place.member("body"))
        guard case .until = loop.condition else { return before }
        return end.flatMap { before?.union($0) }
    }

    private mutating func walk(
        _ lanes: [Lane], _ number: Int, _ before: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        var after = before
        var header = number + 1
        for (ordinal, lane) in lanes.enumerated() {
            let end = try solve(lane.body, header, place.lane(ordinal))
            after = end.flatMap { after?.union($0) }
            header = table.ends[header]
        }
        return after
    }

    private mutating func follow(_ check: Check, _ number: Int, _ before: NameSet?) -> NameSet? {
        let jumps = table.jumps[number]
        if let before {
            for target in [jumps?.onPass, jumps?.onFail].compactMap(\.self) { arrive(at: target, from: number, before) }
        }
        return check.onPass == .proceed || check.onFail == .proceed ? before : nil
    }

    private mutating func arrive(at target: Int, from number: Int, _ state: NameSet) {
        guard let known = arrivals[target] else {
            arrivals[target] = state
            if target <= number { isStale = true }
            return
        }
        let both = known.intersection(state, work: &work)
        guard !both.isIdentical(to: known) else { return }
        arrivals[target] = both
        if target <= number { isStale = true }
    }
}
