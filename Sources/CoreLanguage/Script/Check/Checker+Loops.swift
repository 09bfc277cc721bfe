extension Checker {
    mutating func checkEach(_ step: StepSyntax, _ each: EachSyntax) -> FlowResult {
        let element = element(of: each.items, "`each`")
        if let parallel = each.parallel { checkCount(parallel, "How many run at once") }
        if let sleep = each.sleep { checkDuration(sleep, "The pause", takesText: true) }
        checkAlone(step.arguments)
        // What reads the stream runs beside the loop.
        let isParallel = each.parallel != nil || step.binding?.isStream == true
        var value: ScriptType = .null
        var other: ScriptType?
        _ = checkBody(each.body, .each(isParallel: isParallel)) { checker in
            checker.bindLoop(each.item, element)
            if let index = each.index { checker.bindLoop(index, .integer, kind: .index) }
            // It stands in for one iteration, so it may read what that goes through.
            other = checker.standIn(of: step, expecting: nil)
        } after: { checker, result in
            value = checker.iterationValue(step.binding, each.body, result)
        }
        return bindList(step, of: value, standIn: other)
    }

    mutating func checkPipe(_ step: StepSyntax, _ pipe: PipeSyntax) -> FlowResult {
        var element = sourceElement(of: pipe.source)
        if let batch = pipe.batch {
            checkCount(batch, "The size of a batch")
            element = .listing(element)
        }
        if let parallel = pipe.parallel { checkCount(parallel, "How many run at once") }
        checkAlone(step.arguments)
        let mayFail = isStream(pipe.source)
        var value: ScriptType = .null
        var other: ScriptType?
        _ = checkBody(pipe.body, .pipe(isParallel: pipe.parallel != nil)) { checker in
            checker.bindLoop(pipe.item, element)
            if !mayFail { other = checker.standIn(of: step, expecting: nil) }
        } after: { checker, result in
            value = checker.iterationValue(step.binding, pipe.body, result)
        }
        if mayFail { other = standIn(of: step, expecting: value) }
        return bindList(step, of: value, standIn: other, mayFail: mayFail)
    }

    /// Binds the list of what the iterations gave. A clause `on error` stands for each iteration by itself.
    ///
    /// It stands for the whole list too where what the loop reads may fail midway, as a stream may.
    private mutating func bindList(
        _ step: StepSyntax, of value: ScriptType, standIn other: ScriptType?, mayFail: Bool = false
    ) -> FlowResult {
        let item = other.map(value.joined) ?? value
        let list = ScriptType.listing(item)
        return bindValue(of: step, mayFail ? other.map(list.joined) ?? list : list, item: item, kind: .value)
    }

    private func isStream(_ source: ExpressionSyntax) -> Bool {
        guard case .name(let name) = source.unwrapped.kind, let entry = names.lookup(name) else { return false }
        if case .stream = names[entry].type { return true }
        return false
    }

    /// What an iteration gives: what the binding says, or else the value of its last step with one.
    private mutating func iterationValue(
        _ binding: BindingSyntax?, _ steps: [StepSyntax], _ result: FlowResult
    ) -> ScriptType {
        if let value = binding?.value { return type(of: value) }
        if binding != nil { markValueRead(of: steps) }
        return result.value ?? .null
    }

    /// The value of a block that is bound is read there, so the name it has in the block may stay unread.
    private mutating func markValueRead(of steps: [StepSyntax]) {
        for step in steps.reversed() {
            var name = step.binding?.name
            if case .bind(let bound, _, _) = step.kind { name = bound }
            if let entry = name.flatMap({ names.lookup($0.text) }) { return names.markRead(entry) }
        }
    }

    /// The type of the elements that a loop goes through.
    private mutating func element(of items: ExpressionSyntax, _ user: String) -> ScriptType {
        let type = type(of: items)
        switch type {
        case .list(let element): return element == .never ? .any : element
        case .unknown: return .unknown
        case .any: return .any
        default:
            reportNoList(items, type, user)
            return .unknown
        }
    }

    private mutating func reportNoList(_ items: ExpressionSyntax, _ type: ScriptType, _ user: String) {
        let hint: String? =
            switch type {
            case .optional(.list): "Go through nothing where it is null: `… ?? []`."
            case .stream: "Read a stream with `pipe item from …`."
            case .shape, .object: "`entries(…)` gives the members of an object as a list."
            case .integer, .number: "`repeat … times` does something so often."
            default: nil
            }
        report(
            Diagnostic(
                .typeMismatch, at: items.range, "\(user) goes through a list, not \(type.named).",
                label: "this is \(type.named)", hint: hint, related: type.isNullable ? nullClauses(of: items) : []))
    }

    /// The type of the items of a pipe: those of a stream, which is read by one pipe only, or of a list.
    private mutating func sourceElement(of source: ExpressionSyntax) -> ScriptType {
        guard case .name(let name) = source.unwrapped.kind, let entry = names.lookup(name),
            case .stream(let item) = names[entry].type
        else { return element(of: source, "`pipe`") }
        _ = type(ofName: name, at: source.unwrapped.range)
        names[entry].readers += 1
        if names[entry].readers > 1 {
            report(
                Diagnostic(
                    .streamMisused, at: source.range, "The stream `\(name)` is read by a pipe already.",
                    why: "The items of a stream come once.",
                    hint: "Bind the value with `->` and go through the list twice.",
                    related: [.init(names[entry].range, "the stream")]))
        }
        if isBesideItself(names[entry].region) {
            report(
                Diagnostic(
                    .streamMisused, at: source.range, "The stream `\(name)` comes from outside of a parallel loop.",
                    why: "The items of a stream come once, and here several iterations would read them.",
                    hint: "Read it beside the loop.", related: [.init(names[entry].range, "the stream")]))
        }
        return item
    }

    /// Whether several iterations of a loop between the region and this place run at once.
    private func isBesideItself(_ outer: Int) -> Bool {
        var place = region
        while place != outer, place != 0 {
            if regions[place].isParallel { return true }
            place = regions[place].parent
        }
        return false
    }

    mutating func checkRepeat(_ step: StepSyntax, _ loop: RepeatSyntax) -> FlowResult {
        known.forgetChanging()
        if case .times(let times) = loop.condition { checkCount(times, "The number of rounds", atLeast: 0) }
        if case .while(let condition) = loop.condition { checkCondition(condition, of: "`while`") }
        if let most = loop.max { checkCount(most, "The most rounds") }
        if let sleep = loop.sleep { checkDuration(sleep, "The pause", takesText: true) }
        checkAlone(step.arguments)
        var value: ScriptType?
        let body = checkBody(loop.body, .repeat) { checker in
            if let index = loop.index { checker.bindLoop(index, .integer, kind: .index) }
            if case .while(let condition) = loop.condition { checker.learn(condition, true) }
        } after: { checker, result in
            if case .until(let condition) = loop.condition { checker.checkCondition(condition, of: "`until`") }
            value = checker.iterationValue(step.binding, loop.body, result)
        }
        let isEndless: Bool =
            switch loop.condition {
            case .while(let condition): constant(condition)?.boolValue == true
            case .until(let condition): constant(condition)?.boolValue == false || !body.result.completes
            case .times: false
            }
        // A loop that asks behind the round has had one.
        if case .until = loop.condition, body.result.completes {
            if step.onError?.action == nil { keep(body.bound) } else { noteHandled(body.bound, by: step.onError) }
        }
        if step.onError?.action == nil { learnEnd(of: loop.condition) }
        let hasRound: Bool =
            switch loop.condition {
            case .until: true
            case .times(let times): constant(times)?.int64Value ?? 0 > 0
            case .while: false
            }
        let type = value ?? .null
        var result = finish(step, hasRound ? type : type.orNull, kind: .value)
        result.completes = !isEndless || step.onError.goesOn
        return result
    }

    /// What is known behind a loop: why it ended.
    private mutating func learnEnd(of condition: RepeatSyntax.Condition) {
        switch condition {
        case .while(let condition): learn(condition, false)
        case .until(let condition): learn(condition, true)
        case .times: break
        }
    }

    mutating func checkTogether(_ step: StepSyntax, _ lanes: [LaneSyntax]) -> FlowResult {
        checkAlone(step.arguments)
        var fields: [ShapeType.Field] = []
        var bound: [Int] = []
        var places: [String: SourceRange] = [:]
        var completes = true
        for lane in lanes {
            if let first = places[lane.name.text] {
                reportTwice("The lane \"\(lane.name.text)\"", at: lane.name.range, first: first)
            }
            let body = checkBody(lane.body, .lane) { _ in
            } after: { checker, _ in
                if step.binding != nil { checker.markValueRead(of: lane.body) }
            }
            completes = completes && body.result.completes
            bound += body.bound
            if places.updateValue(lane.name.range, forKey: lane.name.text) == nil {
                fields.append(.init(lane.name.text, body.result.value ?? .null))
            }
        }
        if step.onError?.action == nil { keep(bound) } else { noteHandled(bound, by: step.onError) }
        if let value = step.binding?.value {
            _ = type(of: value)
            report(
                Diagnostic(
                    .noValue, at: value.range, "`together` gives what its lanes gave, by their names.",
                    hint: "Leave out `= …`, and compute it with `let` behind."))
        }
        // The clause stands for each lane by itself.
        if let other = standIn(of: step, expecting: nil) {
            fields = fields.map { .init($0.name, $0.type.joined(other)) }
        }
        var result = bindValue(of: step, .shaped(fields), kind: .value)
        result.completes = completes || step.onError.goesOn
        return result
    }
}
