/// What a recipe gives back.
struct PlanOutput {
    let result: Expression
    let schema: JSONValue
}

extension PlanCompiler {
    /// The result of the plan and its schema; nil when the plan does not say it in a way that can be followed.
    mutating func compileOutputs(of plan: PlanObject, steps: [GraphStep]) -> PlanOutput? {
        let given = outputSchema(of: plan)
        let pointer = plan.pointer(to: "outputs")
        guard let value = plan["outputs"] else { return lastOutput(of: steps, schema: given, at: pointer) }
        guard let outputs = object(value, at: pointer) else { return nil }
        if outputs.members.isEmpty { refuse(pointer, "missing", "A recipe has at least one output.") }
        var fields: [Expression.Field] = []
        for (name, value) in outputs.members {
            checkName(name, at: pointer.appending(key: name))
            let expression = self.value(value, at: pointer.appending(key: name), in: .outputs)
            fields.append(Expression.Field(key: name, value: expression))
        }
        return PlanOutput(result: .object(fields), schema: given ?? schema(of: fields))
    }

    private mutating func outputSchema(of plan: PlanObject) -> JSONValue? {
        let pointer = plan.pointer(to: "output_schema")
        guard let schema = plan["output_schema"], object(schema, at: pointer) != nil else { return nil }
        _ = compiled(schema, at: pointer, isWhole: true)
        return schema
    }

    /// Without outputs the result is that of the only step nothing waits for. In a plan with faults it is not known.
    private mutating func lastOutput(
        of steps: [GraphStep], schema: JSONValue?, at pointer: JSONPointer
    ) -> PlanOutput? {
        let awaited = Set(steps.flatMap(\.dependsOn))
        let last = steps.map(\.id).filter { !awaited.contains($0) }
        guard let id = last.first, violations.isEmpty else { return nil }
        guard last.count == 1 else {
            refuse(pointer, "missing", "Say the outputs: \(last.count) steps end the plan, so none gives them all.")
            return nil
        }
        let reference = Reference(root: "steps", path: [.member(id), .member("output")])
        return PlanOutput(result: .reference(reference), schema: schema ?? self.schema(of: reference))
    }

    private func schema(of fields: [Expression.Field]) -> JSONValue {
        [
            "type": "object",
            "properties": .object(JSONObject(fields.map { ($0.key, schema(of: $0.value)) })),
            "required": .array(fields.map { .string($0.key) }),
            "additionalProperties": false,
        ]
    }

    /// A JSON Schema that every value of the expression satisfies.
    private func schema(of expression: Expression) -> JSONValue {
        switch expression {
        case .literal(let value): ["const": value]
        case .reference(let reference): schema(of: reference)
        case .object(let fields): schema(of: fields)
        case .array: ["type": "array"]
        case .template: ["type": "string"]
        case .comparison, .and, .or, .not, .exists, .contains: ["type": "boolean"]
        case .length: ["type": "integer", "minimum": 0]
        case .coalesce, .arithmetic, .negate, .member, .element, .call, .lambda, .conditional, .environment: [:]
        }
    }

    private func schema(of reference: Reference) -> JSONValue {
        if reference.root == "inputs" { return schema(at: reference.path[...], in: inputs.schema) }
        guard let step = reference.stepName.flatMap(step(named:)) else { return [:] }
        if case .member("status")? = reference.path.last, reference.path.count == 2 { return ["type": "string"] }
        return step.canBeSkipped ? [:] : schema(at: reference.path.dropFirst(2), in: step.outputSchema)
    }

    /// The part of a schema, when it is known and means the same away from the rest.
    private func schema(at path: ArraySlice<Reference.Segment>, in schema: JSONValue) -> JSONValue {
        guard case .known(let part) = SchemaPath.follow(path, in: schema), !part.refersElsewhere else { return [:] }
        return part
    }
}
