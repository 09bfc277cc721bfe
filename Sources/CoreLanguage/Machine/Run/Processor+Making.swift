/// Values that are made of others.
extension Processor {
    func makeArray(from first: Int, _ count: Int, into target: Int) throws(EvaluationError) {
        try budget.charge(elements: count)
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        for register in first..<first + count { elements.append(registers[register]) }
        let depth = try nestedDepth(from: first, count)
        put(.array(elements), depth: depth, into: target)
    }

    func makeObject(from first: Int, _ names: [String], into target: Int) throws(EvaluationError) {
        try budget.charge(elements: names.count * 2)
        try budget.charge(steps: names.count)
        var object = JSONObject()
        for (place, name) in names.enumerated() { object[name] = registers[first + place] }
        let depth = try nestedDepth(from: first, names.count)
        put(.object(object), depth: depth, into: target)
    }

    /// A string is its own text, null the empty one, and every other value its canonical JSON.
    func makeText(from first: Int, _ count: Int, into target: Int) throws(EvaluationError) {
        var text = ""
        for register in first..<first + count {
            switch registers[register] {
            case .string(let content):
                try budget.charge(bytes: content.utf8.count)
                text += content
            case .null: break
            case .integer(let number): text += String(number)
            case let value:
                try budget.charge(for: value)
                text += value.serializedString(.canonical)
            }
        }
        put(.string(text), depth: 0, into: target)
    }

    /// How deep a value is nested that holds these; measured where the bound says that it may be too deep.
    private func nestedDepth(from first: Int, _ count: Int) throws(EvaluationError) -> Int {
        var depth = 0
        for register in first..<first + count {
            if self.depth(of: register) >= MachineLimits.depthMax { try measureDepth(of: register) }
            depth = max(depth, self.depth(of: register))
        }
        guard depth < MachineLimits.depthMax else { throw Self.tooDeep }
        return depth + 1
    }

    /// Finds out how deep the value of a register is.
    private func measureDepth(of register: Int) throws(EvaluationError) {
        try budget.charge(for: registers[register])
        depths[register] = UInt16(
            clamping: JSONMeasure(of: registers[register], bytesMax: .max)?.depth ?? MachineLimits.depthMax)
    }

    static var tooDeep: EvaluationError {
        EvaluationError(.limit, "The value nests deeper than \(MachineLimits.depthMax) levels.")
    }

    func append(_ element: Int, to list: Int) throws(EvaluationError) {
        guard case .array(var elements) = registers[list] else {
            throw EvaluationError(.type, "Only lists get elements.")
        }
        try budget.charge(elements: 1)
        let depth = max(depth(of: list), try nestedDepth(from: element, 1))
        let value = registers[element]
        // The register lets go of the list, so that it grows in its place.
        registers[list] = .null
        elements.append(value)
        put(.array(elements), depth: depth, into: list)
    }

    func setMember(_ name: String, _ member: Int, of object: Int) throws(EvaluationError) {
        guard case .object(var members) = registers[object] else {
            throw EvaluationError(.type, "The input is an object, not \(registers[object].scriptTypeName).")
        }
        try budget.charge(elements: 2)
        let depth = max(depth(of: object), try nestedDepth(from: member, 1))
        let value = registers[member]
        registers[object] = .null
        members[name] = value
        put(.object(members), depth: depth, into: object)
    }

    func count(_ value: JSONValue, into target: Int) throws(EvaluationError) {
        guard case .array(let elements) = value else {
            throw EvaluationError(.type, "A loop takes a list, not \(value.scriptTypeName).")
        }
        put(.integer(Int64(elements.count)), depth: 0, into: target)
    }

    func wholeNumber(
        _ value: JSONValue, _ rule: WholeNumberRule, into target: Int
    ) throws(EvaluationError) {
        let number = try Self.wholeNumber(value, rule)
        guard number >= rule.least else {
            throw EvaluationError(.argument, "\(rule.text) is a whole number from \(rule.least) on, not \(number).")
        }
        guard number <= WholeNumberRule.greatest || !rule.isDuration else {
            throw EvaluationError(
                .argument, "\(rule.text) has at most \(WholeNumberRule.greatest) milliseconds, not \(number).")
        }
        put(.integer(min(number, WholeNumberRule.greatest)), depth: 0, into: target)
    }

    private static func wholeNumber(_ value: JSONValue, _ rule: WholeNumberRule) throws(EvaluationError) -> Int64 {
        if rule.isDuration, case .string(let text) = value {
            guard let milliseconds = DurationText.milliseconds(text) else {
                throw EvaluationError(
                    .argument,
                    "\(rule.text) is a duration such as 1h30m, of units ms, s, m, h, d, w, each once, falling, not "
                        + "\"\(Suggestion.clipped(text))\".")
            }
            return milliseconds
        }
        guard let number = value.int64Value else {
            let kinds = rule.isDuration ? "a duration or a whole number of milliseconds" : "a whole number"
            throw EvaluationError(.type, "\(rule.text) is \(kinds), not \(value.scriptTypeName).")
        }
        return number
    }

    mutating func beginRound(_ register: Int) throws(EvaluationError) {
        let round = registers[register].int64Value ?? 0
        guard round < Int64(roundsMax) else {
            failure = .error(
                ScriptError(
                    code: ScriptError.Code.rounds,
                    message: "The steps have run again \(roundsMax) times, as often as they may."))
            throw EvaluationError(.limit, "")
        }
        put(.integer(round + 1), depth: 0, into: register)
    }
}
