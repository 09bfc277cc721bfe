// The registry's records.

/// Reads ingredients: the atomic ones and those composed of them, which are recipes.
public protocol IngredientReader {
    /// This version of an ingredient; the latest when `version` is nil.
    func find(_ name: String, version: String?) throws(CoreError) -> IngredientVersion?
    /// The program of this version of an ingredient; of the latest when `version` is nil. Reads no definition.
    func program(of name: String, version: String?) throws(CoreError) -> ProgramReference?
    /// The first `limit` names of ingredients of these kinds, in order.
    func names(_ kinds: [IngredientKind], limit: Int) throws(CoreError) -> [String]
    /// The versions of an ingredient, in the order in which they were published.
    func versions(of name: String) throws(CoreError) -> [String]
    /// The latest versions of at most `limit` ingredients of these kinds behind `name`, by rising name.
    func list(_ kinds: [IngredientKind], after name: String?, limit: Int) throws(CoreError) -> [IngredientVersion]
}

/// Reads and writes ingredients.
public protocol IngredientRepository: IngredientReader {
    /// Adds a version, which is never changed; `isLatest` makes it the one that is found without a version.
    func insert(_ version: IngredientVersion, isLatest: Bool) throws(CoreError)
}
