/// Regular expressions: those of ECMA-262 without look-around and back-references, as in types' `pattern("…")`.
///
/// Where several parts of a text match at one place, the longest is found.
enum PatternBuiltins {
    static let all = [
        Builtin(
            "matches", ["text", "pattern"], ["(text, text) -> boolean"],
            "Whether any part of the text matches the regular expression; for all of it write ^…$.",
            [(#"matches("order-17", "^[a-z]+-[0-9]+$")"#, "true"), (#"matches("abc", "\\d")"#, "false")], matches),
        Builtin(
            "find_all", ["text", "pattern", "limit?"], ["(text, text, integer?) -> list<text>"],
            "The parts of the text that match the regular expression, without overlaps, at most as many as the limit.",
            [
                (#"find_all("a1 b22 c333", "[0-9]+")"#, #"["1","22","333"]"#),
                (#"find_all("a1 b22", "[0-9]+", 1)"#, #"["1"]"#),
            ], findAll),
        Builtin(
            "replace_pattern", ["text", "pattern", "replacement"], ["(text, text, text) -> text"],
            "The text with the replacement, as it is, wherever the regular expression matches.",
            [(#"replace_pattern("a1b22", "[0-9]+", "-")"#, #""a-b-""#)], replacePattern),
        Builtin(
            "split_pattern", ["text", "pattern"], ["(text, text) -> list<text>"],
            "The parts of the text between the matches of the regular expression; an empty match parts two scalars.",
            [
                (#"split_pattern("a, b;c", "[,;] *")"#, #"["a","b","c"]"#),
                (#"split_pattern("aé", "")"#, #"["a","é"]"#),
            ], splitPattern),
    ]

    private static func matches(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (text, pattern) = (try call.text(0), try call.pattern(1))
        var work = WorkBudget(stepsMax: call.budget.patternStepsLeft)
        let isMatch = pattern.matches(text, budget: &work)
        try call.budget.charge(steps: work.stepsUsed / EvaluationBudget.patternStepsPerStep)
        guard let isMatch else { throw EvaluationError(.limit, "\(call.signature): the pattern takes too long.") }
        return .bool(isMatch)
    }

    private static func findAll(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        let ranges = try ranges(call, limit: call.integer(2, in: 0...Int64(Int.max), default: Int64.max))
        try call.budget.charge(bytes: ranges.reduce(0) { $0 + $1.count })
        return .array(ranges.map { .string(text.part($0)) })
    }

    private static func replacePattern(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.replaced(call.text(0), ranges(call), by: call.text(2))
    }

    private static func splitPattern(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        var parts: [JSONValue] = []
        var start = 0
        // An empty match parts two scalars, and nothing at the ends of a part, which would be an empty one more.
        for range in try ranges(call)
        where !range.isEmpty || range.lowerBound > start && range.lowerBound < text.utf8.count {
            try call.budget.charge(elements: 1)
            parts.append(.string(text.part(start..<range.lowerBound)))
            start = range.upperBound
        }
        parts.append(.string(text.part(start..<text.utf8.count)))
        return .array(parts)
    }

    /// The matches of the pattern in bytes of the text, from the front.
    private static func ranges(
        _ call: BuiltinCall, limit: Int = .max
    ) throws(EvaluationError) -> [Range<Int>] {
        let text = try call.text(0)
        var finder = PatternFinder(try call.pattern(1))
        let bytes = text.utf8.span
        var ranges: [Range<Int>] = []
        var start = 0
        while ranges.count < limit, start <= bytes.count,
            let range = try finder.first(in: bytes, from: start, call.budget)
        {
            try call.budget.charge(elements: 1)
            ranges.append(range)
            start = range.upperBound
            guard range.isEmpty else { continue }
            start += 1
            while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
        }
        try call.budget.charge(steps: finder.takeSteps() / EvaluationBudget.patternStepsPerStep)
        return ranges
    }
}

extension EvaluationBudget {
    /// How many patterns are kept.
    private static let patternsMax = 64

    /// How many steps of patterns, which are small, make one of the budget.
    static let patternStepsPerStep = 2

    /// How many steps patterns may take.
    var patternStepsLeft: Int {
        let (steps, overflow) = stepsLeft.multipliedReportingOverflow(by: Self.patternStepsPerStep)
        return overflow ? .max : steps
    }

    /// A pattern, compiled once for all calls.
    func pattern(_ source: String) throws(PatternError) -> (pattern: Pattern, steps: Int) {
        if let pattern = patterns[source], JSONText.areEqual(pattern.source, source) { return (pattern, 0) }
        var work = WorkBudget(stepsMax: min(Pattern.compileStepsMax, patternStepsLeft))
        var tableSteps = Pattern.tableStepsMax
        let pattern = try Pattern(
            source, budget: &work, tableSteps: &tableSteps, tableEntriesMax: Pattern.tableEntriesMax)
        if patterns.count >= Self.patternsMax { patterns.removeAll() }
        patterns[source] = pattern
        return (pattern, (work.stepsUsed + Pattern.tableStepsMax - tableSteps) / Self.patternStepsPerStep)
    }
}

extension BuiltinCall {
    /// The argument at a place as a regular expression.
    fileprivate func pattern(_ place: Int) throws(EvaluationError) -> Pattern {
        let source = try text(place)
        let compiled: (pattern: Pattern, steps: Int)
        do throws(PatternError) {
            compiled = try budget.pattern(source)
        } catch {
            throw refused(place, "must be a regular expression that is taken here: \(error.message) \(error.hint)")
        }
        try budget.charge(steps: compiled.steps)
        return compiled.pattern
    }
}
