/// Loops that stay in their fiber.
extension CodeBuilder {
    mutating func emit(
        _ loop: EachLoop, _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        if loop.lanes != nil {
            try emitLanes(of: loop, step, at: path, into: target, isStream: isStream)
            return
        }
        let (items, count, number, item) = (newRegister(), newRegister(), newRegister(), newRegister())
        setRole("items")
        try emit(loop.items, into: items)
        emit(.count, count, items)
        let pause = try pause(loop.pauseMilliseconds)
        let list = try emitListStart(target, isStream)
        emit(.constant, number, constant(0))
        let (again, end) = (labelHere(), newLabel())
        emit(.jumpUnlessLess, number, count, end.number)
        let iteration = self.path(.iteration(number), in: path)
        emitPause(pause, number, at: iteration)
        emit(.element, item, items, number)
        let body = LaneBody(
            names: [(loop.item, item)] + (loop.index.map { [($0, number)] } ?? []), block: loop.body, value: loop.value)
        try emitIteration(body, step, at: iteration, list: list, isStream: isStream)
        emit(.addSmall, number, number, 1)
        emitLoop(to: again)
        set(end)
        if let target, let list { emit(.move, target, list) }
    }

    mutating func emit(
        _ loop: PipeLoop, _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        if case .list(let items) = loop.source, loop.batch == nil, loop.lanes == nil {
            let each = EachLoop(items: items, item: loop.item, body: loop.body, value: loop.value)
            try emit(each, step, at: path, into: target, isStream: isStream)
            return
        }
        guard case .stream(let name) = loop.source, loop.lanes == nil else {
            try emitLanes(of: loop, step, at: path, into: target, isStream: isStream)
            return
        }
        setRole("source")
        guard let stream = register(of: name) else {
            throw Self.malformed("There is no stream \"\(Suggestion.clipped(name))\".")
        }
        let (number, item) = (newRegister(), newRegister())
        var batch: Int32 = -1
        if let size = loop.batch {
            batch = newRegister()
            try emit(size, .batch, role: "batch", into: batch)
        }
        let list = try emitListStart(target, isStream)
        emit(.constant, number, constant(0))
        setRole("source")
        let (again, end) = (labelHere(), newLabel())
        emit(.next, item, stream, batch)
        emit(.jump, end.number)
        let body = LaneBody(names: [(loop.item, item)], block: loop.body, value: loop.value)
        try emitIteration(
            body, step, at: self.path(.iteration(number), in: path), list: list, isStream: isStream)
        emit(.addSmall, number, number, 1)
        emitLoop(to: again)
        set(end)
        if let target, let list { emit(.move, target, list) }
    }

    private mutating func emitListStart(_ target: Int32?, _ isStream: Bool) throws(ProgramError) -> Int32? {
        guard target != nil, !isStream else { return nil }
        let list = newRegister()
        emit(.constant, list, constant([]))
        return list
    }

    private mutating func emitIteration(
        _ body: LaneBody, _ step: BlockStep, at path: Int32, list: Int32?, isStream: Bool
    ) throws(ProgramError) {
        let value = list != nil || isStream ? newRegister() : nil
        try emit(body, step, at: path, into: value)
        if isStream, let value { emit(.push, value) } else if let list, let value { emit(.append, list, value) }
    }

    mutating func emit(_ loop: RepeatLoop, at path: Int32, into target: Int32?) throws(ProgramError) {
        let number = newRegister()
        let (times, end, over) = (newRegister(), newLabel(), newLabel())
        if case .times(let count) = loop.condition { try emit(count, .times, role: "times", into: times) }
        let most = loop.roundsMax == nil ? nil : newRegister()
        if let most, let roundsMax = loop.roundsMax { try emit(roundsMax, .rounds, role: "max", into: most) }
        let pause = try pause(loop.pauseMilliseconds)
        if let target { emit(.constant, target, constant(.null)) }
        emit(.constant, number, constant(0))
        let again = labelHere()
        switch loop.condition {
        case .times: emit(.jumpUnlessLess, number, times, end.number)
        case .while(let condition):
            setRole("while")
            try jump(to: end, when: false, condition, for: .condition)
        case .until: break
        }
        if let most { emit(.jumpUnlessLess, number, most, over.number) }
        let iteration = self.path(.iteration(number), in: path)
        emitPause(pause, number, at: iteration)
        try emitRound(of: loop, number, at: iteration, into: target, end: end)
        emit(.addSmall, number, number, 1)
        emitLoop(to: again)
        set(over)
        if most != nil { emit(.raise, error(ScriptError.Code.repeatLimit, "The block has run as often as it may.")) }
        set(end)
    }

    private mutating func emitRound(
        of loop: RepeatLoop, _ number: Int32, at path: Int32, into target: Int32?, end: CodeLabel
    ) throws(ProgramError) {
        let hidden = loop.index.flatMap { frame.names[$0] }
        if let index = loop.index { frame.names[index] = number }
        let value = try emit(loop.body, at: path, wantsValue: target != nil)
        if let target { if let value { emit(.move, target, value) } else { emit(.constant, target, constant(.null)) } }
        if case .until(let condition) = loop.condition {
            setRole("until")
            try jump(to: end, when: true, condition, for: .condition)
        }
        if let index = loop.index { frame.names[index] = hidden }
    }

    private mutating func pause(_ expression: Expression?) throws(ProgramError) -> Int32? {
        guard let expression else { return nil }
        let pause = newRegister()
        try emit(expression, .pause, role: "pause", into: pause)
        return pause
    }

    /// Waits before every iteration but the first.
    private mutating func emitPause(_ pause: Int32?, _ number: Int32, at path: Int32) {
        guard let pause else { return }
        let (mark, skip) = (mark, newLabel())
        emit(.jumpUnlessGreaterSmall, number, 0, skip.number)
        let site = site(.wait, path: self.path(.step("pause"), in: path), label: nil)
        emit(.effect, site, pause, newTemporaries())
        set(skip)
        release(mark)
    }
}
