import CoreCrypto
public import CoreDomain
import CorePlatform
import Providers

/// What the core asks of the world outside, apart from its store.
public struct Services: Sendable {
    public let clock: any Clock
    public let entropy: any Entropy
    public let cryptography: any Cryptography
    public let workers: any Workers
    /// The capabilities that ingredients call.
    public let natives: [NativeIngredient]
    /// What scripts call by name; nil for nothing.
    public let tools: ScriptTools?
    /// Reads the text out of documents.
    public let extractor: any TextExtractor
    public let log: Log

    /// Services of these parts.
    public init(
        clock: any Clock, entropy: any Entropy, cryptography: any Cryptography, workers: any Workers,
        natives: [NativeIngredient], tools: ScriptTools? = nil, extractor: any TextExtractor, log: Log
    ) {
        self.tools = tools
        self.extractor = extractor
        self.clock = clock
        self.entropy = entropy
        self.cryptography = cryptography
        self.workers = workers
        self.natives = natives
        self.log = log
    }

    /// The operating system's clock and randomness, and libcrypto.
    ///
    /// - Throws: `INTERNAL` when libcrypto lacks what is needed.
    public static func system(
        log: Log, tools: ScriptTools? = nil
    ) throws(CoreError) -> Services {
        let (clock, workers) = (SystemClock(), WorkerPool())
        return Services(
            clock: clock, entropy: SystemEntropy(), cryptography: try LibCrypto(),
            workers: workers, natives: FlowIngredients.all + DocumentIngredients.analysis, tools: tools,
            extractor: DocumentExtractor(subprocess: SystemSubprocess(), workers: workers), log: log)
    }

    /// The same services with the time of a store, where it has one.
    func with(_ clock: (any Clock)?) -> Services {
        guard let clock else { return self }
        return Services(
            clock: clock, entropy: entropy, cryptography: cryptography, workers: workers, natives: natives,
            tools: tools, extractor: extractor, log: log)
    }

    /// The recipes that the program brings along, made of its own ingredients.
    static let recipes = [DocumentRecipes.digest]

    /// What scripts call, over `store`.
    func tools(over store: any Store) -> [NativeTool] { tools?.all(self, store) ?? [] }

    /// What scripts call on servers elsewhere.
    var externalTools: any ExternalTools { tools?.external ?? NoExternalTools() }

    /// The same, with the tools that organizations of `store` registered.
    func externalTools(over store: any Store, _ sealer: Sealer) -> any ExternalTools {
        tools?.registered(self, store, sealer) ?? NoExternalTools()
    }

    /// The capabilities that ingredients call over `store`.
    func natives(over store: any Store) -> [NativeIngredient] {
        natives + [ExtractIngredient(extractor, blobs: StoredBlobs(store)).native]
    }
}
