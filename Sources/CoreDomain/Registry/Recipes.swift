import CoreLanguage

/// The operations on recipes.
public struct Recipes: Sendable {
    private let registry: Registry
    private let pageTokens: PageTokens

    /// The recipes of `registry`.
    public init(registry: Registry, pageTokens: PageTokens) {
        self.registry = registry
        self.pageTokens = pageTokens
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .read("recipes.list", "List recipes and ingredients.", access: .anyone, handle: list),
            .read("recipes.get", "Show the interface of a recipe or an ingredient.", access: .anyone, handle: get),
            .transaction(
                "recipes.publish", "Publish a version of a recipe or an ingredient.", access: .operator,
                idempotency: .optional, prepare: prepare, handle: publish),
        ]
    }

    private static let scope = Array("recipes.list".utf8)

    @Sendable func list(
        _ input: RecipeListInput, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> RecipeList {
        let request = PageRequest(limit: Int(input.limit), token: input.cursor)
        let scope = Self.scope + Array((input.kind?.rawValue ?? "").utf8)
        let after = try request.token.map { token throws(CoreError) in
            String(decoding: try pageTokens.position(in: token, scope: scope), as: UTF8.self)
        }
        let kinds = input.kind.map { [$0] } ?? IngredientKind.allCases
        let found = try tx.ingredients.list(kinds, after: after, limit: request.limit + 1)
        let page = found.prefix(request.limit)
        let next = found.count > page.count ? page.last : nil
        return RecipeList(
            recipes: page.map { RecipeSummary($0) },
            nextCursor: next.map { pageTokens.token(position: Array($0.name.utf8), scope: scope) })
    }

    @Sendable func get(
        _ input: RecipeName, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> RecipeInterface {
        let version = try registry.find(input.recipeID, version: input.version, tx)
        return RecipeInterface(version, try registry.library.load(version.program, tx).quote)
    }

    @Sendable func prepare(
        _ input: IngredientDefinition, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<Registry.Compiled> {
        .done(try registry.compile(input, tx))
    }

    @Sendable func publish(
        _ compiled: Registry.Compiled, _: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> RecipeInterface {
        let version = try registry.publish(compiled, tx)
        return RecipeInterface(version, try registry.library.read(version.program, tx.snapshot).quote)
    }
}
