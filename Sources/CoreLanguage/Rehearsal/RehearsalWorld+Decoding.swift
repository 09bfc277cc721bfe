extension RehearsalWorld {
    /// Reads a description of a world: an object of `now`, `environment`, `effects`, `events` and `cancel_at_ms`, each of
    /// which may be left out.
    ///
    /// - Throws: ``RehearsalError`` for the first fault, with a pointer to it and how to mend it.
    public init(decoding description: JSONValue) throws(RehearsalError) {
        self.init()
        let world = try RehearsalObject(description)
        try world.allow(["now", "environment", "effects", "events", "cancel_at_ms"])
        if let text = try world.text("now") {
            guard let now = Moment(parsing: text) else {
                throw world.error("now", "This is no time.", "Write a timestamp such as \"2026-01-01T00:00:00Z\".")
            }
            self.now = now
        }
        if let variables = world["environment"] {
            environment = try RehearsalObject(variables, at: world.pointer("environment")).members
        }
        for rule in try world.objects("effects") { rules.append(try RehearsalRule(decoding: rule)) }
        events = try Self.events(of: world)
        cancelAtMilliseconds = try world.milliseconds("cancel_at_ms")
    }

    /// The events by time, and those of the same time as they were written.
    private static func events(of world: RehearsalObject) throws(RehearsalError) -> [Event] {
        var events: [Event] = []
        var ids: Set<String> = []
        for event in try world.objects("events") {
            try event.allow(["name", "at_ms", "payload", "id"])
            guard let name = try event.text("name") else {
                throw event.error(nil, "The member \"name\" is missing.", "Say which event comes.")
            }
            let id = try event.text("id")
            if let id, !ids.insert(id).inserted { continue }
            events.append(
                Event(
                    name: name, atMilliseconds: try event.milliseconds("at_ms") ?? 0, payload: event["payload"] ?? [:],
                    id: id))
        }
        let order = events.indices.sorted { (events[$0].atMilliseconds, $0) < (events[$1].atMilliseconds, $1) }
        return order.map { events[$0] }
    }
}

extension RehearsalRule {
    fileprivate init(decoding rule: RehearsalObject) throws(RehearsalError) {
        try rule.allow(Target.words + ["path", "input", "returns", "fails", "items", "takes_ms", "times"])
        target = try Self.target(of: rule)
        answer = try Self.answer(of: rule)
        items = try rule.list("items") ?? []
        path = try rule.text("path")
        if let path, StepPath(path).map({ $0 == .root }) ?? true {
            throw rule.error("path", "This is no path of a step.", "Copy the path from a trace, such as \"2.~0.1\".")
        }
        input = rule["input"]
        takesMilliseconds = try rule.milliseconds("takes_ms") ?? 0
        if let times = rule["times"] {
            guard let number = times.int64Value, (1...1_000_000_000).contains(number) else {
                throw rule.error("times", "This is no whole number from 1 on.", "Leave it out for no limit.")
            }
            self.times = Int(number)
        }
    }

    private static func target(of rule: RehearsalObject) throws(RehearsalError) -> Target {
        let words = Target.words.filter { rule[$0] != nil }
        guard let word = words.first, words.count == 1 else {
            throw rule.error(
                words.last, "A rule is for one kind of effect.",
                "Give it exactly one of " + Target.words.map { "\"\($0)\"" }.joined(separator: ", ") + ".")
        }
        if word == "ask" || word == "plan" {
            guard rule[word]?.boolValue == true else {
                throw rule.error(word, "This is always true.", "Write \"\(word)\": true.")
            }
            return word == "ask" ? .ask : .plan
        }
        let name = try rule.text(word) ?? ""
        return switch word {
        case "tool": .tool(name)
        case "model": .model(name)
        case "run": .run(name)
        default: .ingredient(name)
        }
    }

    private static func answer(of rule: RehearsalObject) throws(RehearsalError) -> Answer {
        switch (rule["returns"], rule["fails"]) {
        case (let value?, nil): return .value(value)
        case (nil, let failure?): return .failure(try error(failure, at: rule.pointer("fails")))
        case (nil, nil):
            if let items = try rule.list("items") { return .value(.array(items)) }
            throw rule.error(nil, "The rule gives no answer.", "Give it \"returns\" or \"fails\".")
        case (_?, _?):
            throw rule.error("fails", "The rule gives two answers.", "Leave out \"returns\" or \"fails\".")
        }
    }

    private static let codeBytesMax = 128

    private static func isCode(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x41...0x5A).contains(first), text.utf8.count <= codeBytesMax else {
            return false
        }
        return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    private static func error(_ value: JSONValue, at pointer: JSONPointer) throws(RehearsalError) -> ScriptError {
        let failure = try RehearsalObject(value, at: pointer)
        try failure.allow(["code", "message", "retryable"])
        guard let code = try failure.text("code") else {
            throw failure.error(nil, "The member \"code\" is missing.", "Say which error it is, such as \"BUSY\".")
        }
        guard isCode(code) else {
            throw failure.error(
                "code", "\"\(Suggestion.clipped(code))\" can't be the code of an error.",
                "Codes are capital letters, digits and `_`, a letter first, at most \(codeBytesMax): \"BUSY\".")
        }
        var error = ScriptError(code: code, message: try failure.text("message") ?? "It failed.")
        if let retryable = failure["retryable"] {
            guard let isRetryable = retryable.boolValue else {
                throw failure.error("retryable", "This is no boolean.", "Write true or false.")
            }
            error.isRetryable = isRetryable
        }
        return error
    }
}
