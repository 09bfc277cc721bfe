public import CoreLanguage

/// What a check of a source found.
public struct ScriptCheck: Message, Hashable {
    public let isValid: Bool
    public let errors: Int64
    public let warnings: Int64
    public let diagnostics: [ScriptDiagnostic]
    public let report: String?

    public static let schema = ObjectSchema(
        "What a check of a source found.", ScriptCheck.init(isValid:errors:warnings:diagnostics:report:),
        Field("is_valid", \.isValid, .bool, "Whether there are no errors. There may be warnings."),
        Field("errors", \.errors, .integer(in: 0...Int64(Int32.max)), "How many errors there are."),
        Field("warnings", \.warnings, .integer(in: 0...Int64(Int32.max)), "How many warnings there are."),
        Field(
            "diagnostics", \.diagnostics, .array(of: .message, countMax: 1_000),
            "In the order of the source, the first 1,000; `errors` and `warnings` count them all."),
        Field(optional: "report", \.report, .text, "The same as text, where that was asked for."))
}

/// A source in the one layout.
public struct ScriptFormatting: Message, Hashable {
    public let formatted: String?
    public let isChanged: Bool
    public let check: ScriptCheck

    public static let schema = ObjectSchema(
        "A source in the one layout.", ScriptFormatting.init(formatted:isChanged:check:),
        Field(optional: "formatted", \.formatted, .text, "The source; absent when it cannot be read."),
        Field("is_changed", \.isChanged, .bool, "Whether that is other than it was."),
        Field("check", \.check, .message, "What is wrong with its form: names and types are not looked at."))
}

/// A source and what it becomes.
public struct ScriptCompilation: Message, Hashable {
    public let program: JSONValue?
    public let digest: String?
    public let sourceMap: JSONValue?
    public let contract: JSONValue
    public let toolsRequired: [String]
    public let check: ScriptCheck

    public static let schema = ObjectSchema(
        "A source and what it becomes.",
        ScriptCompilation.init(program:digest:sourceMap:contract:toolsRequired:check:),
        Field(
            optional: "program", \.program, .jsonObject, "The program, see docs/ir.md; absent when there are errors."),
        Field(
            optional: "digest", \.digest, .string(count: 71...71), "`sha256:` and the digest of its canonical bytes."),
        Field(optional: "source_map", \.sourceMap, .jsonObject, "Where its steps stand in the source."),
        Field("contract", \.contract, .jsonObject, "What the script takes and gives."),
        Field(
            "tools_required", \.toolsRequired, .array(of: .string(count: 1...512), countMax: 10_000),
            "The tools that it can call, as `SOURCE:NAME`."),
        Field("check", \.check, .message, "What is wrong or doubtful. A tool that is not known is an error here."))
}

/// A program that can run.
public struct VerifiedProgram: Message, Hashable {
    public let program: JSONValue
    public let digest: String

    public static let schema = ObjectSchema(
        "A program that can run.", VerifiedProgram.init(program:digest:),
        Field("program", \.program, .jsonObject, "The program in its canonical form."),
        Field("digest", \.digest, .string(count: 71...71), "`sha256:` and the digest of its canonical bytes."))
}

/// What a script takes, gives, and can do to the world.
public struct ScriptExplanation: Message, Hashable {
    public let contract: JSONValue
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue
    public let streamSchema: JSONValue
    public let effects: [ScriptEffect]
    public let maximumPrice: String?
    public let check: ScriptCheck

    public static let schema = ObjectSchema(
        "What a script takes, gives, and can do to the world.",
        ScriptExplanation.init(contract:inputSchema:outputSchema:streamSchema:effects:maximumPrice:check:),
        Field("contract", \.contract, .jsonObject, "What it takes and gives."),
        Field("input_schema", \.inputSchema, .jsonSchema, "The JSON Schema of its inputs."),
        Field("output_schema", \.outputSchema, .jsonSchema, "The JSON Schema of its result."),
        Field("stream_schema", \.streamSchema, .jsonSchema, "The JSON Schema of what it yields."),
        Field(
            "effects", \.effects, .array(of: .message, countMax: 100_000), "All that it can do, by kinds and names."),
        Field(
            optional: "maximum_price", \.maximumPrice, .string(count: 1...64),
            "What a run costs at most; absent where there is no bound."),
        Field("check", \.check, .message, "What is wrong or doubtful."))
}

/// Something that a script can do to the world.
public struct ScriptEffect: Message, Hashable {
    public let kind: EffectReport.Entry.Kind
    public let name: String
    public let source: String?
    public let repeated: ToolSignature.Effect?
    public let timesMax: Int64?
    public let line: Int64?
    public let column: Int64?

    static let repeatedSummary = """
        What a second call does: nothing (`pure`), the same as the first (`idempotent`), its effect again (`once`); \
        `atomic` when the effect is kept together with the journal, or not at all.
        """

    public static let schema = ObjectSchema(
        "Something that a script can do to the world.",
        ScriptEffect.init(kind:name:source:repeated:timesMax:line:column:),
        Field("kind", \.kind, .word, "What kind of effect it is."),
        Field("name", \.name, .text, "The tool, the model's capability, the variable, the event or the script."),
        Field(optional: "source", \.source, .string(count: 1...256), "Where the tool comes from."),
        Field(optional: "repeated", \.repeated, .word, Self.repeatedSummary),
        Field(
            optional: "times_max", \.timesMax, .integer(in: 0 ... .max),
            "How often at most; absent where there is no bound."),
        Field(optional: "line", \.line, .integer(in: 1...Int64(Int32.max)), "The line where it is first."),
        Field(optional: "column", \.column, .integer(in: 1...Int64(Int32.max)), "The column."))
}
