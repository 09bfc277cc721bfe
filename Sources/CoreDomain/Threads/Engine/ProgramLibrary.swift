import CoreLanguage
import Synchronization

/// A program with all that its calls need: one for every run of it.
final class LoadedProgram: Sendable {
    let program: Program
    /// The program as it runs.
    let code: MachineCode
    /// The steps of its graph; none of a script.
    let steps: [GraphStep]
    /// The place of each step in the graph.
    private let indices: [String: Int]
    /// What its steps call.
    private let targets: [TargetName: StepTarget]
    /// What every script may call.
    private let tools: ToolTable
    let inputSchema: JSONSchema
    /// What it may cost at most.
    let quote: Quote
    /// Bytes that it takes in memory, more or less.
    let byteCount: Int

    /// - Throws: `DATABASE_CORRUPT` for a program that does not run.
    init(
        _ program: Program, targets: [TargetName: StepTarget], tools: ToolTable,
        inputSchema: JSONSchema, quote: Quote, byteCount: Int
    ) throws(CoreError) {
        self.program = program
        self.tools = tools
        steps = program.graphSteps
        indices = Dictionary(steps.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.targets = targets
        do throws(ProgramError) {
            code = try MachineCode(program)
        } catch {
            throw CoreError(.databaseCorrupt, "A stored program does not run: \(error.message)")
        }
        self.inputSchema = inputSchema
        self.quote = quote
        self.byteCount = byteCount
    }

    /// What a step calls; nil when it calls nothing.
    func target(of step: OpenStep) -> StepTarget? {
        TargetName(step.effect.kind).flatMap { targets[$0] ?? tools.target($0) }
    }

    /// An input with its defaults.
    ///
    /// - Throws: `INPUT_INVALID` when it does not fit.
    func checked(_ input: JSONValue, at place: JSONPointer) throws(CoreError) -> JSONObject {
        guard case .object(var members) = input else {
            throw CoreError(inputViolations: [.wrongType(place, expected: "an object", found: input)])
        }
        for (name, value) in program.inputDefaults where members[name] == nil { members[name] = value }
        try inputSchema.check(.object(members), at: place)
        return members
    }

    /// The number of the graph's step that a path belongs to.
    func graphStep(of path: String) -> Int? { indices[String(path.prefix { $0 != "." })] }
}

/// Names what a step calls.
enum TargetName: Hashable, Sendable {
    case ingredient(String, version: String)
    case tool(ToolName)

    /// What a step of a graph calls.
    init(_ call: IngredientCall) { self = .ingredient(call.ingredient, version: call.version) }

    /// Nil for what is no call.
    init?(_ kind: MachineEffect.Kind) {
        switch kind {
        case .ingredient(let name, let version): self = .ingredient(name, version: version)
        case .call(let tool): self = .tool(tool)
        case .model(let capability): self = .tool(ToolName(capability, from: "model"))
        case .plan: self = .tool(ModelTools.planTool)
        case .ask, .wait, .awaitEvent, .yield, .send, .run, .cancel: return nil
        }
    }
}

/// What a step calls.
struct StepTarget: Sendable {
    /// What repeating a call with this input does.
    let effect: @Sendable (JSONValue) -> EffectClass
    let cost: CostModel
    /// How long an attempt may take; nil when neither the step nor this says so.
    let timeout: Duration?
    /// The capability's name.
    let capability: String
    /// Nil when this program has no such capability.
    let handler: NativeIngredient.Handler?
    /// What an input must fit: the ingredient's schema, and the one of the capability where that is another.
    let inputSchemas: [JSONSchema]
    /// Nil when the capability has no limit of its own.
    let slots: Slots?
}

/// Programs and ingredients in the form that runs; what was loaded once is kept, since none of it ever changes.
public final class ProgramLibrary: Sendable {
    private struct Cache {
        var programs: [[UInt8]: LoadedProgram] = [:]
        var byteCount = 0
        /// By capability, whatever ingredients call it: they share what it can do at once.
        var slots: [String: Slots] = [:]
    }
    /// Bytes of what is kept. When there is more, all is loaded anew.
    private static let bytesMax = 128 * 1_024 * 1_024
    /// What a program takes in memory for each byte of its canonical form.
    private static let bytesPerProgramByte = 16

    private let natives: [String: NativeIngredient]
    /// What scripts call, by name.
    private let tools: ToolTable
    /// What the compiler checks scripts against, without the tools that come and go.
    private let ownSignatures: ToolSignatures
    private let cache = Mutex(Cache())

