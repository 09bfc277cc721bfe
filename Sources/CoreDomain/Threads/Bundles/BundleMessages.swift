public import CoreLanguage

/// Which thread leaves the store as a bundle.
public struct ThreadExport: Message, Hashable {
    public let threadID: Identifier
    public let reveal: Bool
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which thread leaves the store as a bundle.", ThreadExport.init(threadID:reveal:pageToken:),
        ThreadField.id(\.threadID),
        Field(
            "reveal", \.reveal, .bool, default: false,
            "Whether the values of its variables are written too, for whom that is allowed."),
        LibraryField.pageToken(\.pageToken))
}

/// Lines of a bundle.
public struct ThreadExportPage: Message, Hashable {
    public let lines: [JSONValue]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Lines of a bundle, see docs/threads.md.", ThreadExportPage.init(lines:nextPageToken:),
        Field("lines", \.lines, .array(of: .json, countMax: 1_000), "The next lines, each a JSON object."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// A bundle that is to be run through again.
public struct ThreadReplayInput: Message, Hashable {
    public let lines: [JSONValue]

    public static let schema = ObjectSchema(
        "A bundle that is to be run through again.", ThreadReplayInput.init(lines:),
        Field("lines", \.lines, .array(of: .json, countMax: 10_000_000), "Every line of the bundle, in order."))
}

/// What came of running a thread through again.
public struct ThreadReplayReport: Message, Hashable {
    public let verified: Bool
    public let status: String
    public let steps: Int64
    public let line: Int64?
    public let sequence: Int64?
    public let message: String?

    public static let schema = ObjectSchema(
        "What came of running a thread through again.",
        ThreadReplayReport.init(verified:status:steps:line:sequence:message:),
        Field(
            "verified", \.verified, .bool, "Whether the program does what the journal tells, and nothing was changed."),
        Field("status", \.status, .string(count: 0...64), "How the thread stood; empty when the bundle does not tell."),
        Field(
            "steps", \.steps, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Entries about steps that were gone through."),
        Field(
            optional: "line", \.line, .integer(in: 0...Schema<Int64>.exactIntegerMax), "The line that is wrong, from 1."
        ),
        Field(
            optional: "seq", \.sequence, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "The entry of the journal that is wrong."),
        Field(optional: "message", \.message, .text, "What is wrong with it."))
}
