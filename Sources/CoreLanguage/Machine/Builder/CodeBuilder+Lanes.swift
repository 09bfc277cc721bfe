/// What an iteration or a lane does.
struct LaneBody {
    /// The names it knows beside those around it, and their registers.
    var names: [(String, Int32)] = []
    let block: Block
    /// What it gives; nil for the value of the last step with one.
    let value: Expression?
}

/// Iterations, and lanes that are fibers of their own.
extension CodeBuilder {
    /// The code of an iteration, under the policy of its step.
    mutating func emit(
        _ body: LaneBody, _ step: BlockStep, at path: Int32, into target: Int32?
    ) throws(ProgramError) {
        let head = region
        region = frame.laneRegion
        defer { region = head }
        let hidden = body.names.map { frame.names[$0.0] }
        for (name, register) in body.names { frame.names[name] = register }
        defer { for (place, name) in body.names.enumerated() { frame.names[name.0] = hidden[place] } }
        let policy = step.onError
        let counter = policy?.retry == nil ? -1 : newRegister()
        if policy?.retry != nil { emit(.constant, counter, constant(0)) }
        open(body.block, at: path)
        let round = frame.blocks.last?.round ?? -1
        let again = labelHere()
        guard let policy else {
            try emitValue(of: body, into: target)
            return
        }
        try guarded(by: policy, retry: policy.retry, label: step.label, at: path, into: target) {
            builder throws(ProgramError) in
            try builder.emitValue(of: body, into: target)
        } again: { builder in
            builder.emitBackoff(counter, policy.retry ?? .never, round: round, at: path)
            builder.emitLoop(to: again)
        } counter: {
            counter
        }
    }

    private mutating func emitValue(of body: LaneBody, into target: Int32?) throws(ProgramError) {
        let value = try emitSteps(of: body.block, wantsValue: target != nil && body.value == nil)
        guard let target else { return }
        if let expression = body.value {
            setRole("value")
            try emit(expression, into: target)
        } else if let value {
            emit(.move, target, value)
        } else {
            emit(.constant, target, constant(.null))
        }
    }

    mutating func emitLanes(
        of loop: EachLoop, _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        let items = newRegister()
        setRole("items")
        try emit(loop.items, into: items)
        try emitFork(
            LaneLoop(
                source: .list(items), lanes: loop.lanes, batch: nil, pause: loop.pauseMilliseconds, item: loop.item,
                index: loop.index, block: loop.body, value: loop.value),
            step, at: path, into: target, isStream: isStream)
    }

    mutating func emitLanes(
        of loop: PipeLoop, _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        setRole("source")
        let source: ForkSite.Source
        switch loop.source {
        case .list(let expression):
            let items = newRegister()
            try emit(expression, into: items)
            source = .list(items)
        case .stream(let name):
            guard let stream = register(of: name) else {
                throw Self.malformed("There is no stream \"\(Suggestion.clipped(name))\".")
            }
            source = .stream(stream)
        }
        try emitFork(
            LaneLoop(
                source: source, lanes: loop.lanes, batch: loop.batch, pause: nil, item: loop.item, index: nil,
                block: loop.body, value: loop.value),
            step, at: path, into: target, isStream: isStream)
    }

    /// A loop whose iterations are fibers.
    private struct LaneLoop {
        let source: ForkSite.Source
        let lanes: Expression?
        let batch: Expression?
        let pause: Expression?
        let item: String
        let index: String?
        let block: Block
        let value: Expression?
    }

