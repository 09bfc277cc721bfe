public import CoreLanguage

/// What came of a rehearsal.
public struct ScriptRehearsal: Message, Hashable {
    public let outcome: JSONValue?
    public let check: ScriptCheck?

    public static let schema = ObjectSchema(
        "What came of a rehearsal.", ScriptRehearsal.init(outcome:check:),
        Field(
            optional: "outcome", \.outcome, .jsonObject,
            "How it ended, with its trace, see docs/language.md; absent when the source has errors."),
        Field(optional: "check", \.check, .message, "What is wrong or doubtful in the source."))
}

extension Scripts {
    /// Bounds that a server can keep for everybody: seconds of a processor at most.
    private static let machineLimits = MachineLimits(
        instructionsPerAdvance: 10_000_000, instructions: 100_000_000, liveBytes: 64 << 20)
    private static let limits = RehearsalLimits(effects: 100_000, traceBytes: 16 << 20)

    @Sendable func rehearse(_ input: ScriptRehearsalInput) throws(CoreError) -> ScriptRehearsal {
        let world = try Self.world(input.world)
        guard let stored = input.program else { return try rehearse(script: input, world) }
        guard input.source == nil, input.sourceBase64 == nil else {
            throw CoreError(inputViolations: [
                Violation(.root, rule: "not_one", "Expected one of `source`, `source_base64` and `program`.")
            ])
        }
        let program = try Self.verified(stored)
        return ScriptRehearsal(outcome: Self.run(program, nil, world, input.input), check: nil)
    }

    private func rehearse(
        script input: ScriptRehearsalInput, _ world: RehearsalWorld
    ) throws(CoreError) -> ScriptRehearsal {
        let (compilation, check) = try compiled(input.script)
        return ScriptRehearsal(
            outcome: compilation.program.map { Self.run($0, compilation.sourceMap, world, input.input) }, check: check)
    }

    private static func run(
        _ program: Program, _ sourceMap: SourceMap?, _ world: RehearsalWorld, _ inputs: JSONValue
    ) -> JSONValue {
        var rehearsal = Rehearsal(program, sourceMap: sourceMap, world: world)
        rehearsal.limits = limits
        return rehearsal.run(inputs: inputs, limits: machineLimits).encode()
    }

    private static func world(_ description: JSONValue) throws(CoreError) -> RehearsalWorld {
        do throws(RehearsalError) {
            return try RehearsalWorld(decoding: description)
        } catch {
            throw CoreError(inputViolations: [
                Violation(
                    JSONPointer(tokens: ["world"] + error.pointer.tokens), rule: "world",
                    "\(error.message) \(error.hint)")
            ])
        }
    }
}
