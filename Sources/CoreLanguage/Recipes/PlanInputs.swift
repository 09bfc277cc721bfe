/// The inputs a plan declares.
struct PlanInputs {
    /// A JSON Schema of the object of all inputs.
    let schema: JSONValue
    /// What stands in for inputs that are not given.
    let defaults: JSONObject
    /// Whether inputs may be read that the schema does not name.
    let isOpen: Bool

    /// No inputs.
    static let none = PlanInputs(properties: JSONObject(), required: [], defaults: JSONObject())

    /// The schema of each input by its name.
    var properties: JSONObject {
        schema["properties"]?.objectValue ?? JSONObject()
    }

    /// Inputs that each have a schema.
    init(properties: JSONObject, required: [String], defaults: JSONObject) {
        schema = [
            "type": "object",
            "properties": .object(properties),
            "required": .array(required.map { .string($0) }),
            "additionalProperties": false,
        ]
        self.defaults = defaults
        isOpen = false
    }

    /// Inputs as a ready schema has them. Its defaults are those of its properties.
    init(schema: JSONObject) {
        let properties = schema["properties"]?.objectValue
        self.schema = .object(schema)
        defaults = JSONObject((properties ?? [:]).compactMap { name, schema in schema["default"].map { (name, $0) } })
        isOpen =
            schema["patternProperties"] != nil || schema["$ref"] != nil
            || (schema["additionalProperties"] ?? .bool(properties == nil)) != .bool(false)
    }
}

extension PlanCompiler {
    /// What the plan says of its inputs in one of two ways.
    mutating func readInputs(of plan: PlanObject) -> PlanInputs {
        if plan["inputs"] != nil, plan["input_schema"] != nil {
            refuse(plan.pointer(to: "input_schema"), "conflict", "Give either inputs or input_schema.")
        }
        if let declared = plan["inputs"] {
            return object(declared, at: plan.pointer(to: "inputs")).map { declaredInputs($0) } ?? .none
        }
        guard let schema = plan["input_schema"] else { return .none }
        let pointer = plan.pointer(to: "input_schema")
        guard let schema = object(schema, at: pointer) else { return .none }
        if schema["type"]?.stringValue != "object" {
            refuse(
                schema.pointer(to: "type"), "invalid_schema", "The input is an object: say \"\"type\": \"object\"\".")
        }
        _ = compiled(.object(schema.members), at: pointer, isWhole: true)
        checkDefaults(of: schema)
        return PlanInputs(schema: schema.members)
    }

    private mutating func checkDefaults(of schema: PlanObject) {
        for (name, property) in schema["properties"]?.objectValue ?? [:] {
            guard let value = property["default"] else { continue }
            let pointer = schema.pointer(to: "properties").appending(key: name).appending(key: "default")
            check(value, against: property, at: pointer)
        }
    }

    private mutating func declaredInputs(_ inputs: PlanObject) -> PlanInputs {
        var properties = JSONObject()
        var required: [String] = []
        var defaults = JSONObject()
        for (name, value) in inputs.members where !isFull {
            let pointer = inputs.pointer(to: name)
            checkName(name, at: pointer)
            guard let input = object(value, at: pointer) else { continue }
            let (schema, value) = (propertySchema(of: input), input["default"])
            properties[name] = schema
            defaults[name] = value
            if boolean("required", of: input) ?? true, value == nil { required.append(name) }
            if let compiled = compiled(schema, at: pointer, isWhole: false), let value {
                refuse(compiled.validate(value), at: input.pointer(to: "default"))
            }
        }
        return PlanInputs(properties: properties, required: required, defaults: defaults)
    }

    /// Refuses a name that is no name of an input, an output or a step.
    mutating func checkName(_ name: String, at pointer: JSONPointer) {
        guard !StepPath.isStepID(name) else { return }
        refuse(pointer, "invalid_id", "A name has 1 to 64 of the characters A-Z, a-z, 0-9, \"_\" and \"-\".")
    }
}
