/// Reads the blocks of one program, and counts their steps and levels.
struct BlockDecoder {
    private var level = 0
    private var stepCount = 0

    mutating func block(_ stored: StoredValue) throws(ProgramError) -> Block {
        guard level < Block.depthMax else {
            throw stored.malformed("Blocks have at most \(Block.depthMax) levels.")
        }
        level += 1
        defer { level -= 1 }
        let elements = try stored.elements(countMax: Block.stepsMax - stepCount)
        stepCount += elements.count
        var block = Block()
        block.steps.reserveCapacity(elements.count)
        for element in elements { block.steps.append(try step(element)) }
        return block
    }

    mutating func optionalBlock(_ key: String, of object: StoredObject) throws(ProgramError) -> Block? {
        guard let stored = object.optional(key) else { return nil }
        return try block(stored)
    }

    private mutating func step(_ stored: StoredValue) throws(ProgramError) -> BlockStep {
        let object = try stored.object()
        let word: StepWord = try object.knownWord("step")
        try object.allow(StepWord.commonMembers.union(word.members))
        return BlockStep(
            label: try object.optional("label")?.label(),
            action: try action(word, object),
            binding: try BlockStep.Binding(decoding: object),
            onError: try object.optional("on_error").map(ErrorPolicy.init(decoding:)),
            undo: try object.optional("undo").map(ToolCall.init(decoding:)))
    }

    private mutating func action(_ word: StepWord, _ object: StoredObject) throws(ProgramError) -> StepAction {
        switch word {
        case .each: .each(try each(object))
        case .pipe: .pipe(try pipe(object))
        case .decide: .decide(try decision(object))
        case .together: .together(try lanes(object))
        case .repeat: .repeat(try loop(object))
        case .check: .check(try Check(decoding: object))
        case .call: .call(try ToolCall(partsOf: object))
        case .compute: .compute(try object.expression("value"))
        case .emit: .emit(try object.expression("value"))
        case .yield: .yield(try object.expression("value"))
        case .wait, .send, .ask, .agent, .plan, .run: try StepAction(decoding: object, word)
        }
    }

    private mutating func each(_ object: StoredObject) throws(ProgramError) -> EachLoop {
        EachLoop(
            items: try object.expression("items"),
            item: try object.required("item").rootName(),
            index: try object.optional("index")?.rootName(),
            lanes: try object.optionalExpression("lanes"),
            pauseMilliseconds: try object.optionalExpression("pause_ms"),
            body: try block(object.required("body")),
            value: try object.optionalExpression("value"))
    }

    private mutating func pipe(_ object: StoredObject) throws(ProgramError) -> PipeLoop {
        let (key, source) = try object.one(of: "stream", "items")
        return PipeLoop(
            source: key == "stream" ? .stream(try source.rootName()) : .list(try Expression(decoding: source)),
            item: try object.required("item").rootName(),
            batch: try object.optionalExpression("batch"),
            lanes: try object.optionalExpression("lanes"),
            body: try block(object.required("body")),
            value: try object.optionalExpression("value"))
    }

    private mutating func loop(_ object: StoredObject) throws(ProgramError) -> RepeatLoop {
        let (key, stored) = try object.one(of: "times", "until", "while")
        let expression = try Expression(decoding: stored)
        return RepeatLoop(
            condition: key == "times" ? .times(expression) : key == "until" ? .until(expression) : .while(expression),
            roundsMax: try object.optionalExpression("rounds_max"),
            pauseMilliseconds: try object.optionalExpression("pause_ms"),
            index: try object.optional("index")?.rootName(),
            body: try block(object.required("body")))
    }

    private mutating func decision(_ object: StoredObject) throws(ProgramError) -> Decision {
        let branches = try object.required("branches").elements(countMax: Block.choicesMax)
        let ordinals = 0...max(0, branches.count - 1)
        var cases: [Decision.Case] = []
        for element in try object.required("cases").elements(countMax: Block.choicesMax) {
            let part = try element.object()
            try part.allow(["when", "branch"])
            cases.append(
                Decision.Case(try part.expression("when"), branch: try part.required("branch").integer(in: ordinals)))
        }
        return Decision(
            model: try object.optionalExpression("model"),
            cases: cases,
            otherwise: try object.optional("otherwise")?.integer(in: ordinals),
            branches: try named(branches) { Decision.Branch($0, $1) })
    }

    private mutating func lanes(_ object: StoredObject) throws(ProgramError) -> [Lane] {
        try named(object.required("lanes").elements(countMax: Block.choicesMax)) { Lane($0, $1) }
    }

    /// Blocks with names.
    private mutating func named<Part>(
        _ elements: [StoredValue], _ make: (String, Block) -> Part
    ) throws(ProgramError) -> [Part] {
        var parts: [Part] = []
        for element in elements {
            let part = try element.object()
            try part.allow(["name", "body"])
            parts.append(make(try part.required("name").label(), try block(part.required("body"))))
        }
        return parts
    }
}
