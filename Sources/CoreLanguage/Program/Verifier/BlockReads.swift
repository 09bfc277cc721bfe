/// Looks at every expression of the blocks with what can be read at its place.
struct BlockReads {
    var expressions: ExpressionRules
    private var scope: BlockScope
    private let flow: BlockFlow
    /// What the sets cost, which ``BlockFlow`` bounded on the same ways.
    private var work = 0

    private var table: BlockTable { scope.table }

    init(_ table: BlockTable, _ flow: BlockFlow, _ expressions: ExpressionRules, hasError: Bool) {
        scope = BlockScope(table: table, hasError: hasError)
        self.flow = flow
        self.expressions = expressions
    }

    /// Looks at the outermost block, whose number is `header`.
    mutating func check(outermost block: Block, _ header: Int, _ place: VerifierPlace) throws(ProgramError) {
        _ = try check(region: block, header, NameSet(), place)
    }

    /// Looks at what a region gives where it begins with `start`. What is bound at its end is the result.
    private mutating func check(
        region block: Block, _ header: Int, _ start: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        _ = try check(block, header, start, start, place)
        return Self.inner(flow.ends[header], start)
    }

    /// What a region knows at a place, with what is bound where the region begins.
    private static func inner(_ solved: NameSet??, _ entry: NameSet?) -> NameSet? {
        guard let solved = solved.flatMap(\.self), let entry else { return nil }
        return entry.union(solved)
    }

    private mutating func check(
        _ block: Block, _ header: Int, _ start: NameSet?, _ entry: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        var bound = start
        var number = header + 1
        for (ordinal, step) in block.steps.enumerated() {
            if table.targets.contains(number) { bound = Self.inner(flow.joins[number], entry) }
            bound = try check(step, number, bound, entry, place.step(ordinal))
            number = table.ends[number]
        }
        return bound
    }

    private mutating func check(
        _ step: BlockStep, _ number: Int, _ before: NameSet?, _ entry: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        scope.bound = before
        if let policy = step.onError { try check(policy, of: step, place.member("on_error")) }
        var after = before
        switch step.action {
        case .each(let loop): try check(loop, number, place)
        case .pipe(let loop): try check(loop, number, place)
        case .repeat(let loop): after = try check(loop, number, place)
        case .together(let lanes): after = try check(lanes, number, place)
        case .decide(let decision): after = try check(decision, number, entry, place)
        case .check(let check):
            try self.check(check, place)
            after = check.onPass == .proceed || check.onFail == .proceed ? before : nil
        case .emit(let value):
            try read(value, place.member("value"))
            after = nil
        default: try check(action: step.action, place)
        }
        after = step.onError?.goesOn == true ? BlockFlow.meet(after, before, work: &work) : after
        if let binding = step.binding, let name = table.names[binding.name] {
            if table.assignments.contains(number), !(before?.contains(name) ?? true) {
                throw place.error(BlockScope.unbound(binding.name))
            }
            after = after?.inserting(name)
        }
        scope.bound = after
        if let undo = step.undo { try read(undo.input, place.member("undo").member("input")) }
        return after
    }

    // MARK: Blocks

    private mutating func check(_ loop: EachLoop, _ number: Int, _ place: VerifierPlace) throws(ProgramError) {
        try read(loop.items, place.member("items"))
        try read(loop.lanes, place.member("lanes"))
        try read(loop.pauseMilliseconds, place.member("pause_ms"))
        let variables = [loop.item] + (loop.index.map { [$0] } ?? [])
        try check(loop.body, number, variables, loop.value, place)
    }

    private mutating func check(_ loop: PipeLoop, _ number: Int, _ place: VerifierPlace) throws(ProgramError) {
        switch loop.source {
        case .list(let items): try read(items, place.member("items"))
        case .stream(let name):
            if let fault = scope.fault(ofStream: name) { throw place.member("stream").error(fault) }
        }
        try read(loop.batch, place.member("batch"))
        try read(loop.lanes, place.member("lanes"))
        try check(loop.body, number, [loop.item], loop.value, place)
    }

    /// The body of a loop with its variables, and what an iteration gives.
    private mutating func check(
        _ body: Block, _ number: Int, _ variables: [String], _ value: Expression?, _ place: VerifierPlace
    ) throws(ProgramError) {
        for name in variables { scope.variables[name, default: 0] += 1 }
        scope.bound = try check(region: body, number + 1, scope.bound, place.member("body"))
        try read(value, place.member("value"))
        for name in variables { scope.variables[name, default: 1] -= 1 }
    }

    private mutating func check(
        _ loop: RepeatLoop, _ number: Int, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        let before = scope.bound
        try read(loop.roundsMax, place.member("rounds_max"))
        try read(loop.pauseMilliseconds, place.member("pause_ms"))
        switch loop.condition {
        case .times(let count): try read(count, place.member("times"))
        case .while(let condition): try read(condition, place.member("while"))
        case .until: break
        }
        if let index = loop.index { scope.variables[index, default: 0] += 1 }
        let end = try check(region: loop.body, number + 1, before, place.member("body"))
        defer { if let index = loop.index { scope.variables[index, default: 1] -= 1 } }
        guard case .until(let condition) = loop.condition else { return before }
        scope.bound = end
        try read(condition, place.member("until"))
        return end
    }

    private mutating func check(
        _ lanes: [Lane], _ number: Int, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        let before = scope.bound
        var after = before
        var header = number + 1
        for (ordinal, lane) in lanes.enumerated() {
            let end = try check(region: lane.body, header, before, place.lane(ordinal))
            after = end.flatMap { after?.union($0) }
            header = table.ends[header]
        }
        return after
    }

    private mutating func check(
        _ decision: Decision, _ number: Int, _ entry: NameSet?, _ place: VerifierPlace
    ) throws(ProgramError) -> NameSet? {
        let before = scope.bound
        try read(decision.model, place.member("model"))
        for (ordinal, part) in decision.cases.enumerated() {
            try read(part.condition, place.member("cases").element(ordinal).member("when"))
        }
        let chosen = Set(decision.cases.map(\.branch) + (decision.otherwise.map { [$0] } ?? []))
        var after: NameSet?
        var header = number + 1
        for (ordinal, branch) in decision.branches.enumerated() {
            let start = chosen.contains(ordinal) ? before : nil
            let end = try check(branch.body, header, start, entry, place.branch(ordinal))
            after = BlockFlow.meet(after, end, work: &work)
            header = table.ends[header]
        }
        return after
    }

    // MARK: Expressions

    mutating func read(_ expression: Expression?, _ place: VerifierPlace) throws(ProgramError) {
        if let expression { try expressions.check(expression, in: scope, place) }
    }

    /// An event's payload is tested by a function.
    mutating func read(filter: Expression?, _ place: VerifierPlace) throws(ProgramError) {
        guard let filter else { return }
        try expressions.check(function: filter, of: 1...1, "The condition on an event", in: scope, place)
    }

    /// What stands in for a step that failed reads the error.
    private mutating func check(
        _ policy: ErrorPolicy, of step: BlockStep, _ place: VerifierPlace
    ) throws(ProgramError) {
        let outer = scope.hasError
        scope.hasError = true
        for name in step.laneVariables { scope.variables[name, default: 0] += 1 }
        defer {
            scope.hasError = outer
            for name in step.laneVariables { scope.variables[name, default: 1] -= 1 }
        }
        switch policy.action {
        case .handOn, .ignore, .pause: break
        case .use(let value): try read(value, place.member("value"))
        case .fail(let message): try read(message, place.member("message"))
        case .fallback(let call): try read(call.input, place.member("input"))
        }
    }
}
