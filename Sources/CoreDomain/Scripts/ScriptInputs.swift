public import CoreLanguage

/// The source of a script.
public struct ScriptSource: Message, Hashable {
    public let source: String?
    public let sourceBase64: String?
    public let file: String
    public let report: ScriptReportStyle

    public static let schema = ObjectSchema(
        "The source of a script: `source`, or `source_base64` for bytes that may not be UTF-8.",
        ScriptSource.init(source:sourceBase64:file:report:), ScriptField.source(\.source),
        ScriptField.bytes(\.sourceBase64), ScriptField.file(\.file), ScriptField.report(\.report))
}

/// A program, and the world that it is to run in.
public struct ScriptRehearsalInput: Message, Hashable {
    public let source: String?
    public let sourceBase64: String?
    public let file: String
    public let report: ScriptReportStyle
    public let program: JSONValue?
    public let input: JSONValue
    public let world: JSONValue

    /// The source, where that is what runs.
    var script: ScriptSource {
        ScriptSource(source: source, sourceBase64: sourceBase64, file: file, report: report)
    }

    public static let schema = ObjectSchema(
        "What runs (`source`, `source_base64` or `program`), on what, and what answers it.",
        ScriptRehearsalInput.init(source:sourceBase64:file:report:program:input:world:), ScriptField.source(\.source),
        ScriptField.bytes(\.sourceBase64), ScriptField.file(\.file), ScriptField.report(\.report),
        ScriptField.program(\.program),
        Field("input", \.input, .jsonObject, default: [:], "The inputs by their names."),
        Field(
            "world", \.world, .jsonObject, default: [:],
            "What tools, models and people answer, which events come, and the time: see docs/language.md."))
}

/// A program that somebody else made.
public struct StoredProgram: Message, Hashable {
    public let program: JSONValue

    public static let schema = ObjectSchema(
        "A program in its stored form, see docs/ir.md.", StoredProgram.init(program:),
        Field("program", \.program, .jsonObject, "The program."))
}

/// How faults are told besides the list of them.
public enum ScriptReportStyle: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// As text.
    case plain
    /// As text with the colours of a terminal.
    case coloured
}

/// The fields of inputs that hold a source.
enum ScriptField {
    /// More than a source may have: the compiler says so in its own words.
    private static let sizeMax = 32 * 1_024 * 1_024

    static func source<Root>(_ get: @escaping @Sendable (Root) -> String?) -> Field<Root, String?> {
        Field(optional: "source", get, .string(count: 0...sizeMax), "The source; 10 MiB at most.")
    }

    static func bytes<Root>(_ get: @escaping @Sendable (Root) -> String?) -> Field<Root, String?> {
        Field(
            optional: "source_base64", get, .string(count: 0...sizeMax),
            "Its bytes in base 64, in the place of `source`.")
    }

    static func program<Root>(_ get: @escaping @Sendable (Root) -> JSONValue?) -> Field<Root, JSONValue?> {
        Field(optional: "program", get, .jsonObject, "A program in its stored form, in the place of a source.")
    }

    static func file<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("file", get, .string(count: 1...4_096), default: "script.scriptum", "What diagnostics call the source.")
    }

    static func report<Root>(
        _ get: @escaping @Sendable (Root) -> ScriptReportStyle
    ) -> Field<Root, ScriptReportStyle> {
        Field(
            "report", get, .word, default: ScriptReportStyle.none,
            "Whether diagnostics come as text too: `none`, `plain`, or `coloured` for a terminal.")
    }
}
