/// What a recipe must know of a version of an ingredient.
public struct IngredientInterface: Hashable, Sendable {
    /// The id, such as `scrypted:text:nova-pro`.
    public let id: String
    /// The exact version.
    public let version: String
    /// A JSON Schema of the input.
    public let inputSchema: JSONValue
    /// A JSON Schema of the output.
    public let outputSchema: JSONValue

    /// An interface of these parts.
    public init(id: String, version: String, inputSchema: JSONValue, outputSchema: JSONValue) {
        self.id = id
        self.version = version
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
    }
}

/// The answer to a recipe that asks for an ingredient.
public enum IngredientMatch: Hashable, Sendable {
    /// This version.
    case found(IngredientInterface)
    /// The ingredient has no such version, but these.
    case unknownVersion(published: [String])
    /// There is no such ingredient; these ids may have been meant.
    case unknown(candidates: [String])
}
