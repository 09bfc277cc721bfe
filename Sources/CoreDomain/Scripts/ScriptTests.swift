public import CoreLanguage
import Synchronization

/// A script, and the cases in which it is tried.
public struct ScriptTestInput: Message, Hashable {
    public let source: String?
    public let sourceBase64: String?
    public let file: String
    public let report: ScriptReportStyle
    public let program: JSONValue?
    public let cases: [ScriptCase]
    public let crashEverywhere: Bool

    /// The source, where that is what runs.
    var script: ScriptSource {
        ScriptSource(source: source, sourceBase64: sourceBase64, file: file, report: report)
    }

    public static let schema = ObjectSchema(
        "What is tried (`source`, `source_base64` or `program`), and in which cases.",
        ScriptTestInput.init(source:sourceBase64:file:report:program:cases:crashEverywhere:),
        ScriptField.source(\.source), ScriptField.bytes(\.sourceBase64), ScriptField.file(\.file),
        ScriptField.report(\.report), ScriptField.program(\.program),
        Field("cases", \.cases, .array(of: .message, countMax: 100), "The cases, in the order in which they run."),
        Field(
            "crash_everywhere", \.crashEverywhere, .bool, default: false,
            "Whether a kill after each write of the journal is tried too, see docs/rehearsal.md."))
}

/// What a script is given, what the world answers, and what is to come of it.
public struct ScriptCase: Message, Hashable {
    public let name: String
    public let input: JSONValue
    public let world: JSONValue
    public let outcome: JSONValue

    public static let schema = ObjectSchema(
        "A case in which a script is tried.", ScriptCase.init(name:input:world:outcome:),
        Field("name", \.name, .string(count: 0...256), default: "", "What reports call it."),
        Field("input", \.input, .jsonObject, default: [:], "The inputs by their names."),
        Field("world", \.world, .jsonObject, default: [:], "What answers, see docs/rehearsal.md."),
        Field(
            "outcome", \.outcome, .jsonObject, default: ["status": "completed"],
            "What the outcome has to hold; it may hold more."))
}

/// What came of trying a script.
public struct ScriptTestReport: Message, Hashable {
    public let passed: Bool
    public let cases: [ScriptCaseReport]
    public let check: ScriptCheck?

    public static let schema = ObjectSchema(
        "What came of trying a script.", ScriptTestReport.init(passed:cases:check:),
        Field("passed", \.passed, .bool, "Whether every case came out as it has to."),
        Field("cases", \.cases, .array(of: .message, countMax: 100), "The cases; none when the source has errors."),
        Field(optional: "check", \.check, .message, "What is wrong or doubtful in the source."))
}

/// What came of a case.
public struct ScriptCaseReport: Message, Hashable {
    public let name: String
    public let passed: Bool
    public let message: String?
    public let outcome: JSONValue

    public static let schema = ObjectSchema(
        "What came of a case.", ScriptCaseReport.init(name:passed:message:outcome:),
        Field("name", \.name, .string(count: 0...256), "Its name."),
        Field("passed", \.passed, .bool, "Whether it came out as it has to."),
        Field(optional: "message", \.message, .text, "What is otherwise, and where."),
        Field("outcome", \.outcome, .jsonObject, "How it ended, with its trace, see docs/rehearsal.md."))
}

extension ScriptSources {
    @Sendable func test(_ input: ScriptTestInput) throws(CoreError) -> Preparation<ScriptTestReport> {
        let (program, sourceMap, check) = try program(of: input.script, or: input.program)
        guard let program else { return .done(ScriptTestReport(passed: false, cases: [], check: check)) }
        var rehearsals: [(ScriptCase, Rehearsal)] = []
        for (number, entry) in input.cases.enumerated() {
            let place = JSONPointer(tokens: ["cases", String(number), "world"])
            var rehearsal = Self.rehearsal(program, sourceMap, try Self.world(entry.world, at: place))
            if input.crashEverywhere { rehearsal.crashes = library.isRepeatable }
            rehearsals.append((entry, rehearsal))
        }
        let cases = OngoingCases(rehearsals)
        return .part { cases.rest(check) }
    }
}

/// The cases of a script between their parts.
private final class OngoingCases: Sendable {
    private struct State {
        var left: ArraySlice<(ScriptCase, Rehearsal)>
        var running: RehearsalProgress?
        var reports: [ScriptCaseReport] = []
    }
    private let state: Mutex<State>

    init(_ cases: [(ScriptCase, Rehearsal)]) { state = Mutex(State(left: cases[...])) }

    func rest(_ check: ScriptCheck?) -> Preparation<ScriptTestReport> {
        let reports = state.withLock { state -> [ScriptCaseReport]? in
            guard let (entry, rehearsal) = state.left.first else { return state.reports }
            // It is moved out and back: a copy of it would be as large as all it holds.
            var running = state.running ?? rehearsal.begin(inputs: entry.input, limits: ScriptSources.machineLimits)
            state.running = nil
            guard let outcome = running.proceed() else {
                state.running = running
                return nil
            }
            state.left = state.left.dropFirst()
            state.reports.append(ScriptCaseReport(entry, outcome))
            return nil
        }
        guard let reports else { return .part { self.rest(check) } }
        return .done(ScriptTestReport(passed: reports.allSatisfy(\.passed), cases: reports, check: check))
    }
}

extension ScriptCaseReport {
    fileprivate init(_ entry: ScriptCase, _ outcome: RehearsalOutcome) {
        let encoded = outcome.encode()
        var message = encoded.difference(from: entry.outcome)
        if message == nil, let write = outcome.crashes?.differsAt {
            message = "After a kill at write \(write) of the journal the thread stands otherwise."
        }
        self.init(name: entry.name, passed: message == nil, message: message, outcome: encoded)
    }
}
