/// Steps that go one of several ways.
extension CodeBuilder {
    mutating func emit(
        _ decision: Decision, _ step: BlockStep, at path: Int32, into target: Int32?
    ) throws(ProgramError) {
        let labels = decision.branches.map { _ in newLabel() }
        if let model = decision.model {
            try emitChoice(of: decision, model, step, at: path, labels)
        } else {
            for (place, option) in decision.cases.enumerated() {
                guard labels.indices.contains(option.branch) else { throw Self.malformed("There is no such branch.") }
                setRole("when.\(place)")
                try jump(to: labels[option.branch], when: true, option.condition, for: .condition)
            }
            if let otherwise = decision.otherwise {
                guard labels.indices.contains(otherwise) else { throw Self.malformed("There is no such branch.") }
                emit(.jump, labels[otherwise].number)
            } else {
                emit(.raise, error(ScriptError.Code.undecided, "None of the conditions is true."))
            }
        }
        let end = newLabel()
        for (number, branch) in decision.branches.enumerated() {
            set(labels[number])
            _ = try emit(branch.body, at: self.path(.step(String(number)), in: path), wantsValue: false)
            if let target { emit(.constant, target, constant(.string(branch.name))) }
            emit(.jump, end.number)
        }
        set(end)
    }

    private mutating func emitChoice(
        of decision: Decision, _ model: Expression, _ step: BlockStep, at path: Int32, _ labels: [CodeLabel]
    ) throws(ProgramError) {
        let mark = mark
        let (input, cases, pair) = (newTemporaries(), newTemporaries(), newTemporaries(2))
        try emitInput(model, into: input)
        emit(.constant, cases, constant([]))
        for (place, option) in decision.cases.enumerated() {
            guard decision.branches.indices.contains(option.branch) else {
                throw Self.malformed("There is no such branch.")
            }
            setRole("when.\(place)")
            try emit(option.condition, into: pair)
            emit(.constant, pair + 1, constant(.string(decision.branches[option.branch].name)))
            emit(.object, pair, pair, number(ofNames: ["when", "branch"]))
            emit(.append, cases, pair)
        }
        emit(.setMember, input, cases, constant("cases"))
        let names = decision.branches.map(\.name)
        emit(.constant, pair, constant(.array(names.map { .string($0) })))
        emit(.setMember, input, pair, constant("branches"))
        let kind = EffectSite.Kind.choose(names, otherwise: decision.otherwise)
        emit(.effect, site(kind, path: path, label: step.label, retry: step.onError?.retry), input, pair)
        for (number, label) in labels.enumerated() { emit(.jumpUnlessNotEqualSmall, pair, Int32(number), label.number) }
        emit(.raise, error(ScriptError.Code.undecided, "The model chose none of the branches."))
        release(mark)
    }

    mutating func emit(_ check: Check, _ step: BlockStep, at path: Int32) throws(ProgramError) {
        let (failed, end) = (newLabel(), newLabel())
        switch check.condition {
        case .expression(let condition):
            setRole("condition")
            try jump(to: failed, when: false, condition, for: .condition)
        case .model(let question):
            let mark = mark
            let (input, answer) = (newTemporaries(), newTemporaries())
            try emitInput(question, into: input)
            let site = site(.confirm, path: path, label: step.label, retry: step.onError?.retry)
            emit(.effect, site, input, answer)
            emit(.jumpIfFalse, answer, failed.number, BooleanUser.condition.rawValue)
            release(mark)
        }
        try emit(check.onPass, step)
        emit(.jump, end.number)
        set(failed)
        try emit(check.onFail, step)
        set(end)
    }

    private mutating func emit(_ action: Check.Action, _ step: BlockStep) throws(ProgramError) {
        let mark = mark
        defer { release(mark) }
        switch action {
        case .proceed: break
        case .goto(let levels, let ordinal): try jump(levels: levels, to: ordinal)
        case .fail(let message):
            setRole("message")
            emit(.fail, try operand(message))
        case .retry(let ordinal, let times):
            guard let block = frame.blocks.last, let counter = block.counters.first else {
                throw Self.malformed("A check tries again outside of a block.")
            }
            frame.blocks[frame.blocks.count - 1].counters.removeFirst()
            let (most, exhausted) = (newTemporaries(), newLabel())
            try emit(times, .retries, role: "retry", into: most)
            emit(.jumpUnlessLess, counter, most, exhausted.number)
            emit(.addSmall, counter, counter, 1)
            try jump(levels: 0, to: ordinal)
            set(exhausted)
            let name = step.label.map { " \"\($0)\"" } ?? ""
            emit(.raise, error(ScriptError.Code.failed, "The check\(name) did not pass."))
        }
    }

    /// Goes on at a step of a block around. Steps that run again do so in a new round.
    private mutating func jump(levels: Int, to ordinal: Int) throws(ProgramError) {
        guard levels >= 0, levels < frame.blocks.count else { throw Self.malformed("There is no block to go to.") }
        let block = frame.blocks[frame.blocks.count - 1 - levels]
        guard block.labels.indices.contains(ordinal) else { throw Self.malformed("There is no step to go to.") }
        let label = block.labels[ordinal]
        guard ordinal <= block.ordinal else {
            emit(.jump, label.number)
            return
        }
        if block.round >= 0 { emit(.round, block.round) }
        emitLoop(to: label)
    }
}
