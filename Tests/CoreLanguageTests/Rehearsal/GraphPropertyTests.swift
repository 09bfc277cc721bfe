import Testing

@testable import CoreLanguage

/// Random recipes on the machine, against the plain meaning of a graph.
@Suite struct GraphPropertyTests {
    private struct Sample {
        var steps: [GraphStep] = []
        var answers: [String: GraphReference.Answer] = [:]
        var random: JSONTestRandom

        init(seed: UInt64) {
            random = JSONTestRandom(seed: seed)
            let ids = (0..<Int.random(in: 1...7, using: &random)).map { "s\($0)" }
            for (number, id) in ids.enumerated() { steps.append(step(id, after: Array(ids[..<number]))) }
            // The order in which they were written says nothing of who waits for whom.
            steps.shuffle(using: &random)
        }

        private mutating func step(_ id: String, after earlier: [String]) -> GraphStep {
            let before = earlier.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            var fields: [Expression.Field] = before.map { .init(key: $0, value: .name("steps.\($0).output")) }
            fields += before.map { .init(key: "s\($0)", value: .name("steps.\($0).status")) }
            fields.append(.init(key: "x", value: .name("inputs.x")))
            var loop: ForEach?
            if Int.random(in: 0..<2, using: &random) == 0 {
                let count = Int.random(in: 0...5, using: &random)
                loop = ForEach(
                    items: .value(.array((0..<count).map { .integer(Int64($0 * 3)) })),
                    lanesMax: Int.random(in: 1...4, using: &random))
                fields += [.init(key: "item", value: .name("item")), .init(key: "i", value: .name("index"))]
            }
            for path in [id] + (0..<5).map({ "\(id).~\($0)" }) { answers[path] = answer(path) }
            return GraphStep(
                id: id, dependsOn: before, condition: condition(before), forEach: loop,
                body: IngredientCall(ingredient: "n:k:\(id)", version: "1.0.0", input: .object(fields)),
                retry: RetryPolicy(
                    attempts: Int.random(in: 1...3, using: &random),
                    baseMilliseconds: Int64.random(in: 0...5_000, using: &random), factor: 2, capMilliseconds: 7_000,
                    jitter: Bool.random(using: &random) ? .full : .none),
                timeoutMilliseconds: Bool.random(using: &random)
                    ? Int64.random(in: 500_000...900_000, using: &random) : nil,
                onError: onError(before, isLoop: loop != nil))
        }

        private mutating func answer(_ path: String) -> GraphReference.Answer {
            GraphReference.Answer(
                failures: max(0, Int.random(in: -4...3, using: &random)),
                isRetryable: Int.random(in: 0..<4, using: &random) > 0,
                takes: Int64.random(in: 1...1_000_000, using: &random), value: .string("v \(path)"))
        }

        private mutating func condition(_ before: [String]) -> Expression? {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: return .value(.bool(Bool.random(using: &random)))
            case 1, 2:
                return before.first.map { .name("steps.\($0).status").isEqual(.value("completed")) }
            default: return nil
            }
        }

        private mutating func onError(_ before: [String], isLoop: Bool) -> FailureAction {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: .fail
            case 1, 2: .skip
            default:
                .substitute(
                    isLoop ? .members(["i": .name("index")]) : before.last.map { .name("steps.\($0)") } ?? .value(1))
            }
        }

        var result: Expression {
            .object(steps.map { .init(key: $0.id, value: .name("steps.\($0.id)")) })
        }

        var world: JSONValue {
            var rules: [JSONValue] = []
            for (path, answer) in answers.sorted(by: { $0.key < $1.key }) {
                let id = path.split(separator: ".")[0]
                let rule: JSONObject = [
                    "ingredient": .string("n:k:\(id)"), "path": .string(path), "takes_ms": .integer(answer.takes),
                ]
                if answer.failures > 0 {
                    var failing = rule
                    failing["times"] = .integer(Int64(answer.failures))
                    failing["fails"] = ["code": "X", "message": "x", "retryable": .bool(answer.isRetryable)]
                    rules.append(.object(failing))
                }
                var fine = rule
                fine["returns"] = answer.value
                rules.append(.object(fine))
            }
            return ["effects": .array(rules)]
        }
    }

    @Test(arguments: 0..<300)
    func theMachineDoesWhatTheGraphSays(_ seed: UInt64) throws {
        let sample = Sample(seed: seed)
        let inputs: JSONValue = ["x": 1]
        let reference = try GraphReference(sample.steps, inputs: inputs, answers: sample.answers)
        let program = MachineGraphTests.program(sample.steps, result: sample.result)
        try ProgramVerifier.verify(program)
        var rehearsal = Rehearsal(program, world: try RehearsalWorld(decoding: sample.world))
        rehearsal.isDoubtful = true
        let outcome = rehearsal.run(inputs: inputs)
        let calls = outcome.trace.map { entry in
            Line(entry.path.description, entry.attempt, entry.input, entry.atMilliseconds)
        }
        let wanted = reference.calls.filter { call in reference.failure.map { call.wanted < $0.time } ?? true }
        #expect(Set(calls) == Set(wanted.map { Line($0.path, $0.attempt, $0.input, $0.start) }))
        #expect(calls.count == wanted.count)
        if let failure = reference.failure {
            #expect(outcome.status == .failed)
            #expect(outcome.error?.path.description == failure.path)
            #expect(outcome.elapsedMilliseconds == failure.time)
        } else {
            #expect(outcome.result == (try reference.result(of: sample.result)))
            #expect(outcome.elapsedMilliseconds == reference.end)
        }
    }

    private struct Line: Hashable {
        let path: String
        let attempt: Int
        let input: JSONValue
        let start: Int64

        init(_ path: String, _ attempt: Int, _ input: JSONValue, _ start: Int64) {
            (self.path, self.attempt, self.input, self.start) = (path, attempt, input, start)
        }
    }
}
