/// Runs a program against a world that is described, with a clock that only counts.
///
/// Pure: the same program, world and inputs give the same outcome. No time passes, nothing is drawn: waits, delays and
/// timeouts move the clock, and jitter waits its longest. What comes at the same time comes in the order in which it was
/// set up.
public struct Rehearsal: Sendable {
    private let program: Program
    private let sourceMap: SourceMap?
    private let world: RehearsalWorld
    /// What it may use up.
    public var limits = RehearsalLimits()
    /// Whether kills are tried: which calls may then be made again. Nil when they are not.
    public var crashes: (@Sendable (MachineEffect) -> Bool)?
    /// Whether each event is told twice, and the thread goes through its stored form after each: for tests, since neither
    /// may change anything.
    var isDoubtful = false

    /// A rehearsal of this program, whose errors have lines when there is a source map.
    public init(_ program: Program, sourceMap: SourceMap? = nil, world: RehearsalWorld = RehearsalWorld()) {
        self.program = program
        self.sourceMap = sourceMap
        self.world = world
    }

    /// Runs the program with these inputs, until it ends, or nothing carries it on.
    ///
    /// The inputs are checked against the program's schema first; what is wrong with them, or with the program, is the
    /// error of an outcome that failed.
    public func run(inputs: JSONValue, limits: MachineLimits = .rehearsal) -> RehearsalOutcome {
        var progress = begin(inputs: inputs, limits: limits)
        while true {
            if let outcome = progress.proceed() { return outcome }
        }
    }

    /// The same in parts, for whoever has other things to do, or may want to end it.
    public func begin(inputs: JSONValue, limits: MachineLimits = .rehearsal) -> RehearsalProgress {
        do throws(ScriptError) {
            let code = try code()
            let inputs = try completed(inputs)
            let state = code.start(
                inputs: inputs, environment: try environment(), thread: ["id": "rehearsal", "status": "running"],
                limits: limits)
            var run = RehearsalRun(code: code, state: state, world: world, sourceMap: sourceMap, limits: self.limits)
            run.isDoubtful = isDoubtful
            run.crashes = crashes.map { CrashLog(state, isRepeatable: $0) }
            return RehearsalProgress(run)
        } catch {
            var outcome = RehearsalOutcome()
            outcome.status = .failed
            outcome.error = error
            return RehearsalProgress(outcome)
        }
    }

    private func code() throws(ScriptError) -> MachineCode {
        do {
            return try MachineCode(program)
        } catch {
            throw ScriptError(code: Code.program, message: "\(error.pointer): \(error.message)")
        }
    }

    /// The inputs with their defaults.
    private func completed(_ inputs: JSONValue) throws(ScriptError) -> JSONValue {
        guard var members = inputs.objectValue else {
            throw ScriptError(code: Code.input, message: "The inputs are an object.")
        }
        for (name, value) in program.inputDefaults where members[name] == nil { members[name] = value }
        do {
            let schema = try JSONSchema(compiling: program.inputSchema, options: .typed)
            if let violation = schema.validate(.object(members)).first {
                let place = violation.instance.tokens.isEmpty ? "" : "\(violation.instance): "
                throw ScriptError(code: Code.input, message: "The inputs do not fit. \(place)\(violation.message)")
            }
        } catch let error as JSONSchemaError {
            throw ScriptError(code: Code.program, message: error.description)
        } catch let error as ScriptError {
            throw error
        } catch {
            throw ScriptError(code: Code.program, message: "The schema of the inputs can't be used.")
        }
        return .object(members)
    }

    private func environment() throws(ScriptError) -> JSONObject {
        var environment = world.environment
        for variable in program.environment where environment[variable.name] == nil {
            if let fallback = variable.fallback {
                environment[variable.name] = fallback
            } else if variable.isRequired {
                throw ScriptError(
                    code: Code.environment,
                    message: "The variable \(variable.name) is not set. Set it in \"environment\" of the effects.")
            }
        }
        return environment
    }

    /// The codes of errors that a rehearsal has beside those of the machine.
    enum Code {
        static let program = "PROGRAM_INVALID"
        static let input = "INPUT_INVALID"
        static let environment = "ENVIRONMENT_MISSING"
        static let unanswered = "EFFECT_UNANSWERED"
        static let limit = "REHEARSAL_LIMIT"
        static let stepTimeout = "STEP_TIMEOUT"
        static let askTimeout = "ASK_TIMEOUT"
        static let askAnswer = "ASK_ANSWER_INVALID"
        static let time = "TIME_INVALID"
    }
}
