extension PlanCompiler {
    static let stepFields = [
        "id", "ingredient", "version", "depends_on", "input", "when", "for_each", "max_items", "concurrency", "retry",
        "timeout_seconds", "on_error",
    ]

    /// What the registry told of a step's ingredient; a violation when it told of none.
    mutating func interface(for step: PlannedStep) -> IngredientInterface? {
        guard let request = step.request, let match = matches[request] else { return nil }
        switch match {
        case .found(let interface): return interface
        case .unknown(let candidates):
            refuse(
                step.object.pointer(to: "ingredient"), "unknown_ingredient",
                "There is no ingredient \"\(request.ingredient)\"."
                    + Suggestion.sentence(for: request.ingredient, among: candidates))
        case .unknownVersion(let published):
            let list = published.prefix(10).joined(separator: ", ")
            refuse(
                step.object.pointer(to: "version"), "unknown_version",
                "\"\(request.ingredient)\" has no version \(request.version ?? "yet")."
                    + (list.isEmpty ? "" : " There are \(list)."))
        }
        return nil
    }

    /// The step as the engine runs it. What breaks a rule is replaced by something harmless.
    mutating func compile(_ step: PlannedStep) -> GraphStep {
        let object = step.object
        refuseUnknown(in: object, known: Self.stepFields)
        let explicit = dependencies(of: step)
        let outside = PlanScope(step: step.id, hasItem: false)
        let inside = PlanScope(step: step.id, hasItem: step.isRepeated)
        let forEach = forEach(of: object, in: outside)
        let input = value(object["input"] ?? [:], at: object.pointer(to: "input"), in: inside)
        checkInput(input, of: step)
        let condition = string("when", of: object).map {
            parsed($0, as: "expr", at: object.pointer(to: "when"), in: outside)
        }
        let onError = failureAction(of: object, in: inside)
        let expressions = [condition, forEach?.items, input, onError.substitute].compactMap(\.self)
        let implicit = expressions.flatMap(\.references).compactMap(\.stepName)
        return GraphStep(
            id: step.id,
            dependsOn: explicit + implicit.filter { $0 != step.id && self.step(named: $0) != nil },
            condition: condition,
            forEach: forEach,
            body: IngredientCall(
                ingredient: step.ingredient?.description ?? "", version: step.interface?.version ?? "", input: input),
            retry: retry(of: object),
            timeoutMilliseconds: number("timeout_seconds", of: object, in: 0.001...86_400).map(Self.milliseconds),
            onError: onError)
    }

    /// The nearest number of milliseconds to seconds from 0 to a few days.
    static func milliseconds(_ seconds: Double) -> Int64 {
        Int64(seconds * 1_000 + 0.5)
    }

    private mutating func dependencies(of step: PlannedStep) -> [String] {
        let pointer = step.object.pointer(to: "depends_on")
        guard let value = step.object["depends_on"] else { return [] }
        guard let elements = value.arrayValue else {
            refuse(pointer, "type", "An array of the ids of steps belongs here, not \(value.typeName).")
            return []
        }
        var ids: [String] = []
        for (place, element) in elements.enumerated() where !isFull {
            if let id = dependency(element, of: step, at: pointer.appending(index: place)) { ids.append(id) }
        }
        return ids
    }

    private mutating func dependency(
        _ element: JSONValue, of step: PlannedStep, at pointer: JSONPointer
    ) -> String? {
        guard let id = element.stringValue else {
            refuse(pointer, "type", "The id of a step belongs here, not \(element.typeName).")
            return nil
        }
        guard id != step.id else {
            refuse(pointer, "self_dependency", "The step \"\(id)\" cannot wait for itself.")
            return nil
        }
        guard self.step(named: id) != nil else {
            let suggestion = Suggestion.sentence(for: id, among: steps.map(\.id).filter { $0 != step.id })
            refuse(pointer, "unknown_step", "There is no step \"\(Suggestion.clipped(id))\".\(suggestion)")
            return nil
        }
        return id
    }

    /// Refuses an input that the ingredient's schema rules out.
    private mutating func checkInput(_ input: Expression, of step: PlannedStep) {
        let written = step.object["input"] ?? [:]
        let pointer = written.contentPointer(from: step.object.pointer(to: "input"))
        guard !input.isNeverObject else {
            return refuse(pointer, "type", "The input of a step is an object.")
        }
        guard let names = input.memberNames, let schema = step.interface?.inputSchema else { return }
        for name in names where !isFull {
            guard case .impossible(_, let reason) = SchemaPath.follow([.member(name)], in: schema) else { continue }
            refuse(pointer.appending(key: name), "unknown_field", "The input of this ingredient \(reason)")
        }
        for (name, value) in input.literalMembers where !isFull {
            guard case .known(let part) = SchemaPath.follow([.member(name)], in: schema) else { continue }
            let place = pointer.appending(key: name)
            check(value, against: part, at: written[name]?.contentPointer(from: place) ?? place)
        }
        let given = Set(names)
        for name in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where !given.contains(name) {
            refuse(pointer.appending(key: name), "missing", "The ingredient needs the input \"\(name)\".")
        }
    }
}

extension Expression {
    /// The names of the members of an object that is written out; nil for other expressions.
    fileprivate var memberNames: [String]? {
        switch self {
        case .object(let fields): fields.map(\.key)
        case .literal(.object(let object)): object.keys
        default: nil
        }
    }

    /// The members of an object that is written out of which the value is too.
    fileprivate var literalMembers: [(String, JSONValue)] {
        switch self {
        case .object(let fields): fields.compactMap { field in field.value.literalValue.map { (field.key, $0) } }
        case .literal(.object(let object)): object.map { ($0.key, $0.value) }
        default: []
        }
    }

    /// Whether the value can be no object.
    fileprivate var isNeverObject: Bool {
        switch self {
        case .literal(.object), .reference, .object, .coalesce: false
        default: true
        }
    }
}

extension FailureAction {
    fileprivate var substitute: Expression? {
        if case .substitute(let value) = self { value } else { nil }
    }
}
