/// What the expressions at one place of a plan may read.
struct PlanScope {
    /// The step they belong to; nil in the outputs.
    let step: String?
    /// Whether there are `item` and `index`.
    let hasItem: Bool

    /// What the outputs read.
    static let outputs = PlanScope(step: nil, hasItem: false)

    /// The names of the roots.
    var roots: [String] {
        hasItem ? ["inputs", "steps", "item", "index"] : ["inputs", "steps"]
    }
}

extension PlanCompiler {
    /// Refuses paths that lead nowhere.
    mutating func check(_ expression: Expression, at pointer: JSONPointer, in scope: PlanScope) {
        for reference in expression.references where !isFull {
            switch reference.root {
            case "inputs": checkInput(reference, at: pointer)
            case "steps": checkStep(reference, at: pointer, in: scope)
            default: checkRoot(reference, at: pointer, in: scope)
            }
        }
    }

    private mutating func checkRoot(_ reference: Reference, at pointer: JSONPointer, in scope: PlanScope) {
        guard !scope.roots.contains(reference.root) else { return }
        let message =
            switch reference.root {
            case "item", "index":
                "\"\(reference.root)\" is there only in the input and on_error of a step with for_each."
            default:
                "There is no \"\(Suggestion.clipped(reference.root))\" here, but \(scope.roots.joined(separator: ", "))."
                    + Suggestion.sentence(for: reference.root, among: scope.roots)
            }
        refuse(pointer, "unknown_root", message)
    }

    private mutating func checkInput(_ reference: Reference, at pointer: JSONPointer) {
        guard let first = reference.path.first else { return }
        guard case .member(let name) = first else {
            return refuse(pointer, "unknown_input", "Inputs have names: \"inputs.name\".")
        }
        guard inputs.properties[name] != nil || inputs.isOpen else {
            let known = inputs.properties.lazy.map(\.key)
            return refuse(
                pointer, "unknown_input",
                "There is no input \"\(Suggestion.clipped(name))\"." + Suggestion.sentence(for: name, among: known))
        }
        checkPath(reference, in: inputs.schema, from: 0, at: pointer)
    }

    private mutating func checkStep(_ reference: Reference, at pointer: JSONPointer, in scope: PlanScope) {
        guard case .member(let id)? = reference.path.first, let step = step(named: id) else {
            let name = reference.stepName.map(Suggestion.clipped) ?? ""
            return refuse(
                pointer, "unknown_step",
                "There is no step \"\(name)\"." + Suggestion.sentence(for: name, among: steps.map(\.id)))
        }
        guard id != scope.step else {
            return refuse(pointer, "self_dependency", "The step \"\(id)\" cannot read its own output.")
        }
        switch reference.path.dropFirst().first {
        case .member("output"): checkPath(reference, in: step.outputSchema, from: 2, at: pointer)
        case .member("status") where reference.path.count == 2: break
        default:
            refuse(
                pointer, "unknown_output",
                "A step has an output and a status: \"steps.\(id).output\", \"steps.\(id).status\".")
        }
    }

    /// Refuses a path that the schema of what it leads into rules out.
    private mutating func checkPath(
        _ reference: Reference, in schema: JSONValue, from start: Int, at pointer: JSONPointer
    ) {
        guard case .impossible(let place, let reason) = SchemaPath.follow(reference.path.dropFirst(start), in: schema)
        else { return }
        refuse(pointer, "unknown_member", "\(reference.prefix(start + place)) \(reason)")
    }
}

extension Reference {
    /// The id of the step a path leads to, whether there is one or not; nil for paths of other roots.
    var stepName: String? {
        guard root == "steps", case .member(let id)? = path.first else { return nil }
        return id
    }
}
