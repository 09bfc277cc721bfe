import CoreLanguage

/// The state of a graph program: what its journal says, and what follows from it.
///
/// Pure: the same program, input and events give the same state, in the run that wrote them and in the one that takes
/// over after a crash.
struct GraphMachine: Sendable {
    /// Where a graph step stands.
    enum StepState: Sendable {
        case waiting
        case open(OpenStep)
        case closed
    }

    /// How a graph step ended, as other steps read it.
    private enum StepStatus: String {
        case completed
        /// Its condition was false.
        case skipped
        /// A call failed, and something stands in for its output.
        case failed
    }

    /// How the thread ends.
    enum Outcome: Hashable, Sendable {
        case completed(JSONValue)
        case failed(ThreadFailure)
    }

    private let loaded: LoadedProgram
    private(set) var states: [StepState]
    private(set) var closedCount = 0
    /// Set once nothing more is to be done.
    private(set) var outcome: Outcome?
    private var scope: EvaluationScope
    private var closedSteps = JSONObject()

    /// A graph at its start, with the steps that need nothing open.
    init(_ loaded: LoadedProgram, input: JSONObject) {
        self.loaded = loaded
        states = Array(repeating: .waiting, count: loaded.steps.count)
        scope = EvaluationScope(["inputs": .object(input), "steps": .object(JSONObject())])
        openWhatCanBe()
    }

    // MARK: Reading

    /// The steps of the graph, in its order.
    var steps: [GraphStep] { loaded.steps }

    /// The units that may be called, in the order of the graph, with regard to the lanes a step runs at once.
    var callable: [StepUnit] {
        if outcome != nil { return [] }
        var units: [StepUnit] = []
        for (index, state) in states.enumerated() {
            guard case .open(let step) = state else { continue }
            let waiting = step.units.lazy.filter { $0.status == .ready }
            units.append(contentsOf: waiting.prefix(steps[index].forEach?.lanesMax ?? 1))
        }
        return units
    }

    /// Whether a graph step is over.
    func isClosed(_ step: Int) -> Bool {
        if case .closed = states[step] { true } else { false }
    }

    /// When the first of the waits is over, if nothing can be done before; nil when something can.
    func restsUntil(after now: Timestamp) -> Timestamp? {
        var first: Timestamp?
        for unit in callable {
            guard let time = unit.notBefore, time > now else { return nil }
            first = min(first ?? time, time)
        }
        return first
    }

    /// The input of a unit's call.
    func input(of unit: StepUnit) throws(EvaluationError) -> JSONValue {
        try steps[unit.step].body.input.evaluate(in: scope(for: unit))
    }

    /// The unit at `path`, or nil when the program has none there that is open.
    func unit(_ path: String) -> StepUnit? {
        guard let place = place(of: path), case .open(let step) = states[place.step] else { return nil }
        return step.units[place.unit]
    }

    // MARK: Events

    /// Notes that a call is about to be made that must not be made twice.
    mutating func intend(_ path: String) { change(path) { $0.isIntended = true } }

    /// Notes that a wait began which is over at `time`.
    mutating func wait(_ path: String, until time: Timestamp) {
        change(path) { unit in
            unit.notBefore = time
            unit.isWaiting = true
        }
    }

    /// Notes the output of a unit, and opens what waited for it.
    mutating func complete(_ path: String, output: JSONValue) {
        change(path) { unit in
            unit.status = .done
            unit.output = output
            unit.notBefore = nil
        }
        closeAndOpen()
    }

    /// Notes that an attempt failed and that another may begin at `time`.
    mutating func retry(_ path: String, failedAttempts: Int, notBefore time: Timestamp) {
        change(path) { unit in
            unit.failedAttempts = failedAttempts
            unit.notBefore = time
            unit.isIntended = false
            unit.isWaiting = false
        }
    }

    /// Notes that a unit failed for good: it fails the thread, unless its step says what stands in for it.
    mutating func fail(_ path: String, _ failure: ThreadFailure) {
        guard let unit = unit(path) else { return }
        do throws(EvaluationError) {
            switch steps[unit.step].onError {
            case .fail: end(failure)
            case .skip: stand(in: .null, for: path)
            case .substitute(let value): stand(in: try value.evaluate(in: scope(for: unit)), for: path)
            }
        } catch {
            end(error, step: path)
        }
    }

    /// Notes that a unit failed and that `output` stands in for what it would have given.
    private mutating func stand(in output: JSONValue, for path: String) {
        change(path) { $0.hasFailed = true }
        complete(path, output: output)
    }

