extension Node {
    init(decoding stored: StoredValue, _ blocks: inout BlockDecoder) throws(ProgramError) {
        let node = try stored.object()
        if try node.nodeWord(of: ["graph", "block"]) == "block" {
            try node.allow(["node", "steps"])
            self = .block(try blocks.block(node.required("steps")))
        } else {
            try self.init(graph: node)
        }
    }

    private init(graph node: StoredObject) throws(ProgramError) {
        try node.allow(["node", "steps"])
        let list = try node.required("steps")
        let elements = try list.elements()
        guard elements.count <= Self.graphStepsMax else {
            throw list.malformed("A graph has at most \(Self.graphStepsMax) steps.")
        }
        var steps: [GraphStep] = []
        for element in elements { steps.append(try GraphStep(decoding: element)) }
        try Self.check(steps, at: list.place)
        self = .graph(steps)
    }

    /// Refuses what no engine could run: ids that repeat, dependencies on no step, and cycles.
    static func check(_ steps: [GraphStep], at list: StoredPlace) throws(ProgramError) {
        func malformed(_ message: String) -> ProgramError { ProgramError(.malformed, at: list.pointer, message) }
        let graph = StepGraph(steps.map { ($0.id, $0.dependsOn) })
        if let id = graph.repeatedID { throw malformed("Two steps have the id \"\(id)\".") }
        for step in steps {
            for id in step.dependsOn where !graph.contains(id) {
                throw malformed("The step \"\(step.id)\" depends on \"\(id)\", which is no step.")
            }
        }
        if let cycle = graph.firstCycle() {
            throw malformed("The steps wait for one another: \(cycle.joined(separator: " → ")).")
        }
    }
}

extension GraphStep {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let step = try stored.object()
        try step.allow(["id", "depends_on", "when", "for_each", "body", "retry", "timeout_ms", "on_error"])
        self.init(
            id: try step.required("id").stepID(),
            dependsOn: try Self.dependencies(step.required("depends_on")),
            condition: try step.optional("when").map(Expression.init(decoding:)),
            forEach: try step.optional("for_each").map(ForEach.init(decoding:)),
            body: try IngredientCall(decoding: step.required("body")),
            retry: try RetryPolicy(decoding: step.required("retry")),
            timeoutMilliseconds: try step.optional("timeout_ms")?.integer(in: 1...Self.timeoutMillisecondsMax),
            onError: try FailureAction(decoding: step.required("on_error")))
    }

    private static func dependencies(_ stored: StoredValue) throws(ProgramError) -> [String] {
        var ids: [String] = []
        for element in try stored.elements() {
            let id = try element.stepID()
            guard ids.last.map({ $0 < id }) ?? true else { throw element.malformed("The ids are sorted, none twice.") }
            ids.append(id)
        }
        return ids
    }
}

extension ForEach {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let loop = try stored.object()
        try loop.allow(["items", "items_max", "lanes_max"])
        self.init(
            items: try Expression(decoding: loop.required("items")),
            itemsMax: try loop.required("items_max").integer(in: Self.itemsMaxRange),
            lanesMax: try loop.required("lanes_max").integer(in: Self.lanesMaxRange))
    }
}

extension IngredientCall {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let call = try stored.object()
        _ = try call.nodeWord(of: ["call"])
        try call.allow(["node", "ingredient", "version", "input"])
        self.init(
            ingredient: try call.required("ingredient").string(),
            version: try call.required("version").string(),
            input: try Expression(decoding: call.required("input")))
    }
}

extension RetryPolicy {
    init(decoding stored: StoredValue) throws(ProgramError) {
        let retry = try stored.object()
        try retry.allow(["attempts", "base_ms", "factor", "cap_ms", "jitter"])
        self.init(
            attempts: try retry.required("attempts").integer(in: Self.attemptsRange),
            baseMilliseconds: try retry.required("base_ms").integer(in: Self.waitMillisecondsRange),
            factor: try retry.required("factor").double(in: Self.factorRange),
            capMilliseconds: try retry.required("cap_ms").integer(in: Self.waitMillisecondsRange),
            jitter: try retry.required("jitter").word())
    }
}

extension FailureAction {
    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let action = try stored.object()
        let word = try action.required("do")
        switch try word.string() {
        case "fail": self = .fail
        case "skip": self = .skip
        case "substitute": self = .substitute(try Expression(decoding: action.required("value")))
        default:
            throw ProgramError(.unsupported, at: word.pointer, "What to do on an error is fail, skip or substitute.")
        }
        if case .substitute = self { try action.allow(["do", "value"]) } else { try action.allow(["do"]) }
    }
}

extension StoredObject {
    /// The kind of the node, which is one of these.
    fileprivate func nodeWord(of kinds: [String]) throws(ProgramError) -> String {
        let stored = try required("node")
        let found = try stored.string()
        guard kinds.contains(found) else {
            throw ProgramError(
                .unsupported, at: stored.pointer,
                "\"\(Suggestion.clipped(found))\" is no kind of node that can stand here; "
                    + kinds.joined(separator: " and ") + (kinds.count == 1 ? " is." : " are."))
        }
        return found
    }
}

extension StoredValue {
    fileprivate func stepID() throws(ProgramError) -> String {
        let id = try string()
        guard StepPath.isStepID(id) else {
            throw malformed("A step's id is 1 to 64 of A-Z, a-z, 0-9, \"_\" and \"-\".")
        }
        return id
    }
}
