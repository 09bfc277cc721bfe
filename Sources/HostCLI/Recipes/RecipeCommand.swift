import ArgumentParser
import CoreDomain
import CoreLanguage

struct RecipeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe", abstract: "List, show and run recipes.",
        subcommands: [RecipeListCommand.self, RecipeShowCommand.self, RecipeRunCommand.self])
}

struct RecipeListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List recipes and ingredients, by their ids.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var page: PageOptions

    @Option(help: "Only recipes (composed) or only ingredients (atomic).")
    var kind: String?

    private static let columns = [
        TableColumn("ID", "id"), TableColumn("VERSION", "version"), TableColumn("KIND", "kind"),
        TableColumn("DESCRIPTION", "description"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input = JSONObject()
        for (name, value) in page.members + [("kind", kind.map { .string($0) })] { input[name] = value }
        let recipes = try await target.withSession(host, .owning) { session in
            try await session.perform("recipes.list", .object(input))
        }
        output.print(recipes, listing: "recipes", Self.columns, none: "No recipes.", in: host)
    }
}

struct RecipeShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a recipe takes, gives and costs.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The recipe: namespace:kind:slug.")
    var id: String

    @Option(help: "The version. (default: the latest)")
    var recipeVersion: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input: JSONObject = ["recipe_id": .string(id)]
        input["version"] = recipeVersion.map { .string($0) }
        let recipe = try await target.withSession(host, .owning) { session in
            try await session.perform("recipes.get", .object(input))
        }
        guard !output.json, case .object(var members) = recipe else { return OutputOptions.writeJSON(recipe) }
        let schemas = (input: members["input_schema"], output: members["output_schema"])
        members["input_schema"] = nil
        members["output_schema"] = nil
        members["maximum_cost"] = members["maximum_cost"].map { .string(MoneyText.text($0)) } ?? "free"
        output.print(.object(members))
        RecipeText.write("input", schemas.input)
        RecipeText.write("output", schemas.output)
    }
}
