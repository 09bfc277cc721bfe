/// Graphs: each step is a lane that begins when those it waits for have ended.
extension CodeBuilder {
    /// The code of a graph and of its result.
    mutating func emit(graph steps: [GraphStep]) throws(ProgramError) {
        guard steps.count <= Node.graphStepsMax else {
            throw Self.malformed("A graph has at most \(Node.graphStepsMax) steps.")
        }
        try Node.check(steps, at: .root)
        let survey = GraphSurvey(steps)
        graph = survey
        for step in steps { frame.names[GraphSurvey.name(of: step.id)] = newRegister() }
        let (fork, end) = (Int32(code.forks.count), newLabel())
        code.forks.append(
            ForkSite(
                source: .graph(survey.lanes), kinds: [], path: -1, lanes: -1, batch: -1, pause: -1, laneRegion: -1,
                isStream: false))
        emit(.fork, fork, newTemporaries(), end.number)
        var kinds: [Int] = []
        for (number, step) in steps.enumerated() {
            let kind = beginFrame()
            kinds.append(kind)
            graph?.reader = number
            beginPlace(at: -1)
            let result = newRegister()
            try emit(step, into: result)
            // Others find the step in `result`, which is copied to them when the lane ends.
            let nothing = newTemporaries()
            emit(.constant, nothing, constant(.null))
            emit(.finish, nothing)
            endFrame()
            let outer = frame.names[GraphSurvey.name(of: step.id)] ?? 0
            code.kinds[kind].results.append((inner: result, outer: outer))
            code.lanesNeeded += 1 + (step.forEach?.lanesMax ?? 0)
        }
        graph?.reader = nil
        code.forks[Int(fork)].kinds = kinds
        set(end)
    }

    /// Puts what others read of a step into `result`: its output and its status.
    private mutating func emit(_ step: GraphStep, into result: Int32) throws(ProgramError) {
        let pair = newTemporaries(2)
        let (skipped, end) = (newLabel(), newLabel())
        if let condition = step.condition {
            setRole("when")
            try jump(to: skipped, when: false, condition, for: .condition)
        }
        let (output, status) = (newRegister(), newRegister())
        emit(.constant, status, constant(.string("completed")))
        if let loop = step.forEach {
            try emit(loop, of: step, into: output, status)
        } else {
            try emitCall(of: step, into: output, status)
        }
        emit(.move, pair, output)
        emit(.move, pair + 1, status)
        emit(.jump, end.number)
        set(skipped)
        emit(.constant, pair, constant(.null))
        emit(.constant, pair + 1, constant(.string("skipped")))
        set(end)
        emit(.object, result, pair, number(ofNames: ["output", "status"]))
    }

    /// A call, and what stands in for its output when it fails.
    private mutating func emitCall(of step: GraphStep, into output: Int32, _ status: Int32) throws(ProgramError) {
        let mark = mark
        defer { release(mark) }
        let outer = region
        let (handler, end) = (newLabel(), newLabel())
        if step.onError != .fail { region = newRegion(.all, handler: handler, register: -1) }
        let input = newTemporaries()
        try emitInput(step.body.input, into: input)
        let kind = EffectSite.Kind.ingredient(step.body.ingredient, version: step.body.version)
        let retry = step.retry.attempts > 1 ? step.retry : nil
        let site = site(kind, path: -1, label: nil, retry: retry, timeout: step.timeoutMilliseconds)
        emit(.effect, site, input, output)
        region = outer
        guard step.onError != .fail else { return }
        emit(.jump, end.number)
        set(handler)
        setRole("on_error")
        emit(.constant, status, constant(.string("failed")))
        if case .substitute(let value) = step.onError {
            try emit(value, into: output)
        } else {
            emit(.constant, output, constant(.null))
        }
        set(end)
    }

    /// A call for each item, each a lane, and the list of their outputs.
    private mutating func emit(
        _ loop: ForEach, of step: GraphStep, into output: Int32, _ status: Int32
    ) throws(ProgramError) {
        let (items, count, lanes, end, fine) = (newRegister(), newRegister(), newRegister(), newLabel(), newLabel())
        setRole("for_each")
        try emit(loop.items, into: items)
        emit(.count, count, items)
        emit(.jumpUnlessGreaterSmall, count, Int32(clamping: loop.itemsMax), fine.number)
        let message = "The list has more items than the step is declared for, which are \(loop.itemsMax)."
        emit(.refuse, constant(.string(message)), 3)
        set(fine)
        emit(.constant, lanes, constant(.integer(Int64(loop.lanesMax))))
        let (fork, pairs) = (Int32(code.forks.count), newRegister())
        code.forks.append(
            ForkSite(
                source: .list(items), kinds: [], path: -1, lanes: lanes, batch: -1, pause: -1, laneRegion: -1,
                isStream: false))
        emit(.fork, fork, pairs, end.number)
        let kind = try emitItem(of: step)
        code.forks[Int(fork)].kinds = [kind]
        set(end)
        emitParts(of: pairs, count, into: output, status)
    }

    /// The code of a lane for one item, which gives a list of the output and the status.
    private mutating func emitItem(of step: GraphStep) throws(ProgramError) -> Int {
        let kind = beginFrame()
        let (item, index) = (newRegister(), newRegister())
        code.kinds[kind].item = item
        code.kinds[kind].index = index
        frame.names["item"] = item
        frame.names["index"] = index
        beginPlace(at: -1)
        let (output, status) = (newRegister(), newRegister())
        emit(.constant, status, constant(.string("completed")))
        try emitCall(of: step, into: output, status)
        let pair = newTemporaries(2)
        emit(.move, pair, output)
        emit(.move, pair + 1, status)
        emit(.array, pair, pair, 2)
        emit(.finish, pair)
        endFrame()
        return kind
    }

    /// Puts the outputs of `pairs` into a list, and the last status that is not the usual one into `status`.
    private mutating func emitParts(of pairs: Int32, _ count: Int32, into output: Int32, _ status: Int32) {
        let (number, pair) = (newRegister(), newRegister())
        let (first, part) = (newRegister(), newRegister())
        let usual = newRegister()
        emit(.constant, output, constant([]))
        emit(.constant, number, constant(0))
        emit(.constant, usual, constant(.string("completed")))
        let (again, end, next) = (labelHere(), newLabel(), newLabel())
        emit(.jumpUnlessLess, number, count, end.number)
        emit(.element, pair, pairs, number)
        emit(.constant, first, constant(0))
        emit(.element, part, pair, first)
        emit(.append, output, part)
        emit(.constant, first, constant(1))
        emit(.element, part, pair, first)
        emit(.jumpUnlessNotEqual, part, usual, next.number)
        emit(.move, status, part)
        set(next)
        emit(.addSmall, number, number, 1)
        emitLoop(to: again)
        set(end)
        emit(.constant, pairs, constant(.null))
    }

    /// The register of the step that a path in a graph leads to, and the rest of the path; nil for other paths.
    mutating func graphStep(of reference: Reference) throws(ProgramError) -> (register: Int32, rest: Reference)? {
        guard let graph, reference.root == "steps", register(of: "steps") == nil else { return nil }
        guard case .member(let id)? = reference.path.first else {
            throw Self.malformed("A graph reads its steps one by one: steps.ID.output, steps.ID.status.")
        }
        guard graph.canRead(id), let register = register(of: GraphSurvey.name(of: id)) else { return nil }
        let rest = Reference(root: "steps.\(id)", path: Array(reference.path.dropFirst()))
        return (register, rest)
    }
}
