public import CoreLanguage

/// Something that a thread asks.
public struct AskRecord: Message, Hashable {
    public let threadID: Identifier
    public let stepPath: String
    public let label: String
    public let prompt: String
    public let options: [String]
    public let type: String
    public let typeSchema: JSONValue?
    public let defaultValue: JSONValue?
    public let context: JSONValue?
    public let to: String
    public let attempt: Int64
    public let maxRetries: Int64
    public let askedAt: Timestamp
    public let expiresAt: Timestamp?

    public static let schema = ObjectSchema(
        "Something that a thread asks.",
        AskRecord.init(
            threadID:stepPath:label:prompt:options:type:typeSchema:defaultValue:context:to:attempt:maxRetries:askedAt:
            expiresAt:),
        ThreadField.id(\.threadID), Field("step_path", \.stepPath, .string(count: 1...2_048), "The step that asks."),
        Field("label", \.label, .text, "What the step is called."), Field("prompt", \.prompt, .text, "What is asked."),
        Field(
            "options", \.options, .array(of: .text, countMax: 10_000),
            "The answers there are, as JSON where they are no texts; none when any of the type is taken."),
        Field("type", \.type, .string(count: 0...64), "`text`, `number`, `boolean` …; empty when any is taken."),
        Field(optional: "type_schema", \.typeSchema, .json, "The JSON Schema of the answer."),
        Field(optional: "default", \.defaultValue, .json, "The answer when there is none in time."),
        Field(optional: "context", \.context, .json, "What is shown besides."),
        Field("to", \.to, .text, "Who is asked; empty for anybody."),
        Field("attempt", \.attempt, .integer(in: 1...1_000_000), "The attempt that is waited for, from 1."),
        Field("max_retries", \.maxRetries, .integer(in: 0...1_000_000), "How many answers may be wrong."),
        Field("asked_at", \.askedAt, .timestamp, "When."),
        Field(optional: "expires_at", \.expiresAt, .timestamp, "When nobody is waited for any more."))
}

extension AskRecord {
    init(_ wait: ThreadWait) {
        let body = wait.body
        let type = body.present("type")
        self.init(
            threadID: wait.thread, stepPath: wait.path, label: wait.name, prompt: body["prompt"]?.stringValue ?? "",
            options: (body["options"]?.arrayValue ?? []).map { $0.stringValue ?? $0.serializedString(.canonical) },
            type: Self.word(type), typeSchema: type, defaultValue: body.present("default"),
            context: body.present("context"), to: body["to"]?.stringValue ?? "",
            attempt: wait.attempt, maxRetries: Int64(AskQuestion(body).retriesMax), askedAt: wait.begunAt,
            expiresAt: wait.expiresAt)
    }

    private static func word(_ schema: JSONValue?) -> String {
        let type = schema?.stringValue ?? schema?["type"]?.stringValue ?? ""
        return type == "string" ? "text" : type
    }
}

extension JSONValue {
    /// A member that is there and not null.
    fileprivate func present(_ name: String) -> JSONValue? {
        guard let value = self[name], !value.isNull else { return .none }
        return value
    }
}

/// Which questions are asked for.
public struct AskListInput: Message, Hashable {
    public let scriptName: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which questions are asked for.", AskListInput.init(scriptName:pageSize:pageToken:),
        Field(
            "script_name_filter", \.scriptName, .string(count: 0...128), default: "",
            "Only those of threads of this script."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// A page of questions.
public struct AskList: Message, Hashable {
    public let asks: [AskRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "What threads ask and nobody has answered, the oldest threads first.", AskList.init(asks:nextPageToken:),
        Field("asks", \.asks, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}