    /// A library whose atomic ingredients are among `natives`, and whose scripts call `tools`; of two with one name the
    /// first counts.
    public init(
        _ natives: [NativeIngredient], tools: [NativeTool] = [], external: any ExternalTools = NoExternalTools()
    ) {
        self.tools = ToolTable(
            own: Dictionary(
                tools.map { (.tool($0.signature.tool), StepTarget($0)) }, uniquingKeysWith: { first, _ in first }),
            external: external)
        // Scripts have a step of their own for plans.
        ownSignatures = tools.reduce(into: .standard) { signatures, tool in
            if tool.signature.tool != ModelTools.planTool { signatures.add(tool.signature) }
        }
        self.natives = Dictionary(natives.map { ($0.definition.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the compiler checks scripts against now.
    var signatures: ToolSignatures {
        tools.external.tools.reduce(into: ownSignatures) { $0.add($1.signature) }
    }

    /// The ids of every capability, in order.
    var names: [String] { natives.keys.sorted() }

    /// The capability with this id.
    func native(_ id: String) -> NativeIngredient? { natives[id] }

    /// Whether a call that was cut off is made again. One of which nothing is known is not.
    @Sendable func isRepeatable(_ effect: MachineEffect) -> Bool {
        switch TargetName(effect.kind) {
        case .tool(let name)?:
            let target =
                tools.target(.tool(name))?.effect(effect.input) ?? signatures[name].map { EffectClass($0.effect) }
            return target.map { $0 != .once } ?? false
        case .ingredient(let name, _)?: return native(name).map { $0.definition.effect != .once } ?? false
        case nil: return true
        }
    }

    /// A program that a thread wrote, in the form that runs. It calls tools only.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it does not run.
    func loaded(_ program: Program, byteCount: Int) throws(CoreError) -> LoadedProgram {
        let inputSchema = try JSONSchema.compiled(program.inputSchema)
        return try LoadedProgram(
            program, targets: [:], tools: tools, inputSchema: inputSchema,
            quote: try Quote(of: program) { _ throws(CoreError) in nil },
            byteCount: byteCount * Self.bytesPerProgramByte + inputSchema.byteCount)
    }

    /// The program with this digest. It is kept: read from a snapshot, it is there for good.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it is not stored or does not decode.
    func load(_ digest: [UInt8], _ tx: any ReadTransaction) throws(CoreError) -> LoadedProgram {
        if let loaded = cache.withLock({ $0.programs[digest] }) { return loaded }
        let loaded = try read(digest, tx)
        cache.withLock { cache in
            guard cache.programs[digest] == nil, loaded.byteCount <= Self.bytesMax else { return }
            if cache.byteCount + loaded.byteCount > Self.bytesMax {
                cache.programs = [:]
                cache.byteCount = 0
            }
            cache.programs[digest] = loaded
            cache.byteCount += loaded.byteCount
        }
        return loaded
    }

    /// The same, not kept: for what a transaction sees that may still be taken back.
    func read(_ digest: [UInt8], _ tx: any ReadTransaction) throws(CoreError) -> LoadedProgram {
        guard let bytes = try tx.programs.find(digest: digest) else {
            throw CoreError(.databaseCorrupt, "The program of a thread is not stored.")
        }
        let program = try Self.decode(bytes)
        let inputSchema = try JSONSchema.compiled(program.inputSchema)
        var byteCount = bytes.count * Self.bytesPerProgramByte + inputSchema.byteCount
        var targets: [TargetName: StepTarget] = [:]
        for step in program.graphSteps {
            let name = TargetName(step.body)
            if targets[name] != nil { continue }
            let target = try target(try Self.definition(step.body, tx))
            byteCount += target.inputSchemas.reduce(0) { $0 + $1.byteCount }
            targets[name] = target
        }
        return try LoadedProgram(
            program, targets: targets, tools: tools, inputSchema: inputSchema,
            quote: try Quote(of: program) { targets[TargetName($0)]?.cost.maximum }, byteCount: byteCount)
    }

    private static func decode(_ bytes: [UInt8]) throws(CoreError) -> Program {
        do {
            return try Program(decoding: try JSONValue.parse(bytes, limits: .program))
        } catch {
            throw CoreError(.databaseCorrupt, "A stored program does not decode.")
        }
    }

    private static func definition(
        _ call: IngredientCall, _ tx: any ReadTransaction
    ) throws(CoreError) -> IngredientDefinition {
        if let found = try tx.ingredients.find(call.ingredient, version: call.version) { return found.definition }
        throw CoreError(
            .databaseCorrupt, "The ingredient \(call.ingredient) \(call.version) of a program is not stored.")
    }

    private func target(_ definition: IngredientDefinition) throws(CoreError) -> StepTarget {
        let native = definition.handler.flatMap { natives[$0] }
        var schemas = [try JSONSchema.compiled(definition.inputSchema)]
        if let own = native?.definition.inputSchema, own != definition.inputSchema {
            schemas.append(try JSONSchema.compiled(own))
        }
        let (effect, capability) = (definition.effect, definition.handler ?? definition.id)
        return StepTarget(
            effect: { _ in effect }, cost: definition.cost,
            timeout: definition.timeoutSeconds.map { .seconds($0) }, capability: capability,
            handler: native?.handler, inputSchemas: schemas,
            slots: definition.concurrency.flatMap { slots(of: capability, Int($0)) })
    }

    private func slots(of name: String, _ limit: Int) -> Slots? {
        cache.withLock { cache in
            if let slots = cache.slots[name] {
                slots.lower(to: limit)
                return slots
            }
            let slots = Slots(limit)
            cache.slots[name] = slots
            return slots
        }
    }
}

extension StepTarget {
    /// What a script calls by the tool's name. A schema that does not compile refuses nothing.
    init(_ tool: NativeTool) {
        let schema = try? JSONSchema.compiled(tool.signature.inputSchema)
        self.init(
            effect: tool.effect, cost: .free, timeout: nil, capability: tool.signature.tool.name,
            handler: tool.handler, inputSchemas: [schema].compactMap { $0 },
            slots: tool.concurrency.map { Slots($0) })
    }
}