    private mutating func emitFork(
        _ loop: LaneLoop, _ step: BlockStep, at path: Int32, into target: Int32?, isStream: Bool
    ) throws(ProgramError) {
        let lanes = try number(loop.lanes, .lanes, "parallel")
        let batch = try number(loop.batch, .batch, "batch")
        let pause = try number(loop.pause, .pause, "pause")
        let end = newLabel()
        let fork = Int32(code.forks.count)
        code.forks.append(
            ForkSite(
                source: loop.source, kinds: [], path: path, lanes: lanes, batch: batch, pause: pause,
                laneRegion: frame.laneRegion,
                isStream: isStream
            ))
        emit(.fork, fork, target ?? newTemporaries(), end.number)
        let kind = beginFrame()
        let (item, index) = (newRegister(), newRegister())
        code.kinds[kind].item = item
        code.kinds[kind].index = index
        let names = [(loop.item, item)] + (loop.index.map { [($0, index)] } ?? [])
        let body = LaneBody(names: names, block: loop.block, value: loop.value)
        try emitLane(body, step, wantsValue: target != nil || isStream)
        endFrame()
        code.forks[Int(fork)].kinds = [kind]
        set(end)
    }

    private mutating func number(
        _ expression: Expression?, _ rule: WholeNumberRule, _ role: String
    ) throws(ProgramError) -> Int32 {
        guard let expression else { return -1 }
        let register = newRegister()
        try emit(expression, rule, role: role, into: register)
        return register
    }

    private mutating func emitLane(_ body: LaneBody, _ step: BlockStep, wantsValue: Bool) throws(ProgramError) {
        beginPlace(at: -1)
        let value = newRegister()
        try emit(body, step, at: -1, into: wantsValue ? value : nil)
        emit(.finish, value)
    }

    mutating func emit(
        _ lanes: [Lane], _ step: BlockStep, at path: Int32, into target: Int32?
    ) throws(ProgramError) {
        let end = newLabel()
        let fork = Int32(code.forks.count)
        code.forks.append(
            ForkSite(
                source: .lanes(lanes.map(\.name)), kinds: [], path: path, lanes: -1, batch: -1, pause: -1,
                laneRegion: frame.laneRegion,
                isStream: false))
        emit(.fork, fork, target ?? newTemporaries(), end.number)
        var kinds: [Int] = []
        var bound: [[(String, Int32)]] = []
        for lane in lanes {
            kinds.append(beginFrame())
            try emitLane(LaneBody(block: lane.body, value: nil), step, wantsValue: target != nil)
            bound.append(frame.bound.sorted().compactMap { name in frame.names[name].map { (name, $0) } })
            endFrame()
        }
        for (kind, names) in zip(kinds, bound) {
            for (name, inner) in names { code.kinds[kind].results.append((inner, bind(name))) }
        }
        code.forks[Int(fork)].kinds = kinds
        set(end)
    }

    /// A step that goes on beside the others and gives its items to a stream.
    mutating func emitStream(_ step: BlockStep, into target: Int32) throws(ProgramError) {
        let end = newLabel()
        let fork = Int32(code.forks.count)
        let path = place >= 0 ? code.places[Int(place)].path : -1
        code.forks.append(
            ForkSite(
                source: .lanes([""]), kinds: [], path: path, lanes: -1, batch: -1, pause: -1, laneRegion: -1,
                isStream: true))
        emit(.stream, fork, target, end.number)
        let kind = beginFrame()
        beginPlace(at: -1)
        let value = newRegister()
        try emitHandled(step, at: -1, into: value, isStream: true)
        emit(.finish, value)
        endFrame()
        code.forks[Int(fork)].kinds = [kind]
        set(end)
    }

    // MARK: Fibers

    /// Begins the code of a fiber here, and gives the number of its kind.
    mutating func beginFrame() -> Int {
        code.kinds.append(FiberKind(entry: position))
        saved.append((place, region))
        region = -1
        frames.append(CodeFrame(kind: code.kinds.count - 1))
        return code.kinds.count - 1
    }

    mutating func endFrame() {
        let frame = frames.removeLast()
        code.kinds[frame.kind].registerCount = Int(frame.registerCount)
        code.kinds[frame.kind].temporaryCount = Int(frame.temporaryMax)
        if let (place, region) = saved.popLast() { (self.place, self.region) = (place, region) }
    }
}
