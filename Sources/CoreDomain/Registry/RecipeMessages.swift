public import CoreLanguage

/// Names one recipe.
public struct RecipeName: Message, Hashable {
    public let recipeID: String
    public let version: String?

    public static let schema = ObjectSchema(
        "Names a recipe.",
        RecipeName.init(recipeID:version:),
        Field("recipe_id", \.recipeID, .ingredientName, "`namespace:kind:slug`."),
        Field(optional: "version", \.version, .string(count: 1...64), "Its version; the latest when absent."))
}

/// What a caller needs to know of a recipe: its interface, never its steps.
public struct RecipeInterface: Message, Hashable {
    public let id: String
    public let version: String
    public let kind: IngredientKind
    public let name: String
    public let description: String
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue
    public let maximumCost: Money?
    public let tags: [String]

    init(_ version: IngredientVersion, _ quote: Quote) {
        let definition = version.definition
        self.init(
            id: definition.id, version: definition.version, kind: definition.kind,
            name: definition.name.isEmpty ? definition.id : definition.name, description: definition.description,
            inputSchema: definition.inputSchema, outputSchema: definition.outputSchema, maximumCost: quote.maximum,
            tags: definition.tags)
    }

    init(
        id: String, version: String, kind: IngredientKind, name: String, description: String, inputSchema: JSONValue,
        outputSchema: JSONValue, maximumCost: Money?, tags: [String]
    ) {
        self.id = id
        self.version = version
        self.kind = kind
        self.name = name
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.maximumCost = maximumCost
        self.tags = tags
    }

    public static let schema = ObjectSchema(
        "The interface of a recipe or an ingredient.",
        RecipeInterface.init(id:version:kind:name:description:inputSchema:outputSchema:maximumCost:tags:),
        Field("id", \.id, .string(count: 1...200), "`namespace:kind:slug`."),
        Field("version", \.version, .string(count: 1...64), "The version described here."),
        Field("kind", \.kind, .word, "`composed` of steps, or `atomic`."),
        Field("name", \.name, .string(count: 0...200), "A name for people."),
        Field("description", \.description, .string(count: 0...2_000), "What it does, for people."),
        Field("input_schema", \.inputSchema, .jsonSchema, "The JSON Schema of the input."),
        Field("output_schema", \.outputSchema, .jsonSchema, "The JSON Schema of the result."),
        Field(
            optional: "maximum_cost", \.maximumCost, .message,
            "The most that a run costs, which is held while it runs; absent when it is free."),
        Field("tags", \.tags, .array(of: .string(count: 1...64), countMax: 32), "Words to find it by."))
}

/// One line of the list of recipes.
public struct RecipeSummary: Message, Hashable {
    public let id: String
    public let version: String
    public let kind: IngredientKind
    public let name: String
    public let description: String

    init(_ version: IngredientVersion) {
        let definition = version.definition
        self.init(
            id: definition.id, version: definition.version, kind: definition.kind,
            name: definition.name.isEmpty ? definition.id : definition.name, description: definition.description)
    }

    init(id: String, version: String, kind: IngredientKind, name: String, description: String) {
        self.id = id
        self.version = version
        self.kind = kind
        self.name = name
        self.description = description
    }

    public static let schema = ObjectSchema(
        "A recipe in a list.",
        RecipeSummary.init(id:version:kind:name:description:),
        Field("id", \.id, .string(count: 1...200), "`namespace:kind:slug`."),
        Field("version", \.version, .string(count: 1...64), "Its latest version."),
        Field("kind", \.kind, .word, "`composed` of steps, or `atomic`."),
        Field("name", \.name, .string(count: 0...200), "A name for people."),
        Field("description", \.description, .string(count: 0...2_000), "What it does, for people."))
}

/// Which part of the list of recipes is asked for.
public struct RecipeListInput: Message, Hashable {
    public let kind: IngredientKind?
    public let limit: Int64
    public let cursor: String?

    public static let schema = ObjectSchema(
        "Which part of the list is asked for.",
        RecipeListInput.init(kind:limit:cursor:),
        Field(optional: "kind", \.kind, .word, "Only recipes (`composed`) or only ingredients (`atomic`)."),
        Field(
            "limit", \.limit, .integer(in: 1...200), default: Int64(PageRequest.defaultLimit), "Most in one answer."),
        Field(optional: "cursor", \.cursor, .string(count: 1...2_048), "`next_cursor` of the page before."))
}

/// A page of the list of recipes.
public struct RecipeList: Message, Hashable {
    public let recipes: [RecipeSummary]
    public let nextCursor: String?

    public static let schema = ObjectSchema(
        "Recipes and ingredients, by rising id.",
        RecipeList.init(recipes:nextCursor:),
        Field("recipes", \.recipes, .array(of: .message, countMax: 200), "This page."),
        Field("next_cursor", \.nextCursor, .optional(.string(count: 1...2_048)), "Null on the last page."))
}
