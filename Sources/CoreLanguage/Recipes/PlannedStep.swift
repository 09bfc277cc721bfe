/// A step of a plan whose id is known.
struct PlannedStep {
    let id: String
    let object: PlanObject
    let ingredient: IngredientName?
    let version: String?

    /// What the registry told of the ingredient.
    var interface: IngredientInterface?

    /// What the registry is asked, where the step says it in the right form.
    var request: PlanCompiler.Request? {
        ingredient.map { PlanCompiler.Request(ingredient: $0.description, version: version) }
    }

    /// Whether the output is an array of one for each item.
    var isRepeated: Bool { object["for_each"] != nil }

    /// Whether the output, or an element of it, may be null because a call was skipped.
    var canBeSkipped: Bool { object["when"] != nil || object["on_error"] == "skip" }

    /// A JSON Schema of the output when nothing is skipped, as far as it is known.
    var outputSchema: JSONValue {
        guard let schema = interface?.outputSchema, object["on_error"]?.objectValue == nil else { return [:] }
        return isRepeated ? ["type": "array", "items": schema] : schema
    }
}

extension PlanCompiler {
    /// The steps, without what the registry tells. Empty when there is none to go on with.
    mutating func plannedSteps(of plan: PlanObject) -> [PlannedStep] {
        let pointer = plan.pointer(to: "steps")
        guard let value = plan["steps"] else {
            refuse(pointer, "missing", "A plan has at least one step.")
            return []
        }
        guard let elements = value.arrayValue else {
            refuse(pointer, "type", "An array of steps belongs here, not \(value.typeName).")
            return []
        }
        guard (1...RecipePlan.stepsMax).contains(elements.count) else {
            let rule = elements.isEmpty ? "missing" : "too_many"
            refuse(pointer, rule, "A plan has 1 to \(RecipePlan.stepsMax) steps, not \(elements.count).")
            return []
        }
        return identified(elements, at: pointer)
    }

    private mutating func identified(_ elements: [JSONValue], at pointer: JSONPointer) -> [PlannedStep] {
        var steps: [PlannedStep] = []
        var ids: Set<String> = []
        for (place, element) in elements.enumerated() {
            guard let step = object(element, at: pointer.appending(index: place)) else { continue }
            let id = identity(of: step)
            if let id, !ids.insert(id).inserted {
                refuse(step.pointer(to: "id"), "duplicate_id", "An earlier step has the id \"\(id)\".")
            }
            let (ingredient, version) = (ingredient(of: step), self.version(of: step))
            steps.append(PlannedStep(id: id ?? "", object: step, ingredient: ingredient, version: version))
        }
        return steps
    }

    /// The id of a step; nil when it has none in the right form.
    private mutating func identity(of step: PlanObject) -> String? {
        guard let value = step["id"] else {
            refuse(step.pointer(to: "id"), "missing", "A step has an id.")
            return nil
        }
        guard let id = value.stringValue, StepPath.isStepID(id) else {
            refuse(
                step.pointer(to: "id"), "invalid_id",
                "An id is a string of 1 to 64 of the characters A-Z, a-z, 0-9, \"_\" and \"-\".")
            return nil
        }
        return id
    }

    private mutating func ingredient(of step: PlanObject) -> IngredientName? {
        guard step["ingredient"] != nil else {
            refuse(step.pointer(to: "ingredient"), "missing", "A step names an ingredient.")
            return nil
        }
        guard let text = string("ingredient", of: step) else { return nil }
        do throws(IngredientName.Fault) {
            return try IngredientName(parsing: text)
        } catch {
            refuse(step.pointer(to: "ingredient"), "invalid_ingredient", error.message)
            return nil
        }
    }

    private mutating func version(of step: PlanObject) -> String? {
        guard let text = string("version", of: step) else { return nil }
        if SemanticVersion(text) == nil {
            refuse(
                step.pointer(to: "version"), "invalid_version",
                "A version is exact, such as \"1.2.0\". Without one the latest is taken.")
            return nil
        }
        return text
    }
}
