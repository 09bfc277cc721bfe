import CoreLanguage
import Synchronization

/// A program with all that its calls need.
struct LoadedProgram: Sendable {
    let program: Program
    /// What each step of the graph calls, in its order.
    let targets: [StepTarget]
    let inputSchema: JSONSchema
}

/// What a step calls.
struct StepTarget: Sendable {
    let definition: IngredientDefinition
    /// Nil when this program has no such capability.
    let handler: NativeIngredient.Handler?
    let inputSchema: JSONSchema
    /// Nil when the ingredient has no limit of its own.
    let slots: Slots?
}

/// Programs and ingredients in the form that runs; what was loaded once is kept, since none of it ever changes.
public final class ProgramLibrary: Sendable {
    private struct Cache {
        var programs: [[UInt8]: LoadedProgram] = [:]
        var targets: [String: StepTarget] = [:]
        var slots: [String: Slots] = [:]
    }
    /// Entries of each cache; a full one is emptied.
    private static let entriesMax = 1_024

    private let natives: [String: NativeIngredient]
    private let cache = Mutex(Cache())

    /// A library whose atomic ingredients are among `natives`; of two with one id the first counts.
    public init(_ natives: [NativeIngredient]) {
        self.natives = Dictionary(natives.map { ($0.definition.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The ids of every capability, in order.
    var names: [String] { natives.keys.sorted() }

    /// The capability with this id.
    func native(_ id: String) -> NativeIngredient? { natives[id] }

    /// The program with this digest.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it is not stored or does not decode.
    func load(_ digest: [UInt8], _ tx: any ReadTransaction) throws(CoreError) -> LoadedProgram {
        if let loaded = cache.withLock({ $0.programs[digest] }) { return loaded }
        guard let bytes = try tx.programs.find(digest: digest) else {
            throw CoreError(.databaseCorrupt, "The program of a thread is not stored.")
        }
        let program = try Self.decode(bytes)
        var targets: [StepTarget] = []
        switch program.body {
        case .graph(let steps):
            for step in steps { targets.append(try target(step.body.ingredient, step.body.version, tx)) }
        }
        let loaded = LoadedProgram(
            program: program, targets: targets, inputSchema: try JSONSchema.compiled(program.inputSchema))
        cache.withLock { cache in
            if cache.programs.count >= Self.entriesMax { cache.programs = [:] }
            cache.programs[digest] = loaded
        }
        return loaded
    }

    private static func decode(_ bytes: [UInt8]) throws(CoreError) -> Program {
        do {
            return try Program(decoding: try JSONValue.parse(bytes))
        } catch {
            throw CoreError(.databaseCorrupt, "A stored program does not decode.")
        }
    }

    private func target(
        _ name: String, _ version: String, _ tx: any ReadTransaction
    ) throws(CoreError) -> StepTarget {
        let key = "\(name)@\(version)"
        if let target = cache.withLock({ $0.targets[key] }) { return target }
        guard let found = try tx.ingredients.find(name, version: version) else {
            throw CoreError(.databaseCorrupt, "The ingredient \(key) of a program is not stored.")
        }
        let definition = found.definition
        let target = StepTarget(
            definition: definition, handler: definition.handler.flatMap { natives[$0]?.handler },
            inputSchema: try JSONSchema.compiled(definition.inputSchema),
            slots: definition.concurrency.map { slots(name, Int($0)) })
        cache.withLock { cache in
            if cache.targets.count >= Self.entriesMax { cache.targets = [:] }
            cache.targets[key] = target
        }
        return target
    }

    /// One for each ingredient, whatever its versions say later: they call the same thing.
    private func slots(_ name: String, _ count: Int) -> Slots {
        cache.withLock { cache in
            if let slots = cache.slots[name] { return slots }
            let slots = Slots(count)
            cache.slots[name] = slots
            return slots
        }
    }
}
