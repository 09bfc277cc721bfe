public import CoreLanguage

/// A draft that is to be stored.
public struct ScriptDraftInput: Message, Hashable {
    public let name: String
    public let source: String?
    public let program: JSONValue?
    public let etag: String?

    public static let schema = ObjectSchema(
        "A draft: `source`, or `program` for one that was compiled elsewhere.",
        ScriptDraftInput.init(name:source:program:etag:),
        LibraryField.name(\.name),
        Field(
            optional: "source", \.source, .string(count: 0...ScriptContent.bytesMax), "In the language; 1 MiB at most."),
        Field(optional: "program", \.program, .jsonObject, "A program in its stored form, see docs/ir.md."),
        LibraryField.etag(\.etag))
}

/// A draft as callers see it.
public struct ScriptDraftRecord: Message, Hashable {
    public let scriptName: String
    public let status: ScriptDraft.State
    public let source: String?
    public let program: JSONValue?
    public let diagnostics: [ScriptDiagnostic]
    public let contract: JSONValue
    public let toolsRequired: [String]
    public let updatedAt: Timestamp
    public let etag: String

    public static let schema = ObjectSchema(
        "The working copy of a script.",
        ScriptDraftRecord.init(
            scriptName:status:source:program:diagnostics:contract:toolsRequired:updatedAt:etag:),
        Field("script_name", \.scriptName, .scriptName, "The script's name."),
        Field("status", \.status, .word, "`draft`, `compiled` when it can be published, `failed` when it has errors."),
        Field(optional: "source", \.source, .text, "Its source; absent when it was saved as a program."),
        Field(
            optional: "program", \.program, .jsonObject, "What it becomes; absent until it was compiled without errors."
        ),
        ScriptFindings.diagnostics(\.diagnostics), ScriptFindings.contract(\.contract),
        ScriptFindings.toolsRequired(\.toolsRequired),
        Field("updated_at", \.updatedAt, .timestamp, "When it was saved."),
        Field("etag", \.etag, .string(count: 1...32), "Changes with every change of the script."))
}

/// A draft by itself.
public struct ScriptDraftEnvelope: Message, Hashable {
    public let draft: ScriptDraftRecord

    public static let schema = ObjectSchema(
        "The working copy of a script.", ScriptDraftEnvelope.init(draft:),
        Field("draft", \.draft, .message, "The draft."))
}

/// A draft that is to be compiled.
public struct ScriptDraftCompiling: Message, Hashable {
    public let name: String
    public let strict: Bool

    public static let schema = ObjectSchema(
        "A draft that is to be compiled.", ScriptDraftCompiling.init(name:strict:), LibraryField.name(\.name),
        Field("strict", \.strict, .bool, default: false, "Whether it may not be published with warnings either."))
}

/// What came of compiling a draft.
public struct ScriptDraftCompilation: Message, Hashable {
    public let success: Bool
    public let diagnostics: [ScriptDiagnostic]
    public let program: JSONValue?
    public let toolsRequired: [String]
    public let contract: JSONValue

    public static let schema = ObjectSchema(
        "What came of compiling a draft.",
        ScriptDraftCompilation.init(success:diagnostics:program:toolsRequired:contract:),
        Field("success", \.success, .bool, "Whether it can be published."),
        ScriptFindings.diagnostics(\.diagnostics),
        Field(optional: "program", \.program, .jsonObject, "What it becomes; absent where there are errors."),
        ScriptFindings.toolsRequired(\.toolsRequired), ScriptFindings.contract(\.contract))
}

/// A draft that is to be published.
public struct ScriptPublication: Message, Hashable {
    public let name: String
    public let changeNote: String
    public let keepInactive: Bool
    public let etag: String?

    public static let schema = ObjectSchema(
        "A draft that is to be published.", ScriptPublication.init(name:changeNote:keepInactive:etag:),
        LibraryField.name(\.name),
        Field("change_note", \.changeNote, .string(count: 0...LibraryField.noteMax), default: "", "What is new."),
        Field(
            "keep_inactive", \.keepInactive, .bool, default: false, "Whether the active version stays the active one."),
        LibraryField.etag(\.etag))
}

/// A draft that is to be thrown away.
public struct ScriptDraftRemoval: Message, Hashable {
    public let name: String
    public let etag: String?

    public static let schema = ObjectSchema(
        "A draft that is to be thrown away.", ScriptDraftRemoval.init(name:etag:), LibraryField.name(\.name),
        LibraryField.etag(\.etag))
}
