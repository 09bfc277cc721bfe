/// Every chapter of the domain over one set of ports: the operations, and the registry that the engine runs from.
public struct Chapters: Sendable {
    /// Every operation.
    public let catalogue: Catalogue
    /// Ingredients and recipes.
    public let registry: Registry

    /// The chapters, with these capabilities and page tokens; without a `sealer`, to be looked at and not to be called.
    /// `placement` says who carries on threads that are accepted.
    public init(
        clock: any Clock, entropy: any Entropy, cryptography: any Cryptography, sealer: Sealer?, pageTokens: PageTokens,
        natives: [NativeIngredient], tools: [NativeTool] = [], external: any ExternalTools = NoExternalTools(),
        placement: any ThreadPlacement = ExclusivePlacement()
    ) {
        let library = ProgramLibrary(natives, tools: tools, external: external)
        registry = Registry(library: library, cryptography: cryptography)
        let jobs = Jobs(
            registry: registry, entropy: entropy, cryptography: cryptography, pageTokens: pageTokens,
            placement: placement)
        catalogue = Catalogue(
            SystemReports(clock: clock).operations
                + Accounts(entropy: entropy, cryptography: cryptography).operations
                + Books(entropy: entropy, pageTokens: pageTokens).operations
                + LedgerExport().operations
                + Recipes(registry: registry, pageTokens: pageTokens).operations
                + jobs.operations
                + Blobs(cryptography: cryptography).operations
                + ScriptSources(cryptography: cryptography, library: library).operations
                + ToolRegistrations(
                    library: library, entropy: entropy, pageTokens: pageTokens, sealer: sealer
                ).operations
                + ScriptTemplates(pageTokens: pageTokens).operations
                + Scripts(
                    pageTokens: pageTokens, sealer: sealer, cryptography: cryptography, tools: library.signatures
                ).operations
                + ScriptDrafts(cryptography: cryptography, tools: library.signatures).operations
                + ScriptVersions(pageTokens: pageTokens).operations
                + Environments(pageTokens: pageTokens, sealer: sealer).operations
                + ScriptThreads(
                    library: library, entropy: entropy, cryptography: cryptography, sealer: sealer,
                    pageTokens: pageTokens, placement: placement
                ).operations)
    }
}
