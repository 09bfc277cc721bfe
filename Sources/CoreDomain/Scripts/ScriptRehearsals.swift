public import CoreLanguage
import Synchronization

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

extension ScriptSources {
    /// Bounds that a server can keep for everybody: seconds of a processor at most, and a part of a second at a time.
    private static let machineLimits = MachineLimits(
        instructionsPerAdvance: 1_000_000, instructions: 100_000_000, liveBytes: 64 << 20)
    private static let limits = RehearsalLimits(effects: 100_000, traceBytes: 16 << 20)

    @Sendable func rehearse(_ input: ScriptRehearsalInput) throws(CoreError) -> Preparation<ScriptRehearsal> {
        let world = try Self.world(input.world)
        let givenCount = [input.source != nil, input.sourceBase64 != nil, input.program != nil].count { $0 }
        guard givenCount == 1 else {
            throw CoreError(inputViolations: [
                Violation(.root, rule: "not_one", "Expected one of `source`, `source_base64` and `program`.")
            ])
        }
        guard let stored = input.program else { return try rehearse(script: input, world) }
        return Self.run(try Self.verified(stored), nil, world, input.input, check: nil)
    }

    private func rehearse(
        script input: ScriptRehearsalInput, _ world: RehearsalWorld
    ) throws(CoreError) -> Preparation<ScriptRehearsal> {
        let (compilation, check) = try compiled(input.script)
        guard let program = compilation.program else { return .done(ScriptRehearsal(outcome: nil, check: check)) }
        return Self.run(program, compilation.sourceMap, world, input.input, check: check)
    }

    private static func run(
        _ program: Program, _ sourceMap: SourceMap?, _ world: RehearsalWorld, _ inputs: JSONValue, check: ScriptCheck?
    ) -> Preparation<ScriptRehearsal> {
        var rehearsal = Rehearsal(program, sourceMap: sourceMap, world: world)
        rehearsal.limits = limits
        let beginning = rehearsal
        return .part { OngoingRehearsal(beginning.begin(inputs: inputs, limits: machineLimits)).rest(check) }
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

/// A rehearsal between its parts. It is kept in one place, since a copy of it would be as large as all it holds.
private final class OngoingRehearsal: Sendable {
    private let progress: Mutex<RehearsalProgress>

    init(_ progress: RehearsalProgress) { self.progress = Mutex(progress) }

    func rest(_ check: ScriptCheck?) -> Preparation<ScriptRehearsal> {
        guard let outcome = progress.withLock({ $0.proceed() }) else { return .part { self.rest(check) } }
        return .done(ScriptRehearsal(outcome: outcome.encode(), check: check))
    }
}
