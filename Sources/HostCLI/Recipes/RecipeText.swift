import CoreLanguage
import CorePlatform

/// Parts of a recipe as people read them.
enum RecipeText {
    /// A schema under its title.
    static func write(_ title: String, _ schema: JSONValue?) {
        guard let schema else { return }
        StandardStream.output.write("\n\(title)\n")
        OutputOptions.writeJSON(schema)
    }
}
