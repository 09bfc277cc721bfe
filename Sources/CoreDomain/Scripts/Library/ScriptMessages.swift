public import CoreLanguage

/// A script that is to be made.
public struct ScriptCreation: Message, Hashable {
    public let name: String
    public let description: String
    public let tags: [String]
    public let labels: [ScriptLabel]
    public let variables: JSONValue
    public let fromTemplate: String?

    public static let schema = ObjectSchema(
        "A script that is to be made.", ScriptCreation.init(name:description:tags:labels:variables:fromTemplate:),
        LibraryField.name(\.name),
        Field(
            "description", \.description, .string(count: 0...LibraryField.descriptionMax), default: "",
            "What it is for."),
        Field("tags", \.tags, LibraryField.tags, default: [], "Words to find it by."),
        Field("labels", \.labels, LibraryField.labels, default: [], "Names with values to find it by."),
        Field("env", \.variables, .jsonObject, default: [:], "Its own variables: values by their keys."),
        Field(
            optional: "from_template", \.fromTemplate, .scriptName,
            "The id of a template whose source becomes the draft."))
}

/// Names a script.
public struct ScriptName: Message, Hashable {
    public let name: String

    public static let schema = ObjectSchema("Names a script.", ScriptName.init(name:), LibraryField.name(\.name))
}

/// A script as callers see it.
public struct ScriptRecord: Message, Hashable {
    public let name: String
    public let description: String
    public let tags: [String]
    public let labels: [ScriptLabel]
    public let status: Script.State
    public let activeVersion: Int64
    public let latestVersion: Int64
    public let draftStatus: ScriptDraft.State?
    public let contract: JSONValue?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let etag: String

    public static let schema = ObjectSchema(
        "A script.",
        ScriptRecord.init(
            name:description:tags:labels:status:activeVersion:latestVersion:draftStatus:contract:createdAt:updatedAt:
            etag:),
        LibraryField.name(\.name),
        Field("description", \.description, .string(count: 0...LibraryField.descriptionMax), "What it is for."),
        Field("tags", \.tags, LibraryField.tags, "Words to find it by."),
        Field("labels", \.labels, LibraryField.labels, "Names with values to find it by."),
        Field("status", \.status, .word, "Where it stands."),
        Field(
            "active_version", \.activeVersion, .integer(in: 0...LibraryField.versionMax),
            "What runs when no version is named; 0 for none."),
        Field("latest_version", \.latestVersion, .integer(in: 0...LibraryField.versionMax), "The newest; 0 for none."),
        Field(optional: "draft_status", \.draftStatus, .word, "Where its draft stands; absent without one."),
        Field(
            optional: "contract", \.contract, .jsonObject,
            "What the active version takes and gives, or the draft while there is none."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."),
        Field("updated_at", \.updatedAt, .timestamp, "When it was last changed."),
        Field("etag", \.etag, .string(count: 1...32), "Changes with every change of it."))
}

extension ScriptRecord {
    init(_ script: Script) throws(CoreError) {
        self.init(
            name: script.name, description: script.details.description, tags: script.details.tags,
            labels: script.details.labels, status: script.state, activeVersion: script.activeVersion ?? 0,
            latestVersion: script.latestVersion, draftStatus: script.draft,
            contract: try script.contract.map { bytes throws(CoreError) in try .stored(bytes) },
            createdAt: script.createdAt, updatedAt: script.updatedAt, etag: script.etag)
    }
}

extension Script {
    /// What callers compare to see a change.
    var etag: String { String(revision) }
}

/// A script by itself.
public struct ScriptEnvelope: Message, Hashable {
    public let script: ScriptRecord

    public static let schema = ObjectSchema(
        "A script.", ScriptEnvelope.init(script:), Field("script", \.script, .message, "The script."))
}

/// A script with its active version.
public struct ScriptOverview: Message, Hashable {
    public let script: ScriptRecord
    public let active: ScriptVersionRecord?

    public static let schema = ObjectSchema(
        "A script with its active version.", ScriptOverview.init(script:active:),
        Field("script", \.script, .message, "The script."),
        Field(optional: "active", \.active, .message, "Its active version; absent when there is none."))
}

/// Which scripts are asked for.
public struct ScriptListInput: Message, Hashable {
    public let tags: [String]
    public let labels: [ScriptLabel]
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which scripts are asked for.", ScriptListInput.init(tags:labels:pageSize:pageToken:),
        Field("tags", \.tags, LibraryField.tags, default: [], "Only scripts with all of these."),
        Field("labels", \.labels, LibraryField.labels, default: [], "Only scripts with one of these values."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of the list of scripts.
public struct ScriptList: Message, Hashable {
    public let scripts: [ScriptRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Scripts, by rising name. A page may hold fewer than were asked for.", ScriptList.init(scripts:nextPageToken:),
        Field("scripts", \.scripts, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// What is to be changed of a script; what is absent stays.
public struct ScriptUpdate: Message, Hashable {
    public let name: String
    public let description: String?
    public let tags: [String]?
    public let labels: [ScriptLabel]?
    public let status: Availability?
    public let updatePaths: [String]
    public let etag: String?

    /// The states that a caller may put a script in.
    public enum Availability: String, Hashable, Sendable, CaseIterable {
        case active, disabled, archived
    }

    public static let schema = ObjectSchema(
        "What is to be changed of a script; what is absent stays.",
        ScriptUpdate.init(name:description:tags:labels:status:updatePaths:etag:),
        LibraryField.name(\.name),
        Field(
            optional: "description", \.description, .string(count: 0...LibraryField.descriptionMax), "What it is for."),
        Field(optional: "tags", \.tags, LibraryField.tags, "Words to find it by."),
        Field(optional: "labels", \.labels, LibraryField.labels, "Names with values to find it by."),
        Field(optional: "status", \.status, .word, "`active` where it may be run, `disabled` or `archived` where not."),
        Field(
            "update_paths", \.updatePaths, .array(of: .string(count: 1...64), countMax: 16), default: [],
            "`description`, `tags` or `labels` where these are to be emptied: what is absent and named here."),
        LibraryField.etag(\.etag))
}

/// A script that is to be removed.
public struct ScriptRemoval: Message, Hashable {
    public let name: String
    public let etag: String?
    public let force: Bool

    public static let schema = ObjectSchema(
        "A script that is to be removed, with its draft and versions.", ScriptRemoval.init(name:etag:force:),
        LibraryField.name(\.name), LibraryField.etag(\.etag),
        Field(
            "force", \.force, .bool, default: false,
            "Whether it is removed while threads of it are under way; they go on to their ends."))
}
