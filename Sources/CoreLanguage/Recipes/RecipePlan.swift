/// The plan of a recipe: the JSON an author writes, and the program it is compiled to.
public enum RecipePlan {
    /// The version of the form of plans, which a plan names as `schema_version`.
    public static let schemaVersion: Int64 = 2
    /// How large a plan may be.
    public static let bytesMax = 1_048_576
    /// How many arrays and objects may stand inside one another in a plan.
    public static let depthMax = 128
    /// How many steps a plan may have.
    public static let stepsMax = 256
    /// How many violations are told at most.
    public static let violationsMax = 100
    /// What `retry.max_attempts` may be.
    public static let attemptsRange: ClosedRange<Int64> = 1...10

    /// Every rule a plan breaks, in the order of the plan; ``RecipePlan/violationsMax`` at most.
    public struct Refusal: Error, Hashable, Sendable {
        /// At least one.
        public let violations: [DefinitionViolation]
    }

    /// Compiles a plan to the program of the recipe `id` in `version`.
    ///
    /// `lookup` is asked once for each ingredient and version the plan names, nil for the latest one, in the order of
    /// the plan.
    ///
    /// - Throws: what `lookup` throws.
    public static func compile<Failure: Error>(
        _ plan: JSONValue,
        id: String,
        version: String,
        lookup: (_ ingredient: String, _ version: String?) throws(Failure) -> IngredientMatch
    ) throws(Failure) -> Result<Program, Refusal> {
        var compiler = PlanCompiler(plan)
        for request in compiler.requests {
            compiler.matches[request] = try lookup(request.ingredient, request.version)
        }
        return compiler.finish(id: id, version: version)
    }
}
