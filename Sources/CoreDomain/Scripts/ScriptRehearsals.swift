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
    static let machineLimits = MachineLimits(
        instructionsPerAdvance: 1_000_000, instructions: 100_000_000, liveBytes: 64 << 20)
    private static let limits = RehearsalLimits(effects: 100_000, traceBytes: 16 << 20)

    @Sendable func rehearse(_ input: ScriptRehearsalInput) throws(CoreError) -> Preparation<ScriptRehearsal> {
        let world = try Self.world(input.world)
        let (program, sourceMap, check) = try program(of: input.script, or: input.program)
        guard let program else { return .done(ScriptRehearsal(outcome: nil, check: check)) }
        return Self.run(Self.rehearsal(program, sourceMap, world), input.input).map { outcome in
            ScriptRehearsal(outcome: outcome.encode(), check: check)
        }
    }

    /// What is to run, and what is to be said of its source. No program where that has errors.
    func program(
        of script: ScriptSource, or stored: JSONValue?
    ) throws(CoreError) -> (program: Program?, sourceMap: SourceMap?, check: ScriptCheck?) {
        let givenCount = [script.source != nil, script.sourceBase64 != nil, stored != nil].count { $0 }
        guard givenCount == 1 else {
            throw CoreError(inputViolations: [
                Violation(.root, rule: "not_one", "Expected one of `source`, `source_base64` and `program`.")
            ])
        }
        if let stored { return (try Self.verified(stored), nil, nil) }
        let (compilation, check) = try compiled(script)
        return (compilation.program, compilation.sourceMap, check)
    }

    /// A rehearsal within the bounds of everybody.
    static func rehearsal(_ program: Program, _ sourceMap: SourceMap?, _ world: RehearsalWorld) -> Rehearsal {
        var rehearsal = Rehearsal(program, sourceMap: sourceMap, world: world)
        rehearsal.limits = limits
        return rehearsal
    }

    /// Runs a rehearsal in parts.
    static func run(_ rehearsal: Rehearsal, _ inputs: JSONValue) -> Preparation<RehearsalOutcome> {
        .part { OngoingRehearsal(rehearsal.begin(inputs: inputs, limits: machineLimits)).rest() }
    }

    /// - Throws: `INPUT_INVALID`, with places below `place`.
    static func world(
        _ description: JSONValue, at place: JSONPointer = .root.appending(key: "world")
    ) throws(CoreError) -> RehearsalWorld {
        do throws(RehearsalError) {
            return try RehearsalWorld(decoding: description)
        } catch {
            throw CoreError(inputViolations: [
                Violation(
                    JSONPointer(tokens: place.tokens + error.pointer.tokens), rule: "world",
                    "\(error.message) \(error.hint)")
            ])
        }
    }
}

/// A rehearsal between its parts. It is kept in one place, since a copy of it would be as large as all it holds.
private final class OngoingRehearsal: Sendable {
    private let progress: Mutex<RehearsalProgress>

    init(_ progress: RehearsalProgress) { self.progress = Mutex(progress) }

    func rest() -> Preparation<RehearsalOutcome> {
        guard let outcome = progress.withLock({ $0.proceed() }) else { return .part { self.rest() } }
        return .done(outcome)
    }
}