    // MARK: What follows

    private mutating func change(_ path: String, _ body: (inout StepUnit) -> Void) {
        guard let place = place(of: path), case .open(var step) = states[place.step] else { return }
        // The copy in `states` would else be copied once more.
        states[place.step] = .waiting
        let wasDone = step.units[place.unit].status == .done
        if !wasDone { body(&step.units[place.unit]) }
        if !wasDone, step.units[place.unit].status == .done { step.openCount -= 1 }
        states[place.step] = .open(step)
    }

    private mutating func closeAndOpen() {
        guard outcome == nil else { return }
        for index in states.indices {
            if case .open(let step) = states[index], step.openCount == 0 {
                close(index, step.hasFailed ? .failed : .completed, output: step.output)
            }
        }
        openWhatCanBe()
    }

    /// What other steps read of a step that is over: `steps.ID.output` and `steps.ID.status`.
    private mutating func close(_ index: Int, _ status: StepStatus, output: JSONValue) {
        states[index] = .closed
        closedCount += 1
        closedSteps[steps[index].id] = ["output": output, "status": .string(status.rawValue)]
        scope.roots["steps"] = .object(closedSteps)
    }

    /// Opens the steps whose dependencies are closed, until nothing more follows; ends when all are closed.
    private mutating func openWhatCanBe() {
        var isSettled = false
        while !isSettled, outcome == nil {
            isSettled = true
            for index in states.indices where isOpenable(index) {
                open(index)
                if case .closed = states[index] { isSettled = false }
            }
        }
        if outcome == nil, closedCount == steps.count { finish() }
    }

    private func isOpenable(_ index: Int) -> Bool {
        guard outcome == nil, case .waiting = states[index] else { return false }
        return steps[index].dependsOn.allSatisfy { name in
            guard let dependency = loaded.indices[name], case .closed = states[dependency] else { return false }
            return true
        }
    }

    private mutating func open(_ index: Int) {
        let step = steps[index]
        do throws(EvaluationError) {
            if let condition = step.condition, try !condition.isTrue(in: scope) {
                return close(index, .skipped, output: .null)
            }
            guard let forEach = step.forEach else {
                let unit = StepUnit(path: step.id, step: index, lane: nil)
                states[index] = .open(OpenStep(units: [unit], openCount: 1, isList: false))
                return
            }
            let items = try Self.items(forEach, scope)
            if items.isEmpty { return close(index, .completed, output: .array([])) }
            let units = items.enumerated().map { lane, item in
                StepUnit(
                    path: StepPath.root.appending(step: step.id).appending(iteration: lane).description, step: index,
                    lane: StepUnit.Lane(index: lane, item: item))
            }
            states[index] = .open(OpenStep(units: units, openCount: units.count, isList: true))
        } catch {
            end(error, step: step.id)
        }
    }

    private static func items(_ forEach: ForEach, _ scope: EvaluationScope) throws(EvaluationError) -> [JSONValue] {
        guard case .array(let items) = try forEach.items.evaluate(in: scope) else {
            throw EvaluationError(.type, "What a step runs over must be an array.")
        }
        guard items.count <= forEach.itemsMax else {
            throw EvaluationError(
                .limit, "The array has \(items.count) items; the step is declared for at most \(forEach.itemsMax).")
        }
        return items
    }

    private mutating func finish() {
        do throws(EvaluationError) {
            outcome = .completed(try loaded.program.result.evaluate(in: scope))
        } catch {
            end(error, step: nil)
        }
    }

    private mutating func end(_ error: EvaluationError, step: String?) {
        end(ThreadFailure(CoreError(.stepFailed, error.message), step: step))
    }

    private mutating func end(_ failure: ThreadFailure) { outcome = outcome ?? .failed(failure) }

    private func scope(for unit: StepUnit) -> EvaluationScope {
        guard let lane = unit.lane else { return scope }
        var scope = scope
        scope.roots["item"] = lane.item
        scope.roots["index"] = .integer(Int64(lane.index))
        return scope
    }

    private func place(of path: String) -> (step: Int, unit: Int)? {
        guard let parsed = StepPath(path), case .step(let id)? = parsed.segments.first, let step = loaded.indices[id],
            case .open(let open) = states[step]
        else { return nil }
        guard case .iteration(let lane)? = parsed.segments.dropFirst().first else {
            return open.isList ? nil : (step, 0)
        }
        return open.isList && open.units.indices.contains(lane) ? (step, lane) : nil
    }
}
