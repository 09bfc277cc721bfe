import CoreLanguage

/// Ingredients and recipes: what can be called, in which versions, and at what price.
public struct Registry: Sendable {
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
        return try publish(try compile(definition, tx.snapshot), tx)
    }

    /// A definition that was checked, and the program that runs it in canonical form.
    struct Compiled: Sendable {
        let definition: IngredientDefinition
        let program: [UInt8]
    }

    /// Checks a definition by every rule of its kind.
    ///
    /// - Throws: `DEFINITION_INVALID` with every fault and its place.
    func compile(_ definition: IngredientDefinition, _ tx: any ReadTransaction) throws(CoreError) -> Compiled {
        let (checked, program) = try DefinitionCompiler(library: library).compile(definition, tx)
        return Compiled(definition: checked, program: program.canonicalBytes())
    }

    /// Publishes a version that was compiled before.
    ///
    /// - Throws: `ALREADY_EXISTS` when the version was published with other contents.
    func publish(_ compiled: Compiled, _ tx: any WriteTransaction) throws(CoreError) -> IngredientVersion {
        let checked = compiled.definition
        let version = IngredientVersion(
            definition: checked, program: cryptography.sha256(compiled.program), publishedAt: tx.now)
        if let existing = try tx.ingredients.find(checked.id, version: checked.version) {
            guard existing.definition == checked, existing.program == version.program else {
                throw CoreError(
                    .alreadyExists, "\(checked.id) \(checked.version) was published with other contents.",
                    fix: "Publish the changed definition under a higher version.")
            }
            return existing
        }
        try tx.programs.put(digest: version.program, compiled.program)
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
        throw try unknown(name, version: version, tx)
    }

    /// The program of this version of an ingredient, or of its latest.
    ///
    /// - Throws: as ``find(_:version:_:)``.
    func program(_ name: String, version: String?, _ tx: any ReadTransaction) throws(CoreError) -> ProgramReference {
        if let found = try tx.ingredients.program(of: name, version: version) { return found }
        throw try unknown(name, version: version, tx)
    }

    private func unknown(
        _ name: String, version: String?, _ tx: any ReadTransaction
    ) throws(CoreError) -> CoreError {
        let versions = try tx.ingredients.versions(of: name)
        if let version, !versions.isEmpty {
            return CoreError(
                .notFound, "The recipe \(name) has no version \(version.prefix(64)).",
                fix: "It has \(versions.suffix(5).joined(separator: ", ")).")
        }
        let names = try tx.ingredients.names(IngredientKind.allCases, limit: 1_000)
        return CoreError(
            .notFound, "There is no recipe \"\(name.prefix(200))\".\(Suggestion.sentence(for: name, among: names))",
            fix: "GET /recipes lists them.")
    }
}
