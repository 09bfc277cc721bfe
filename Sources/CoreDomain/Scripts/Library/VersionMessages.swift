public import CoreLanguage

/// Names a version of a script.
public struct ScriptVersionName: Message, Hashable {
    public let name: String
    public let version: Int64

    public static let schema = ObjectSchema(
        "Names a version of a script.", ScriptVersionName.init(name:version:), LibraryField.name(\.name),
        Field("version", \.version, .integer(in: 1...LibraryField.versionMax), "Its number."))
}

/// Names a version of a script, or its draft.
public struct ScriptCodeName: Message, Hashable {
    public let name: String
    public let version: Int64

    public static let schema = ObjectSchema(
        "Names a version of a script, or its draft.", ScriptCodeName.init(name:version:), LibraryField.name(\.name),
        Field(
            "version", \.version, .integer(in: 0...LibraryField.versionMax), default: 0, "Its number; 0 for the draft.")
    )
}

/// What a version is made of.
public struct ScriptCode: Message, Hashable {
    public let name: String
    public let version: Int64
    public let source: String?
    public let program: JSONValue?

    public static let schema = ObjectSchema(
        "What a version is made of.", ScriptCode.init(name:version:source:program:), LibraryField.name(\.name),
        Field("version", \.version, .integer(in: 0...LibraryField.versionMax), "Its number; 0 for the draft."),
        Field(optional: "source", \.source, .text, "Its source; absent when it was saved as a program."),
        Field(
            optional: "program", \.program, .jsonObject,
            "The program that it runs; absent for a draft that was not compiled without errors."))
}

/// A version as callers see it.
public struct ScriptVersionRecord: Message, Hashable {
    public let scriptName: String
    public let version: Int64
    public let status: ScriptVersion.State
    public let toolsRequired: [String]
    public let contract: JSONValue
    public let createdAt: Timestamp
    public let sourceSHA256: String
    public let programSHA256: String
    public let programFormat: Int64
    public let changeNote: String

    public static let schema = ObjectSchema(
        "A published version of a script.",
        ScriptVersionRecord.init(
            scriptName:version:status:toolsRequired:contract:createdAt:sourceSHA256:programSHA256:programFormat:
            changeNote:),
        Field("script_name", \.scriptName, .scriptName, "The script's name."),
        Field("version", \.version, .integer(in: 1...LibraryField.versionMax), "Its number, from 1."),
        Field(
            "status", \.status, .word, "`active`; `superseded` when it was that once; `compiled` when it never was."),
        Field(
            "tools_required", \.toolsRequired, .array(of: .string(count: 1...512), countMax: 10_000),
            "The tools that it can call, as `SOURCE:NAME`."),
        Field("contract", \.contract, .jsonObject, "What it takes and gives."),
        Field("created_at", \.createdAt, .timestamp, "When it was published."),
        Field("source_sha256", \.sourceSHA256, .string(count: 64...64), "Of what was saved."),
        Field("ir_sha256", \.programSHA256, .string(count: 64...64), "Of the canonical bytes of its program."),
        Field("ir_format", \.programFormat, .integer(in: 1...1_000), "The format of its program."),
        Field("change_note", \.changeNote, .string(count: 0...LibraryField.noteMax), "What was new."))
}

/// A version by itself.
public struct ScriptVersionEnvelope: Message, Hashable {
    public let version: ScriptVersionRecord

    public static let schema = ObjectSchema(
        "A version of a script.", ScriptVersionEnvelope.init(version:),
        Field("version", \.version, .message, "The version."))
}

/// Which versions are asked for.
public struct ScriptVersionListInput: Message, Hashable {
    public let name: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which versions are asked for.", ScriptVersionListInput.init(name:pageSize:pageToken:),
        LibraryField.name(\.name),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of the list of versions.
public struct ScriptVersionList: Message, Hashable {
    public let versions: [ScriptVersionRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Versions of a script, the newest first.", ScriptVersionList.init(versions:nextPageToken:),
        Field("versions", \.versions, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// A version that is to become the active one again.
public struct ScriptRollback: Message, Hashable {
    public let name: String
    public let version: Int64

    public static let schema = ObjectSchema(
        "A version that is to become the active one.", ScriptRollback.init(name:version:), LibraryField.name(\.name),
        Field(
            "version", \.version, .integer(in: 0...LibraryField.versionMax), default: 0,
            "Its number; 0 for the one that was active before."))
}
