/// Turns one plan into a program, and collects the rules it breaks.
///
/// First ``init(_:)`` reads what needs no registry, then the ingredients in ``requests`` are looked up, then
/// ``finish(id:version:)`` does the rest.
struct PlanCompiler {
    /// An ingredient a step names, and the version, nil for the latest.
    struct Request: Hashable {
        let ingredient: String
        let version: String?
    }

    private(set) var violations: [DefinitionViolation] = []
    private(set) var inputs = PlanInputs.none

    /// The steps of which the plan tells the id; the order is that of the plan.
    private(set) var steps: [PlannedStep] = []

    /// Where in `steps` the first step of each id is.
    private var positions: [String: Int] = [:]

    /// What was found for each request.
    var matches: [Request: IngredientMatch] = [:]

    private let plan: PlanObject

    static let fields = ["schema_version", "inputs", "input_schema", "outputs", "output_schema", "steps"]

    init(_ json: JSONValue) {
        plan = PlanObject(members: json.objectValue ?? JSONObject(), pointer: .root)
        guard isSized(json), let plan = object(json, at: .root) else { return }
        refuseUnknown(in: plan, known: Self.fields)
        checkSchemaVersion(of: plan)
        inputs = readInputs(of: plan)
        steps = plannedSteps(of: plan)
        positions = Dictionary(zip(steps.map(\.id), steps.indices)) { first, _ in first }
    }

    /// Each request once, in the order of the plan.
    var requests: [Request] {
        var seen: Set<Request> = []
        return steps.compactMap(\.request).filter { seen.insert($0).inserted }
    }

    /// The program, when no rule is broken.
    mutating func finish(id: String, version: String) -> Result<Program, RecipePlan.Refusal> {
        guard !steps.isEmpty else { return .failure(RecipePlan.Refusal(violations: violations)) }
        for place in steps.indices { steps[place].interface = interface(for: steps[place]) }
        var graph: [GraphStep] = []
        var edges: [(id: String, dependsOn: [String])] = []
        for step in steps {
            let compiled = compile(step)
            graph.append(compiled)
            edges.append((step.id, compiled.dependsOn))
        }
        checkCycles(edges)
        let output = compileOutputs(of: plan, steps: graph)
        guard violations.isEmpty, let output else { return .failure(RecipePlan.Refusal(violations: violations)) }
        return .success(
            Program(
                kind: .recipe, name: id, version: version, onUnhandled: .fail, inputSchema: inputs.schema,
                inputDefaults: inputs.defaults, outputSchema: output.schema, body: .graph(graph), result: output.result)
        )
    }

    /// The step named `id`, where there is one.
    func step(named id: String) -> PlannedStep? {
        positions[id].map { steps[$0] }
    }

    /// Whether no further violation is told, so that looking for more is in vain.
    var isFull: Bool {
        violations.count >= RecipePlan.violationsMax
    }

    /// Adds a violation, unless there are enough.
    mutating func refuse(_ pointer: JSONPointer, _ rule: String, _ message: String) {
        guard !isFull else { return }
        violations.append(DefinitionViolation(pointer, rule: rule, message))
    }

    private mutating func isSized(_ json: JSONValue) -> Bool {
        guard let measure = JSONMeasure(of: json, bytesMax: RecipePlan.bytesMax) else {
            refuse(.root, "too_large", "A plan has at most \(RecipePlan.bytesMax) bytes.")
            return false
        }
        guard measure.depth <= RecipePlan.depthMax else {
            refuse(.root, "too_deep", "A plan nests at most \(RecipePlan.depthMax) levels deep.")
            return false
        }
        return true
    }

    private mutating func checkSchemaVersion(of plan: PlanObject) {
        let pointer = plan.pointer(to: "schema_version")
        guard let version = plan["schema_version"] else {
            return refuse(pointer, "missing", "Say \"\"schema_version\": \(RecipePlan.schemaVersion)\".")
        }
        guard version.int64Value == RecipePlan.schemaVersion else {
            return refuse(pointer, "schema_version", "The only version known here is \(RecipePlan.schemaVersion).")
        }
    }

    private mutating func checkCycles(_ edges: [(id: String, dependsOn: [String])]) {
        guard let cycle = StepGraph(edges).firstCycle(), let first = step(named: cycle[0]) else { return }
        refuse(
            first.object.pointer, "cycle",
            "These steps wait for one another: \(cycle.joined(separator: " → ")). Take one dependency or reference away."
        )
    }
}
