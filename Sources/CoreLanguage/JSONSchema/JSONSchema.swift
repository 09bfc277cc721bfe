/// A schema of JSON Schema, draft 2020-12, compiled once to be applied to many values.
///
/// Every keyword of the draft is known. `$ref` and `$dynamicRef` lead to the schema itself, to the documents given with
/// it and to the metaschemas of the draft; nothing is ever fetched. A `$schema` that names one of those documents
/// chooses the vocabularies by that document's `$vocabulary`; any other is taken for 2020-12. Numbers are compared and
/// divided exactly as they are written. Patterns are ``Pattern``s.
///
/// Neither compiling nor applying recurses, and both take bounded time: see ``JSONSchemaOptions/stepsMax``.
public struct JSONSchema: Sendable {
    private let plan: JSONSchemaPlan
    private let options: JSONSchemaOptions

    /// Compiles a schema, which is an object, `true` or `false`.
    ///
    /// - Parameters:
    ///   - schema: The schema.
    ///   - resources: Documents that may be referred to, by the absolute URIs they are found at.
    ///   - options: How the schema is to be applied.
    /// - Throws: ``JSONSchemaError`` for the first fault: a keyword whose value has the wrong form, a pattern that
    ///   cannot be used, a reference that leads nowhere, or one that leads back without going deeper into the value.
    public init(
        compiling schema: JSONValue, resources: [String: JSONValue] = [:], options: JSONSchemaOptions = .standard
    ) throws(JSONSchemaError) {
        var linker = JSONSchemaLinker(library: JSONSchemaLibrary(resources), options: options)
        plan = try linker.link(schema)
        self.options = options
    }

    /// All ways in which `value` does not fit, up to ``JSONSchemaOptions/violationsMax``; none when it fits.
    ///
    /// Of alternatives that all fail, the one is explained that comes nearest.
    public func validate(_ value: JSONValue) -> [JSONSchemaViolation] {
        var evaluation = JSONSchemaEvaluation(plan: plan, options: options, value: value, isExplaining: true)
        guard !evaluation.run() else {
            return []
        }
        return evaluation.violations()
    }

    /// Whether `value` fits. Stops at the first fault, so it is faster than ``validate(_:)``.
    public func isValid(_ value: JSONValue) -> Bool {
        var evaluation = JSONSchemaEvaluation(plan: plan, options: options, value: value, isExplaining: false)
        return evaluation.run()
    }
}
