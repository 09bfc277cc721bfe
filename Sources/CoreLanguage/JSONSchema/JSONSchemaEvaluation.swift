/// Applies a schema to a value. Schemas that are being applied are on a stack of its own, so that depth costs heap and
/// not stack.
struct JSONSchemaEvaluation {
    /// How many schemas may be open at once.
    private static let framesMax = 100_000

    /// How many faults are kept of a schema that could be applied to the same place again.
    private static let rememberedMax = 8

    let plan: JSONSchemaPlan
    let options: JSONSchemaOptions
    let value: JSONValue
    let isExplaining: Bool

    var frames: [JSONSchemaFrame] = []
    var findings: [JSONSchemaFinding] = []
    var places = JSONSchemaInstancePlaces()
    private var scopes: JSONSchemaScopes
    private var memory = JSONSchemaMemory()

    /// What may be spent. It is extended, once, by what the size of the value allows; that size is looked for only when
    /// it matters.
    var budget: WorkBudget
    private var mayExtend: Bool
    private(set) var isStopped = false

    /// What came of the schema that was last finished.
    private var outcome = true

    /// Without a budget that of the options is taken.
    init(
        plan: JSONSchemaPlan, options: JSONSchemaOptions, value: JSONValue, isExplaining: Bool,
        budget: WorkBudget? = nil
    ) {
        self.budget = budget ?? WorkBudget(stepsMax: options.stepsMax)
        mayExtend = budget == nil
        self.plan = plan
        self.options = options
        self.value = value
        self.isExplaining = isExplaining
        scopes = JSONSchemaScopes(anchorCount: plan.anchorCount)
    }

    /// Whether the value fits.
    mutating func run() -> Bool {
        outcome =
            begin(
                Application(node: plan.root, value: value, place: JSONSchemaInstancePlaces.root, isHere: false)) ?? true
        while !isStopped, let top = frames.indices.last {
            if frames[top].applicator < frames[top].applicatorsEnd, !isDecided(top) {
                advance(top, plan.applicators[frames[top].applicator].rule)
            } else {
                finish(top)
            }
        }
        return outcome && !isStopped
    }

    /// Whether looking further could change neither the answer nor what is reported.
    func isDecided(_ top: Int) -> Bool {
        isStopped || (!frames[top].isValid && (frames[top].isQuiet || !isExplaining))
    }

    /// A schema to be applied.
    struct Application {
        let node: Int
        let value: JSONValue
        let place: Int
        /// Whether to the value of the schema that asks for it.
        let isHere: Bool
        var isQuiet = false
        var isTentative = false
    }

    /// Applies a schema: says at once what came of it, or nil when it is now on top of the stack.
    mutating func begin(_ application: Application) -> Bool? {
        guard !isStopped else {
            return false
        }
        guard affords(JSONSchemaCost.schema) else {
            halt(.tooMuchWork, application)
            return false
        }
        let isQuiet = application.isQuiet || (frames.last?.isQuiet ?? !isExplaining) || isFull
        if plan.nodes[application.node].isFlat {
            return assess(application, isQuiet: isQuiet)
        }
        return open(application, isQuiet: isQuiet)
    }

    private mutating func open(_ application: Application, isQuiet: Bool) -> Bool? {
        guard frames.count < Self.framesMax else {
            halt(.tooDeep, application)
            return false
        }
        let outer = frames.last?.scope ?? JSONSchemaScopes.outermost
        let resource = Int(plan.nodes[application.node].resource)
        guard affords(JSONSchemaCost.open + plan.bindings[resource].count) else {
            halt(.tooMuchWork, application)
            return false
        }
        guard let scope = scopes.entering(resource, from: outer, bindings: plan.bindings[resource]) else {
            halt(.tooManyScopes, application)
            return false
        }
        let tracks = plan.nodes[application.node].hasUnevaluated || (application.isHere && frames.last?.tracks ?? false)
        if let known = recall(application, scope: scope, isQuiet: isQuiet, tracks: tracks) {
            return known
        }
        let firstFinding = findings.count
        let isValid = assess(application, isQuiet: isQuiet)
        frames.append(
            JSONSchemaFrame(
                node: application.node, value: application.value, place: application.place, scope: scope,
                applicators: plan.nodes[application.node].applicators, isQuiet: isQuiet, tracks: tracks,
                isTentative: application.isTentative || frames.last?.isTentative ?? false,
                firstFinding: firstFinding, isValid: isValid))
        return nil
    }

    /// What came of the schema at the place before, or nil when it is to be applied. Faults are noted again.
    private mutating func recall(
        _ application: Application, scope: Int, isQuiet: Bool, tracks: Bool
    ) -> Bool? {
        guard plan.nodes[application.node].isShared else {
            return nil
        }
        let key = JSONSchemaMemory.Key(node: application.node, place: application.place, scope: scope)
        budget.charge(JSONSchemaCost.recall)
        switch memory[key] {
        case .open:
            halt(.endless, application)
            return false
        case .valid(let marks) where !tracks || marks != nil:
            if application.isHere, tracks, let marks {
                budget.charge(frames[frames.count - 1].marks.formUnion(marks))
            }
            return true
        case .invalid(let noted) where isQuiet || !noted.isEmpty:
            for finding in noted where !isQuiet {
                note(finding, isTentative: application.isTentative || frames.last?.isTentative ?? false)
            }
            return false
        default:
            memory.open(key)
            return nil
        }
    }

