extension ToolSignatures {
    /// What models do, without an import.
    static let modelCapabilities = [llm, embed, rerank, transcribe, infer]

    private static func model(
        _ name: String, _ summary: String, fields: [ToolSignature.Field], takesMore: Bool = false,
        result: ScriptType, item: ScriptType? = nil
    ) -> ToolSignature {
        ToolSignature(
            ToolName(name, from: modelSource), summary, fields: fields + [modelField], takesMore: takesMore,
            result: result, item: item, effect: .idempotent)
    }

    static let modelField = ToolSignature.Field("model", .text, "The name of the model; otherwise the default one.")
    static let systemField = ToolSignature.Field("system", .text, "What the model is told beforehand.")
    static let temperatureField = ToolSignature.Field("temperature", .number, "How free the model is, from 0 to 2.")
    static let maxTokensField = ToolSignature.Field("max_tokens", .integer, "How many tokens the answer has at most.")
    static let contextField = ToolSignature.Field("context", .any, "What the model is shown besides.")
    static let typeField = ToolSignature.Field(
        "type", .any, form: .type, "The type of the answer, which is then the result's member `value`.")

    private static let usage: ScriptType = .fields(["input_tokens": .integer, "output_tokens": .integer])

    private static let llm = model(
        "llm", "Has a language model write a text, or a value of a type.",
        fields: [
            .init("prompt", .text, isRequired: true, "What the model is asked."),
            systemField, contextField,
            .init("messages", .list(.object), "Earlier messages, each with `role` and `content`."),
            temperatureField, maxTokensField,
            .init("stop", .list(.text), "Texts that end the answer."),
            .init("timeout", .integer, form: .duration, "How long the answer may take."),
            typeField,
        ],
        result: .fields(["text": .text, "model": .text, "finish_reason": .text, "usage": usage]), item: .text)

    private static let embed = model(
        "embed", "Turns texts into vectors.",
        fields: [
            .init("texts", .list(.text), isRequired: true, "The texts."),
            .init("dimensions", .integer, "How many numbers a vector has."),
        ],
        result: .fields(["vectors": .list(.list(.number)), "model": .text]))

    private static let ranked: ScriptType = .fields(["index": .integer, "score": .number, "text": .text])

    private static let rerank = model(
        "rerank", "Sorts texts by how well they answer a question.",
        fields: [
            .init("query", .text, isRequired: true, "The question."),
            .init("documents", .list(.text), isRequired: true, "The texts."),
            .init("top", .integer, "How many are given at most."),
        ],
        result: .fields(["results": .list(ranked), "model": .text]))

    private static let segment: ScriptType = .fields(["start": .number, "end": .number, "text": .text])

    private static let transcribe = model(
        "transcribe", "Turns speech into text.",
        fields: [
            .init("audio", .binary, isRequired: true, "The recording."),
            .init("media_type", .text, "Such as `audio/wav`."),
            .init("language", .text, "Such as `en`; otherwise it is found out."),
        ],
        result: .fields(["text": .text, "language": .optional(.text), "segments": .list(segment), "model": .text]),
        item: segment)

    private static let infer = model(
        "infer", "Runs a model on any input.",
        fields: [.init("input", .any, isRequired: true, "What the model takes.")], takesMore: true,
        result: .fields(["output": .any, "model": .text]))
}
