/// What steps take that are no calls of tools.
enum StepSignatures {
    private static func step(
        _ name: String, fields: [ToolSignature.Field], result: ScriptType
    ) -> ToolSignature {
        ToolSignature(ToolName(name, from: "step"), "", fields: fields, result: result, effect: .once)
    }

    private static let toolsField = ToolSignature.Field(
        "tools", .list(.text), "The tools that may be used, by the names they are imported under.")

    /// `ask`: a person answers.
    static let ask = step(
        "ask",
        fields: [
            .init("prompt", .text, isRequired: true, "What the person is asked."),
            .init("options", .list(.any), "The answers there are."),
            .init("default", .any, "The answer when there is none in time."),
            .init("timeout", .integer, form: .duration, "How long there is to answer."),
            .init("max_retries", .integer, default: 3, "How many answers may be wrong."),
            .init("context", .any, "What the person is shown besides."),
            .init("to", .text, "Who is asked."),
            ToolSignatures.typeField,
        ],
        result: .fields([
            "value": .any, "provided_by": .optional(.text), "provided_at": .optional(.timestamp), "attempt": .integer,
        ]))

    /// `agent with llm`: a model works with tools.
    static let agent = step(
        "agent",
        fields: [
            .init("task", .text, isRequired: true, "What is to be done."),
            .init("tools", .list(.text), isRequired: true, toolsField.summary),
            .init("max_iterations", .integer, default: 10, "How often the model is asked at most."),
            ToolSignatures.systemField, ToolSignatures.contextField, ToolSignatures.temperatureField,
            ToolSignatures.maxTokensField, ToolSignatures.modelField, ToolSignatures.typeField,
            .init("timeout", .integer, form: .duration, "How long it may take."),
        ],
        result: .fields([
            "text": .text, "iterations": .integer, "tool_calls": .list(.object), "exhausted": .boolean,
        ]))

    /// `plan`: a model writes a script.
    static let plan = step(
        "plan",
        fields: [
            .init("task", .text, isRequired: true, "What the script is to do."),
            toolsField, ToolSignatures.contextField, ToolSignatures.modelField,
            .init("max_steps", .integer, "How many steps the script has at most."),
            .init("validate", .boolean, default: true, "Whether the script must compile before the step is done."),
            .init("timeout", .integer, form: .duration, "How long it may take."),
        ],
        result: .object)

    /// `decide with llm` and `check ask llm`.
    static let judgement = step(
        "llm",
        fields: [
            .init("question", .text, "What the model decides."),
            ToolSignatures.systemField, ToolSignatures.contextField, ToolSignatures.modelField,
            ToolSignatures.temperatureField, ToolSignatures.maxTokensField,
            .init("timeout", .integer, form: .duration, "How long it may take."),
        ],
        result: .any)

    /// `wait event`.
    static let waitEvent = step(
        "wait event",
        fields: [
            .init("where", .function([.any], .boolean), "Which events count, by their payload."),
            .init("timeout", .integer, form: .duration, "How long it waits."),
        ],
        result: .any)
}
