import CoreLanguage

/// Ingredients and recipes: what can be called, in which versions, and at what price.
public struct Registry: Sendable {
    /// Calls that a recipe holds money for at most: each is a transfer of the chain made at acceptance.
    static let holdsMax = Ledger.requestsPerBatchMax

    /// Programs and ingredients in the form that runs.
    public let library: ProgramLibrary
    let cryptography: any Cryptography

    /// A registry whose atomic ingredients call what `library` has.
    public init(library: ProgramLibrary, cryptography: any Cryptography) {
        self.library = library
        self.cryptography = cryptography
    }

    /// Publishes a version of an ingredient; one that is there already, with the same contents, is left as it is.
    ///
    /// - Throws: `DEFINITION_INVALID` with every fault and its place; `ALREADY_EXISTS` when the version was published with
    ///   other contents.
    public func publish(
        _ definition: IngredientDefinition, _ tx: any WriteTransaction
    ) throws(CoreError) -> IngredientVersion {
        // At every start the program publishes what it brings along; nearly always that is there already.
        if let existing = try tx.ingredients.find(definition.id, version: definition.version),
            existing.definition.wasWritten(as: definition)
        {
            return existing
        }
        let (checked, program) = try DefinitionCompiler(library: library).compile(definition, tx.snapshot)
        let bytes = program.canonicalBytes()
        let version = IngredientVersion(
            definition: checked, program: cryptography.sha256(bytes), publishedAt: tx.now)
        if let existing = try tx.ingredients.find(checked.id, version: checked.version) {
            guard existing.definition == checked, existing.program == version.program else {
                throw CoreError(
                    .alreadyExists, "\(checked.id) \(checked.version) was published with other contents.",
                    fix: "Publish the changed definition under a higher version.")
            }
            return existing
        }
        try tx.programs.put(digest: version.program, bytes)
        try tx.ingredients.insert(version, isLatest: try isLatest(checked, tx))
        return version
    }

    private func isLatest(
        _ definition: IngredientDefinition, _ tx: any WriteTransaction
    ) throws(CoreError) -> Bool {
        let versions = try tx.ingredients.versions(of: definition.id).compactMap { SemanticVersion($0) }
        guard let new = SemanticVersion(definition.version) else { return false }
        return SemanticVersion.latest(of: versions + [new]) == new
    }

    /// This version of an ingredient, or its latest.
    ///
    /// - Throws: `NOT_FOUND`, with the nearest name or the versions there are.
    func find(_ name: String, version: String?, _ tx: any ReadTransaction) throws(CoreError) -> IngredientVersion {
        if let found = try tx.ingredients.find(name, version: version) { return found }
        let versions = try tx.ingredients.versions(of: name)
        if let version, !versions.isEmpty {
            throw CoreError(
                .notFound, "The recipe \(name) has no version \(version.prefix(64)).",
                fix: "It has \(versions.suffix(5).joined(separator: ", ")).")
        }
        let names = try tx.ingredients.list(IngredientKind.allCases, after: nil, limit: 1_000).map(\.name)
        throw CoreError(
            .notFound, "There is no recipe \"\(name.prefix(200))\".\(Suggestion.sentence(for: name, among: names))",
            fix: "GET /recipes lists them.")
    }
}
