extension PlanCompiler {
    /// The repetition of a step, where it has one.
    mutating func forEach(of step: PlanObject, in scope: PlanScope) -> ForEach? {
        let itemsRange = Int64(ForEach.itemsMaxRange.lowerBound)...Int64(ForEach.itemsMaxRange.upperBound)
        let lanesRange = Int64(ForEach.lanesMaxRange.lowerBound)...Int64(ForEach.lanesMaxRange.upperBound)
        let itemsMax = integer("max_items", of: step, in: itemsRange) ?? 100
        let lanesMax = integer("concurrency", of: step, in: lanesRange) ?? 8
        guard let source = step["for_each"] else {
            refuseWithoutLoop(step)
            return nil
        }
        let pointer = step.pointer(to: "for_each")
        let items =
            if let text = source.stringValue {
                parsed(text, as: "expr", at: pointer, in: scope)
            } else {
                value(source, at: pointer, in: scope)
            }
        checkItems(items, at: pointer, itemsMax: itemsMax)
        return ForEach(items: items, itemsMax: Int(itemsMax), lanesMax: Int(lanesMax))
    }

    private mutating func refuseWithoutLoop(_ step: PlanObject) {
        for field in ["max_items", "concurrency"] where step[field] != nil {
            refuse(step.pointer(to: field), "conflict", "\"\(field)\" belongs to a step with for_each.")
        }
    }

    private mutating func checkItems(_ items: Expression, at pointer: JSONPointer, itemsMax: Int64) {
        switch items {
        case .array(let items) where items.count > itemsMax:
            refuse(pointer, "too_many", "These are \(items.count) items; max_items allows \(itemsMax).")
        case .literal(.array(let items)) where items.count > itemsMax:
            refuse(pointer, "too_many", "These are \(items.count) items; max_items allows \(itemsMax).")
        case .reference, .array, .coalesce, .literal(.array): break
        default: refuse(pointer, "type", "A path to an array, or an array, belongs here.")
        }
    }

    static let retryFields = ["max_attempts", "backoff_seconds", "factor", "cap_seconds", "jitter"]

    /// How often a step is tried; what the plan does not say is as in ``RetryPolicy/recipe``.
    mutating func retry(of step: PlanObject) -> RetryPolicy {
        let standard = RetryPolicy.recipe
        guard let value = step["retry"], let retry = object(value, at: step.pointer(to: "retry")) else {
            return standard
        }
        refuseUnknown(in: retry, known: Self.retryFields)
        let attempts = integer("max_attempts", of: retry, in: RecipePlan.attemptsRange)
        let base = number("backoff_seconds", of: retry, in: 0...86_400).map(Self.milliseconds)
        let factor = number("factor", of: retry, in: 1...10)
        let cap = number("cap_seconds", of: retry, in: 0...86_400).map(Self.milliseconds)
        let jitter = jitter(of: retry)
        let baseMilliseconds = base ?? min(standard.baseMilliseconds, cap ?? .max)
        if let cap, cap < baseMilliseconds {
            refuse(retry.pointer(to: "cap_seconds"), "conflict", "cap_seconds is not less than backoff_seconds.")
        }
        return RetryPolicy(
            attempts: attempts.map { Int($0) } ?? standard.attempts,
            baseMilliseconds: baseMilliseconds,
            factor: factor ?? standard.factor,
            capMilliseconds: cap ?? max(standard.capMilliseconds, baseMilliseconds),
            jitter: jitter ?? standard.jitter)
    }

    private mutating func jitter(of retry: PlanObject) -> RetryPolicy.Jitter? {
        guard let word = string("jitter", of: retry) else { return nil }
        let jitter = RetryPolicy.Jitter(rawValue: word)
        if jitter == nil {
            refuse(retry.pointer(to: "jitter"), "invalid_value", "Jitter is \"none\" or \"full\".")
        }
        return jitter
    }

    /// What becomes of a failed call.
    mutating func failureAction(of step: PlanObject, in scope: PlanScope) -> FailureAction {
        let pointer = step.pointer(to: "on_error")
        switch step["on_error"] {
        case nil, .string("fail"): return .fail
        case .string("skip"): return .skip
        case .object(let object) where object.count == 1:
            if let substitute = object["default"] {
                return .substitute(value(substitute, at: pointer.appending(key: "default"), in: scope))
            }
        default: break
        }
        refuse(pointer, "invalid_value", "on_error is \"fail\", \"skip\" or {\"default\": value}.")
        return .fail
    }
}
