/// Values held against a JSON Schema.
enum SchemaBuiltins {
    static let all = [
        Builtin(
            "conform", ["value", "schema"], ["(any, object) -> any"],
            "The value, if it fits a JSON Schema (2020-12, with its formats); otherwise an error that says where it does not.",
            [
                (#"conform(5, {type: "integer"})"#, "5"),
                (#"conform({a: [1]}, {properties: {a: {type: "array"}}})"#, #"{"a":[1]}"#),
            ], conform)
    ]

    private static func conform(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (value, source) = (try call.value(0), try call.object(1))
        let schema = try call.budget.schema(.object(source), call)
        var work = JSONSchemaOptions.typed.budget(for: value)
        let violations = schema.validate(value, budget: &work)
        try call.budget.charge(steps: work.stepsUsed / EvaluationBudget.schemaStepsPerStep + 1)
        guard let first = violations.first else { return value }
        guard !first.isUndecided else {
            throw EvaluationError(.limit, "To tell whether the value fits takes too long.")
        }
        let place = first.instance.tokens.isEmpty ? "The value" : "The value at \(first.instance)"
        throw EvaluationError(.type, "\(place) does not fit its type. \(first.message)")
    }
}

extension JSONSchemaOptions {
    /// As values are held against the types of scripts: dates and timestamps have to be some.
    static let typed = JSONSchemaOptions(formats: .assertion, violationsMax: 1)
}

extension EvaluationBudget {
    /// How many schemas are kept.
    private static let schemasMax = 64

    /// How many steps of a schema, some 10 nanoseconds each, make one of the budget.
    static let schemaStepsPerStep = 4

    /// A schema, compiled once for all calls.
    fileprivate func schema(_ source: JSONValue, _ call: BuiltinCall) throws(EvaluationError) -> JSONSchema {
        if let schema = schemas[source] { return schema }
        try charge(for: source)
        do {
            let schema = try JSONSchema(compiling: source, options: .typed)
            try charge(steps: schema.byteCount)
            if schemas.count >= Self.schemasMax { schemas.removeAll() }
            schemas[source] = schema
            return schema
        } catch let error as JSONSchemaError {
            throw call.refused(1, "is no schema that can be used: \(error)")
        } catch let error as EvaluationError {
            throw error
        } catch {
            throw call.refused(1, "is no schema")
        }
    }
}
