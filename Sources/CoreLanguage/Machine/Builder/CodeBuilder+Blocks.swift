/// Blocks and their steps.
extension CodeBuilder {
    /// The code of `block`, whose ordinals stand in the path `outer`. Gives the register of its value, if it has one
    /// and it is wanted: that of the last step with a value.
    mutating func emit(_ block: Block, at outer: Int32, wantsValue: Bool) throws(ProgramError) -> Int32? {
        open(block, at: outer)
        return try emitSteps(of: block, wantsValue: wantsValue)
    }

    /// Begins the first round of `block`. Its steps follow.
    mutating func open(_ block: Block, at outer: Int32) {
        let entry = survey.entries.indices.contains(blockCount) ? survey.entries[blockCount] : BlockSurvey.Entry()
        blockCount += 1
        var round: Int32 = -1
        var path = outer
        if entry.hasRounds {
            round = newRegister()
            emit(.constant, round, constant(0))
            path = self.path(.round(round), in: outer)
        }
        let counters = (0..<entry.counters).map { _ in newRegister() }
        for counter in counters { emit(.constant, counter, constant(0)) }
        let labels = (0...block.steps.count).map { _ in newLabel() }
        frame.blocks.append(CodeBlock(labels: labels, round: round, counters: counters[...], path: path))
    }

    /// The steps of the block that was opened last.
    mutating func emitSteps(of block: Block, wantsValue: Bool) throws(ProgramError) -> Int32? {
        level += 1
        defer { level -= 1 }
        guard level <= Self.depthMax else { throw Self.malformed("Blocks nest too deep.") }
        let outerPlace = place
        let here = frame.blocks.count - 1
        let lastWithValue = wantsValue ? block.steps.lastIndex(where: \.hasValue) : nil
        var value: Int32?
        if lastWithValue != nil, frame.blocks[here].round >= 0 || Self.jumps(block) {
            // A jump may leave the step with the value out.
            value = newRegister()
            emit(.constant, value ?? 0, constant(.null))
        }
        for (ordinal, step) in block.steps.enumerated() {
            frame.blocks[here].ordinal = ordinal
            set(frame.blocks[here].labels[ordinal])
            let path = path(.step(String(ordinal)), in: frame.blocks[here].path)
            let wanted = ordinal == lastWithValue
            let found = try emit(step, at: path, wantsValue: wanted)
            guard wanted, let found else { continue }
            if let value { emit(.move, value, found) } else { value = found }
        }
        set(frame.blocks[here].labels[block.steps.count])
        frame.blocks.removeLast()
        place = outerPlace
        return value
    }

    private static func jumps(_ block: Block) -> Bool {
        block.steps.contains { step in
            if case .check = step.action { true } else { false }
        }
    }

    /// The code of a step. Gives the register of its value when one is wanted.
    private mutating func emit(
        _ step: BlockStep, at path: Int32, wantsValue: Bool
    ) throws(ProgramError) -> Int32? {
        beginPlace(at: path)
        var target: Int32?
        if let binding = step.binding {
            target = bind(binding.name)
        } else if wantsValue, step.hasValue {
            target = newRegister()
        }
        if let binding = step.binding, binding.isStream {
            try emitStream(step, into: target ?? 0)
        } else {
            try emitHandled(step, at: path, into: target)
        }
        return target
    }

    /// The step with its policy. What takes it back is noted where it was done, and not where something stands in for it.
    mutating func emitHandled(
        _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool = false
    ) throws(ProgramError) {
        let laneRegion = frame.laneRegion
        frame.laneRegion = region
        defer { frame.laneRegion = laneRegion }
        guard let policy = step.onError, !policy.isOnlyRetry || step.retriesAsBlock, !step.handlesOnlyLanes else {
            try emitAction(of: step, at: path, into: target, isStream: isStream)
            try emitUndo(of: step, at: path)
            return
        }
        let retry = step.retriesAsBlock ? policy.retry : nil
        let counter = retry == nil ? -1 : newRegister()
        if retry != nil { emit(.constant, counter, constant(0)) }
        let again = labelHere()
        try guarded(by: policy, retry: retry, label: step.label, at: path, into: target) {
            builder throws(ProgramError) in
            try builder.emitAction(of: step, at: path, into: target, isStream: isStream)
        } done: { builder throws(ProgramError) in
            try builder.emitUndo(of: step, at: path)
        } again: { builder in
            builder.emitBackoff(counter, retry ?? .never, round: builder.frame.blocks.last?.round ?? -1, at: path)
            builder.emitLoop(to: again)
        } counter: {
            counter
        }
    }

    /// Notes what takes the step back, which is done. It has a place of its own: a thread that pauses here goes on here,
    /// and does the step no second time.
    private mutating func emitUndo(of step: BlockStep, at path: Int32) throws(ProgramError) {
        guard let undo = step.undo else { return }
        let (mark, outer) = (mark, place)
        beginPlace(at: path)
        setRole("undo")
        let input = try operand(undo.input)
        let site = site(.call(undo.tool), path: self.path(.step("undo"), in: path), label: step.label)
        emit(.undo, site, input)
        place = outer
        release(mark)
    }

    mutating func site(
        _ kind: EffectSite.Kind, path: Int32, label: String?, retry: RetryPolicy? = nil, isStream: Bool = false,
        timeout: Int64? = nil, hasUndo: Bool = false
    ) -> Int32 {
        code.effects.append(
            EffectSite(
                kind: kind, path: path, label: label, retry: retry, isStream: isStream, timeoutMilliseconds: timeout,
                hasUndo: hasUndo))
        return Int32(code.effects.count - 1)
    }
}

extension ErrorPolicy {
    /// Whether nothing stands in for the step.
    var isOnlyRetry: Bool {
        action == .handOn
    }

    /// Whether the thread goes on without the step, or with another error.
    var standsIn: Bool {
        action != .handOn && action != .pause
    }
}
