import CoreDomain
import CoreLanguage
import CorePlatform

/// A folder of `*.avb.json` files, each the definition of an ingredient or a recipe.
struct RecipeFolder {
    private static let suffix = ".avb.json"
    /// Bytes of a definition that are read at most.
    private static let bytesMax = 2 * 1_024 * 1_024

    let path: String

    /// The definitions in the folder, atomic ones first, so that those composed of them find them.
    ///
    /// - Throws: `CONFIGURATION_INVALID`, naming the file and what is wrong with it.
    func definitions() throws(CoreError) -> [(file: String, definition: IngredientDefinition)] {
        var found: [(file: String, definition: IngredientDefinition)] = []
        for name in try names() where name.hasSuffix(Self.suffix) {
            let file = "\(path)/\(name)"
            found.append((file, try Self.naming(file) { () throws(CoreError) in try definition(file) }))
        }
        return found.filter { $0.definition.kind == .atomic } + found.filter { $0.definition.kind == .composed }
    }

    /// Runs `body`; a failure names `file`.
    static func naming<Value>(_ file: String, _ body: () throws(CoreError) -> Value) throws(CoreError) -> Value {
        do throws(CoreError) {
            return try body()
        } catch {
            guard error.code == .invalidArgument || error.code == .alreadyExists else { throw error }
            let told = Sidecar.inFile(error)
            throw CoreError(.configurationInvalid, "\(file): \(told.message)", fix: told.fix, details: told.details)
        }
    }

    private func names() throws(CoreError) -> [String] {
        do throws(FileError) {
            return try Files.names(in: path)
        } catch {
            throw CoreError(.configurationInvalid, "The folder of recipes cannot be read: \(error.description).")
        }
    }

    private func definition(_ file: String) throws(CoreError) -> IngredientDefinition {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(file, limit: Self.bytesMax)
        } catch {
            throw CoreError(.configurationInvalid, "It cannot be read: \(error.description).")
        }
        return try Sidecar.definition(try JSONInput.parse(bytes))
    }
}
