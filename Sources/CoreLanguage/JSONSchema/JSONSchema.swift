/// A schema of JSON Schema, draft 2020-12, compiled once to be applied to many values.
///
/// Every keyword of the draft is known. `$ref` and `$dynamicRef` lead to the schema itself, to the documents given with
/// it and to the metaschemas of the draft; nothing is ever fetched. A `$schema` that names one of those documents
/// chooses the vocabularies by that document's `$vocabulary`; any other is taken for 2020-12. Numbers are compared and
/// divided exactly as they are written. Patterns are ``Pattern``s.
///
/// Neither compiling nor applying recurses, and both take bounded time and memory whatever the schema and the value: see
/// ``JSONSchemaOptions/stepsMax``.
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
    ///   cannot be used, a reference that leads nowhere, or one that leads back without going deeper into the value; and
    ///   for a schema that is too large: beyond 8 MiB of text, 100,000 schemas or 200,000 states of patterns, the
    ///   documents it refers to included.
    public init(
        compiling schema: JSONValue, resources: [String: JSONValue] = [:], options: JSONSchemaOptions = .standard
    ) throws(JSONSchemaError) {
        var linker = JSONSchemaLinker(library: JSONSchemaLibrary(resources), options: options)
        plan = try linker.link(schema)
        self.options = options
    }

    /// All ways in which `value` does not fit, up to ``JSONSchemaOptions/violationsMax``; none when it fits.
    ///
    /// Of alternatives that all fail, the one is explained that comes nearest. When the check would take more steps than
    /// ``JSONSchemaOptions/stepsMax`` and ``JSONSchemaOptions/stepsPerByte`` allow, there is one violation, which
    /// ``JSONSchemaViolation/isUndecided`` tells from a fault of the value and which points at the place reached.
    public func validate(_ value: JSONValue) -> [JSONSchemaViolation] {
        var evaluation = JSONSchemaEvaluation(plan: plan, options: options, value: value, isExplaining: true)
        return evaluation.run() ? [] : evaluation.violations()
    }

    /// The same within a budget of the caller's, from which the steps are taken: ``JSONSchemaOptions/budget(for:)`` makes
    /// the one that is usual for a value.
    public func validate(_ value: JSONValue, budget: inout WorkBudget) -> [JSONSchemaViolation] {
        var evaluation = JSONSchemaEvaluation(
            plan: plan, options: options, value: value, isExplaining: true, budget: budget)
        let violations = evaluation.run() ? [] : evaluation.violations()
        budget = evaluation.budget
        return violations
    }

    /// Whether `value` fits. Stops at the first fault, so it is faster than ``validate(_:)``. False, too, when the check
    /// would take too long.
    public func isValid(_ value: JSONValue) -> Bool {
        var evaluation = JSONSchemaEvaluation(plan: plan, options: options, value: value, isExplaining: false)
        return evaluation.run()
    }

    /// Whether `value` fits, within a budget of the caller's, which is spent when that is not known.
    public func isValid(_ value: JSONValue, budget: inout WorkBudget) -> Bool {
        var evaluation = JSONSchemaEvaluation(
            plan: plan, options: options, value: value, isExplaining: false, budget: budget)
        let isValid = evaluation.run()
        budget = evaluation.budget
        return isValid
    }

    /// About how many bytes of memory the compiled schema takes, so that a cache can be bounded by bytes. The values and
    /// names it shares with the document it was made from are counted as if they were its own.
    public var byteCount: Int {
        plan.byteCount
    }
}
