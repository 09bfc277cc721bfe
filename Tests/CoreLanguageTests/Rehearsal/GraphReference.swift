@testable import CoreLanguage

/// What a recipe wants done and when, reckoned step by step without a machine: the meaning of a graph in the plainest
/// words.
struct GraphReference {
    /// What the world answers at a path: so many failures, each attempt taking so long, and then this value.
    struct Answer {
        var failures = 0
        var isRetryable = true
        var takes: Int64 = 0
        var value: JSONValue = .null
    }

    struct Call: Hashable {
        let path: String
        let attempt: Int
        let input: JSONValue
        let start: Int64
        /// When it was known that it is to be made.
        let wanted: Int64
    }

    private struct Ended {
        var end: Int64
        var value: JSONValue
    }

    let steps: [GraphStep]
    let inputs: JSONValue
    let answers: [String: Answer]
    private(set) var calls: [Call] = []
    /// When, and at which path, the recipe fails first.
    private(set) var failure: (time: Int64, path: String)?
    private var ended: [String: Ended] = [:]

    init(_ steps: [GraphStep], inputs: JSONValue, answers: [String: Answer]) throws {
        self.steps = steps
        self.inputs = inputs
        self.answers = answers
        while let step = steps.first(where: { step in
            ended[step.id] == nil && step.dependsOn.allSatisfy { ended[$0] != nil }
        }) {
            ended[step.id] = try run(step)
        }
    }

    var end: Int64 { ended.values.map(\.end).max() ?? 0 }

    func result(of expression: Expression) throws -> JSONValue {
        try expression.evaluate(in: scope())
    }

    private func scope(_ item: (JSONValue, Int)? = nil) -> EvaluationScope {
        let steps = JSONObject(ended.map { ($0.key, $0.value.value) })
        var scope = EvaluationScope(["inputs": inputs, "steps": .object(steps)])
        if let (item, index) = item {
            scope.roots["item"] = item
            scope.roots["index"] = .integer(Int64(index))
        }
        return scope
    }

    private mutating func run(_ step: GraphStep) throws -> Ended {
        let start = step.dependsOn.compactMap { ended[$0]?.end }.max() ?? 0
        if let condition = step.condition, try !condition.isTrue(in: scope()) {
            return Ended(end: start, value: ["output": .null, "status": "skipped"])
        }
        guard let loop = step.forEach else {
            let (end, value, isFine) = try call(step, at: step.id, from: start, nil)
            return Ended(end: end, value: ["output": value, "status": isFine ? "completed" : "failed"])
        }
        var outputs: [JSONValue] = []
        var isFine = true
        var lanes: [Int64] = []
        let items = try loop.items.evaluate(in: scope()).arrayValue ?? []
        var end = start
        for (number, item) in items.enumerated() {
            // An item begins when there is a lane for it: when the first of those before ends.
            var begin = start
            if lanes.count >= loop.lanesMax, let first = lanes.min(), let place = lanes.firstIndex(of: first) {
                begin = first
                lanes.remove(at: place)
            }
            let (ended, value, isItemFine) = try call(
                step, at: "\(step.id).~\(number)", from: begin, (item, number))
            lanes.append(ended)
            end = max(end, ended)
            outputs.append(value)
            isFine = isFine && isItemFine
        }
        return Ended(end: end, value: ["output": .array(outputs), "status": isFine ? "completed" : "failed"])
    }

    private mutating func call(
        _ step: GraphStep, at path: String, from start: Int64, _ item: (JSONValue, Int)?
    ) throws -> (Int64, JSONValue, Bool) {
        let answer = answers[path] ?? Answer()
        let input = try step.body.input.evaluate(in: scope(item))
        var (time, wanted) = (start, start)
        for attempt in 1...step.retry.attempts {
            time += step.retry.delayMilliseconds(beforeAttempt: attempt)
            calls.append(Call(path: path, attempt: attempt, input: input, start: time, wanted: wanted))
            let isLate = step.timeoutMilliseconds.map { answer.takes > $0 } ?? false
            time += isLate ? step.timeoutMilliseconds ?? 0 : answer.takes
            wanted = time
            if !isLate, attempt > answer.failures { return (time, answer.value, true) }
            if !isLate, !answer.isRetryable { break }
        }
        switch step.onError {
        case .skip: return (time, .null, false)
        case .substitute(let value): return (time, try value.evaluate(in: scope(item)), false)
        case .fail:
            if failure.map({ time < $0.time }) ?? true { failure = (time, path) }
            return (time, .null, false)
        }
    }
}
