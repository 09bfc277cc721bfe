/// What a model answers to a decision or a check.
extension MachineRun {
    /// An answer that is none is asked for once more, at `p.~1`.
    mutating func answer(
        _ wait: Wait, _ site: EffectSite, _ value: JSONValue, _ fiber: inout Fiber, _ slot: Int
    ) -> Next {
        let target = tables.instructions[fiber.position].c
        let path = path(site.path, in: fiber)
        let isSecond = wait.path != path
        var wait = wait
        wait.inbox = nil
        var found: JSONValue?
        switch site.kind {
        case .choose(let names, let otherwise):
            found = Self.choice(value, names).map { .integer(Int64($0)) }
            if found == nil, isSecond, let otherwise { found = .integer(Int64(otherwise)) }
        default: found = Self.confirmation(value).map { .bool($0) }
        }
        if let found { return proceed(&fiber, with: found, into: target) }
        guard isSecond else {
            return self.wait(
                for: Wait(path: path.appending(iteration: 1), role: wait.role, input: wait.input), &fiber, slot)
        }
        var error = ScriptError(
            code: ScriptError.Code.modelAnswer,
            message: "The model gave no answer that was asked for, also when it was asked again.")
        error.path = path
        fiber.failedWait = wait
        return raise(error, &fiber, slot)
    }

    /// The place of the name that a model gave, as a text or as the member `branch`.
    private static func choice(_ value: JSONValue, _ names: [String]) -> Int? {
        guard let answer = (value.stringValue ?? value["branch"]?.stringValue ?? value["text"]?.stringValue) else {
            return nil
        }
        // A name may itself have what models put around an answer, so the answer as it is comes first.
        let texts = [String(answer.prefix(answerCharactersMax)), trimmed(answer)]
        for text in texts {
            if let place = names.firstIndex(where: { JSONText.areEqual($0, text) }) { return place }
        }
        for text in texts.map({ $0.lowercased() }) {
            if let place = names.firstIndex(where: { $0.lowercased() == text }) { return place }
        }
        guard !texts[1].isEmpty else { return nil }
        return names.firstIndex { trimmed($0).lowercased() == texts[1].lowercased() }
    }

    /// No name of a branch is longer.
    private static let answerCharactersMax = 1_024

    /// A boolean, as it is, as the member `pass`, or as a word.
    private static func confirmation(_ value: JSONValue) -> Bool? {
        if let isTrue = value.boolValue ?? value["pass"]?.boolValue { return isTrue }
        guard let answer = value.stringValue ?? value["text"]?.stringValue else { return nil }
        switch trimmed(answer).lowercased() {
        case "yes", "true", "pass": return true
        case "no", "false", "fail": return false
        default: return nil
        }
    }

    /// Without what models put around an answer of one word.
    private static func trimmed(_ text: String) -> String {
        let around: Set<Character> = ["\"", "'", ".", " ", "\n", "\r", "\t", "`", "*"]
        var rest = text.prefix(answerCharactersMax)[...]
        while let first = rest.first, around.contains(first) { rest.removeFirst() }
        while let last = rest.last, around.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