    /// Takes a finished schema from the stack and tells the one below.
    private mutating func finish(_ top: Int) {
        let frame = frames.removeLast()
        if plan.nodes[frame.node].isShared {
            let key = JSONSchemaMemory.Key(node: frame.node, place: frame.place, scope: frame.scope)
            let noted = frame.isQuiet ? [] : Array(findings.dropFirst(frame.firstFinding).prefix(Self.rememberedMax))
            memory.close(
                key,
                frame.isValid ? .valid(frame.tracks ? frame.marks : nil) : .invalid(noted))
        }
        outcome = frame.isValid
        guard let below = frames.indices.last else {
            return
        }
        if frame.isValid, frame.place == frames[below].place, frames[below].tracks {
            settle(below, isValid: true, marks: frame.marks)
        } else {
            settle(below, isValid: frame.isValid, marks: nil)
        }
    }

    /// The schema that `$dynamicRef` leads to here.
    func target(ofAnchor anchor: Int, otherwise: Int, from top: Int) -> Int {
        scopes.node(of: anchor, in: frames[top].scope) ?? otherwise
    }
}

extension JSONSchemaEvaluation {
    /// Whether no more faults will be reported.
    private var isFull: Bool {
        findings.count >= max(options.violationsMax, 1)
    }

    /// Notes a fault. When enough are noted that will be reported for certain, there is nothing left to do.
    mutating func note(_ finding: JSONSchemaFinding, isTentative: Bool) {
        guard !isStopped else {
            return
        }
        if !isFull {
            findings.append(finding)
        }
        isStopped = isFull && !isTentative
    }

    /// Takes steps of the budget. What the value's size allows is added when they are not there.
    mutating func affords(_ steps: Int) -> Bool {
        budget.charge(steps) || extend()
    }

    /// Takes steps for the frame `top`, and gives up when they are not there.
    mutating func spend(_ steps: Int, _ top: Int) {
        guard !affords(steps) else {
            return
        }
        halt(.tooMuchWork, node: frames[top].node, place: frames[top].place)
    }

    /// Adds what the size of the value allows; false when that is not enough, or was done before.
    private mutating func extend() -> Bool {
        guard mayExtend else {
            return false
        }
        mayExtend = false
        budget.extend(by: options.stepsAllowed(for: value))
        return !budget.isSpent
    }

    private mutating func halt(_ reason: JSONSchemaFinding.Halt, _ application: Application) {
        halt(reason, node: application.node, place: application.place)
    }

    private mutating func halt(_ reason: JSONSchemaFinding.Halt, node: Int, place: Int) {
        isStopped = true
        findings = [JSONSchemaFinding(node: node, source: .halt(reason), place: place)]
    }

    /// Applies the tests of a schema.
    private mutating func assess(_ application: Application, isQuiet: Bool) -> Bool {
        var isValid = true
        for number in plan.nodes[application.node].assertions {
            budget.charge(JSONSchemaCost.test)
            if mayExtend, plan.assertions[Int(number)].test.isMuchWork(for: application.value) {
                _ = extend()
            }
            guard !plan.assertions[Int(number)].test.accepts(application.value, &budget) || budget.isSpent,
                !budget.isSpent || !passesWithMore(number, application)
            else {
                continue
            }
            isValid = false
            guard !isQuiet, !isStopped else {
                return false
            }
            noteFailure(of: number, application)
        }
        return isValid
    }

    /// Whether a test that the budget did not suffice for passes with what the size of the value allows.
    private mutating func passesWithMore(_ number: Int32, _ application: Application) -> Bool {
        let test = plan.assertions[Int(number)].test
        guard extend() else {
            halt(.tooMuchWork, application)
            return false
        }
        let passes = test.accepts(application.value, &budget)
        guard !budget.isSpent else {
            halt(.tooMuchWork, application)
            return false
        }
        return passes
    }

    private mutating func noteFailure(of number: Int32, _ application: Application) {
        let isTentative = application.isTentative || frames.last?.isTentative ?? false
        let test = plan.assertions[Int(number)].test
        var details = test.details(of: application.value, &budget)
        if budget.isSpent, extend() {
            details = test.details(of: application.value, &budget)
        }
        guard affords(details.count) else {
            return halt(.tooMuchWork, application)
        }
        for detail in details {
            let finding = JSONSchemaFinding(
                node: application.node, source: .assertion(number), place: application.place, detail: detail)
            note(finding, isTentative: isTentative)
        }
    }
}
