public import CoreLanguage

/// What is asked of a thread's result.
public struct ThreadResultInput: Message, Hashable {
    public let threadID: Identifier
    public let stepPath: String
    public let outputOnly: Bool
    public let metadataOnly: Bool

    public static let schema = ObjectSchema(
        "What is asked of a thread's result.",
        ThreadResultInput.init(threadID:stepPath:outputOnly:metadataOnly:), ThreadField.id(\.threadID),
        Field(
            "step_path", \.stepPath, .string(count: 0...2_048), default: "",
            "The step whose output is wanted too; empty for none."),
        Field("output_only", \.outputOnly, .bool, default: false, "Whether steps and yields are left out."),
        Field(
            "metadata_only", \.metadataOnly, .bool, default: false, "Whether everything that was computed is left out.")
    )
}

/// What a thread gave.
public struct ThreadResult: Message, Hashable {
    public let threadID: Identifier
    public let status: ThreadRecord.Status
    public let error: String
    public let output: JSONValue?
    public let outputTotalBytes: Int64
    public let outputTruncated: Bool
    public let outputSHA256: String
    public let steps: [StepRecord]
    public let stepDetails: [StepDetail]
    public let yieldedValues: [YieldedValue]
    public let totalYielded: Int64
    public let yieldsTruncated: Bool

    /// Bytes of an output that is shown whole.
    static let outputBytesMax = 4_000_000
    /// Yields that are shown, and their bytes together.
    static let (yieldsMax, yieldBytesMax) = (1_000, 1_000_000)
    /// Steps that are shown.
    static let stepsMax = 1_000

    public static let schema = ObjectSchema(
        "What a thread gave.",
        ThreadResult.init(
            threadID:status:error:output:outputTotalBytes:outputTruncated:outputSHA256:steps:stepDetails:
            yieldedValues:totalYielded:yieldsTruncated:),
        ThreadField.id(\.threadID), Field("status", \.status, .word, "How it stands."),
        Field("error", \.error, .text, "Why it failed; empty when it did not."),
        Field(
            optional: "output", \.output, .json,
            "Its result; absent while there is none, and when it has more than \(outputBytesMax) bytes."),
        Field(
            "output_total_bytes", \.outputTotalBytes, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Bytes of the result as JSON."),
        Field("output_truncated", \.outputTruncated, .bool, "Whether the result is too large to be shown here."),
        Field("output_sha256", \.outputSHA256, .string(count: 0...64), "Of these bytes; empty while there are none."),
        Field("steps", \.steps, .array(of: .message, countMax: stepsMax), "What the first of its steps did."),
        Field("step_details", \.stepDetails, .array(of: .message, countMax: 1), "The step that was asked for."),
        Field(
            "yielded_values", \.yieldedValues, .array(of: .message, countMax: yieldsMax), "The first values it told."),
        Field(
            "total_yielded", \.totalYielded, .integer(in: 0...Schema<Int64>.exactIntegerMax), "How many it told."),
        Field("yields_truncated", \.yieldsTruncated, .bool, "Whether it told more than are shown."))
}

/// A step with what it gave.
public struct StepDetail: Message, Hashable {
    public let summary: StepRecord
    public let output: JSONValue?
    public let outputTotalBytes: Int64
    public let outputTruncated: Bool
    public let idempotencyKey: String

    public static let schema = ObjectSchema(
        "A step with what it gave.",
        StepDetail.init(summary:output:outputTotalBytes:outputTruncated:idempotencyKey:),
        Field("summary", \.summary, .message, "What it did."),
        Field(optional: "output", \.output, .json, "What it gave; absent when it gave nothing, or too much."),
        Field(
            "output_total_bytes", \.outputTotalBytes, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Bytes of that as JSON."),
        Field("output_truncated", \.outputTruncated, .bool, "Whether it is too large to be shown here."),
        Field("idempotency_key", \.idempotencyKey, .string(count: 1...2_200), "The key that its tool was given."))
}

/// A value that a thread told.
public struct YieldedValue: Message, Hashable {
    public let index: Int64
    public let label: String
    public let stepPath: String
    public let value: JSONValue
    public let at: Timestamp

    public static let schema = ObjectSchema(
        "A value that a thread told.", YieldedValue.init(index:label:stepPath:value:at:),
        Field("index", \.index, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Its place, from 0."),
        Field("label", \.label, .text, "What the step is called."),
        Field("step_path", \.stepPath, .string(count: 1...2_048), "The step."),
        Field("value", \.value, .json, "The value."), Field("at", \.at, .timestamp, "When."))

    init(_ entry: JournalEntry) {
        let event = entry.event
        self.init(
            index: event.body["index"]?.int64Value ?? 0, label: event.body["label"]?.stringValue ?? "",
            stepPath: event.path, value: entry.payload.flatMap { try? JSONValue.parse($0, limits: .stored) } ?? .null,
            at: event.at)
    }

    init(index: Int64, label: String, stepPath: String, value: JSONValue, at: Timestamp) {
        self.index = index
        self.label = label
        self.stepPath = stepPath
        self.value = value
        self.at = at
    }
}
