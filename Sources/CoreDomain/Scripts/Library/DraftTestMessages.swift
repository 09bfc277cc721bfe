public import CoreLanguage

/// A draft that is to be tried.
public struct DraftTest: Message, Hashable {
    public let name: String
    public let input: JSONValue
    public let timeout: String
    public let mocks: [ToolMock]
    public let virtualNow: Timestamp?
    public let world: JSONValue?
    public let crashEverywhere: Bool
    public let loadEnvironment: Bool
    public let seed: Int64

    public static let schema = ObjectSchema(
        "A draft that is to be tried: in a world that is described, or in earnest when none is.",
        DraftTest.init(name:input:timeout:mocks:virtualNow:world:crashEverywhere:loadEnvironment:seed:),
        LibraryField.name(\.name),
        Field("input", \.input, .json, default: .null, "What the script's contract describes."),
        Field(
            "timeout", \.timeout, .string(count: 0...32), default: "",
            "How long a thread may take, such as `5m`; without a bound when empty."),
        Field("mocks", \.mocks, .array(of: .message, countMax: 1_000), default: [], "What answers calls."),
        Field(optional: "virtual_now", \.virtualNow, .timestamp, "The time at which the clock of the world begins."),
        Field(
            optional: "world", \.world, .jsonObject,
            "The whole world, see docs/rehearsal.md; its rules come after the mocks."),
        Field(
            "crash_everywhere", \.crashEverywhere, .bool, default: false,
            "Whether a kill after each write of the journal is tried too; in a world only."),
        Field(
            "load_env", \.loadEnvironment, .bool, default: true,
            "Taken and not looked at: a thread finds the variables that the script declares, a world says its own."),
        Field(
            "seed", \.seed, .integer(in: 0...Schema<Int64>.exactIntegerMax), default: 0,
            "Taken and not looked at: in a world nothing is drawn."))

    /// Whether nothing is done in earnest.
    var isRehearsed: Bool { !mocks.isEmpty || virtualNow != nil || world != nil || crashEverywhere }

    /// The world with the mocks.
    var description: JSONValue {
        var members = world?.objectValue ?? JSONObject()
        members["effects"] = .array(mocks.map(\.rule) + (members["effects"]?.arrayValue ?? []))
        if let virtualNow { members["now"] = .string(virtualNow.description) }
        return .object(members)
    }
}

/// What answers calls of a tool.
public struct ToolMock: Message, Hashable {
    public let tool: String
    public let stepPath: String
    public let output: JSONValue?
    public let failure: JSONValue?
    public let times: Int64

    public static let schema = ObjectSchema(
        "What answers calls of a tool.", ToolMock.init(tool:stepPath:output:failure:times:),
        Field(
            "tool", \.tool, .string(count: 1...256),
            "The tool's name, a capability of models, `ask` for people, or `plan`."),
        Field("step_path", \.stepPath, .string(count: 0...2_048), default: "", "The only step that is meant."),
        Field(optional: "output", \.output, .json, "What it gives."),
        Field(
            optional: "failure", \.failure, .jsonObject,
            "How it fails instead: `reason` and `message`, or a status with them."),
        Field("times", \.times, .integer(in: 0...1_000_000), default: 0, "How many calls it answers; 0 for all."))

    /// The mock as a rule of a world.
    var rule: JSONValue {
        let name = tool.split(separator: ":").last.map(String.init) ?? tool
        var rule = JSONObject()
        switch name {
        case "ask", "plan": rule[name] = true
        default: rule[ModelCapability(rawValue: name) == nil ? "tool" : "model"] = .string(name)
        }
        if !stepPath.isEmpty { rule["path"] = .string(stepPath) }
        if times > 0 { rule["times"] = .integer(times) }
        if let failure {
            let reason = failure["reason"] ?? failure["details"]?.arrayValue?.first?["reason"]
            rule["fails"] = ["code": reason ?? "TOOL_FAILED", "message": failure["message"] ?? ""]
        } else {
            rule["returns"] = output ?? .null
        }
        return .object(rule)
    }
}

/// What came of trying a draft.
public struct DraftTestReport: Message, Hashable {
    public let threadID: Identifier?
    public let diagnostics: [ScriptDiagnostic]
    public let outcome: JSONValue?

    public static let schema = ObjectSchema(
        "What came of trying a draft.", DraftTestReport.init(threadID:diagnostics:outcome:),
        Field(optional: "thread_id", \.threadID, .identifier(.thread), "The thread that runs it in earnest."),
        ScriptFindings.diagnostics(\.diagnostics),
        Field(
            optional: "outcome", \.outcome, .jsonObject,
            "How it ended in the world, with its trace, see docs/rehearsal.md; absent when it has errors."))
}
