public import CoreLanguage

/// A variable that is to be stored.
public struct VariableInput: Message, Hashable {
    public let key: String
    public let value: Secret
    public let secret: Bool

    public static let schema = ObjectSchema(
        "A variable that is to be stored.", VariableInput.init(key:value:secret:), VariableField.key(\.key),
        Field("value", \.value, VariableField.value, "Its value."),
        Field("secret", \.secret, .bool, default: false, "Whether only those who may see secrets are shown it."))
}

/// Names a variable.
public struct VariableName: Message, Hashable {
    public let key: String

    public static let schema = ObjectSchema(
        "Names a variable.", VariableName.init(key:), VariableField.key(\.key))
}

/// A variable as callers see it.
public struct VariableRecord: Message, Hashable {
    public let key: String
    public let value: Secret
    public let secret: Bool
    public let updatedAt: Timestamp
    public let redacted: Bool

    public static let schema = ObjectSchema(
        "A variable that scripts read.", VariableRecord.init(key:value:secret:updatedAt:redacted:),
        VariableField.key(\.key),
        Field("value", \.value, VariableField.value, "Its value; empty when it is not shown."),
        Field("secret", \.secret, .bool, "Whether only those who may see secrets are shown it."),
        Field("updated_at", \.updatedAt, .timestamp, "When it was stored."),
        Field("redacted", \.redacted, .bool, "Whether its value is not shown."))
}

/// A variable by itself.
public struct VariableEnvelope: Message, Hashable {
    public let variable: VariableRecord

    public static let schema = ObjectSchema(
        "A variable that scripts read.", VariableEnvelope.init(variable:),
        Field("var", \.variable, .message, "The variable."))
}

/// Which variables are asked for.
public struct VariableListInput: Message, Hashable {
    public let reveal: Bool
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which variables are asked for.", VariableListInput.init(reveal:pageSize:pageToken:),
        Field("reveal", \.reveal, .bool, default: false, "Whether secrets are shown too, to whom that is allowed."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of the list of variables.
public struct VariableList: Message, Hashable {
    public let variables: [VariableRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Variables, by rising key.", VariableList.init(variables:nextPageToken:),
        Field("vars", \.variables, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// Variables that are to be stored together.
public struct VariableImport: Message, Hashable {
    public let variables: JSONValue
    public let dotenv: Secret
    public let overwrite: Bool
    public let secret: Bool
    public let dryRun: Bool

    public static let schema = ObjectSchema(
        "Variables that are to be stored together, all of them or none.",
        VariableImport.init(variables:dotenv:overwrite:secret:dryRun:),
        Field("vars", \.variables, .jsonObject, default: [:], "Values by their keys."),
        Field(
            "dotenv", \.dotenv, .secret(count: 0...4_194_304), default: Secret(""),
            "Lines `KEY=value`, with `#` before a comment; a value may stand in single or double quotes."),
        Field("overwrite", \.overwrite, .bool, default: false, "Whether variables that are there are replaced."),
        Field("secret", \.secret, .bool, default: false, "Whether they are secrets."),
        Field("dry_run", \.dryRun, .bool, default: false, "Whether nothing is stored, and only told what would be."))
}

/// What became of variables that were sent together.
public struct VariableImportResult: Message, Hashable {
    public let imported: Int64
    public let skipped: Int64

    public static let schema = ObjectSchema(
        "What became of variables that were sent together.", VariableImportResult.init(imported:skipped:),
        Field("imported", \.imported, .integer(in: 0...1_000), "How many were stored."),
        Field("skipped", \.skipped, .integer(in: 0...1_000), "How many were there already, and stayed as they were."))
}

/// Which environment of a script is asked for.
public struct ScriptEnvironmentName: Message, Hashable {
    public let name: String
    public let effective: Bool
    public let reveal: Bool

    public static let schema = ObjectSchema(
        "Which environment of a script is asked for.", ScriptEnvironmentName.init(name:effective:reveal:),
        LibraryField.name(\.name),
        Field(
            "effective", \.effective, .bool, default: false,
            "Whether the organization's variables are shown too, as the script finds them."),
        Field("reveal", \.reveal, .bool, default: false, "Whether secrets are shown too, to whom that is allowed."))
}

/// What is to be changed of a script's own variables.
public struct ScriptEnvironmentUpdate: Message, Hashable {
    public let name: String
    public let variables: JSONValue
    public let removed: [String]
    public let replace: Bool
    public let secret: Bool
    public let etag: String?

    public static let schema = ObjectSchema(
        "What is to be changed of a script's own variables.",
        ScriptEnvironmentUpdate.init(name:variables:removed:replace:secret:etag:), LibraryField.name(\.name),
        Field(
            "env", \.variables, .jsonObject, default: [:],
            "Values by their keys; an empty one leaves the organization's to be found."),
        Field(
            "remove_keys", \.removed, .array(of: .environmentKey, countMax: StoredVariable.countMax), default: [],
            "Variables that are to go."),
        Field("replace", \.replace, .bool, default: false, "Whether all that are not named go."),
        Field("secret", \.secret, .bool, default: false, "Whether the values are secrets."),
        LibraryField.etag(\.etag))
}

/// The variables of a script.
public struct ScriptEnvironmentRecord: Message, Hashable {
    public let variables: JSONValue
    public let redactedKeys: [String]

    public static let schema = ObjectSchema(
        "The variables of a script, by rising key.", ScriptEnvironmentRecord.init(variables:redactedKeys:),
        Field("env", \.variables, .jsonObject, "Values by their keys; empty where one is not shown."),
        Field(
            "redacted_keys", \.redactedKeys, .array(of: .environmentKey, countMax: 2 * StoredVariable.countMax),
            "Those whose value is not shown."))
}

/// The fields that messages about variables share.
enum VariableField {
    static let value = Schema<Secret>.secret(count: 0...StoredVariable.valueBytesMax)

    static func key<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("key", get, .environmentKey, "The key.")
    }
}
