public import CoreLanguage

/// A thread that is to be begun.
public struct ThreadCreation: Message, Hashable {
    public let scriptName: String
    public let version: Int64
    public let input: JSONValue
    public let timeout: String
    public let metadata: JSONValue
    public let startAt: Timestamp?
    public let loadEnvironment: Bool
    public let executionMode: String

    public static let schema = ObjectSchema(
        "A thread that is to be begun.",
        ThreadCreation.init(
            scriptName:version:input:timeout:metadata:startAt:loadEnvironment:executionMode:),
        Field("script_name", \.scriptName, .scriptName, "The script that it runs."),
        Field(
            "version", \.version, .integer(in: 0...LibraryField.versionMax), default: 0,
            "The version that it runs, to its end; 0 for the active one."),
        Field("input", \.input, .json, default: .null, "What the script's contract describes."),
        Field(
            "timeout", \.timeout, .string(count: 0...32), default: "",
            "How long it may take, such as `5m` or `1h`; without a bound when empty."),
        Field("metadata", \.metadata, ThreadField.metadata, default: [:], "Texts of the caller's own, by their names."),
        Field(optional: "start_at", \.startAt, .timestamp, "When it begins; at once when absent."),
        Field(
            "load_env", \.loadEnvironment, .bool, default: true,
            "Taken and not looked at: a thread always finds the variables that its script declares."),
        Field(
            "execution_mode", \.executionMode, .string(count: 0...64), default: "",
            "Taken and not looked at: there is one mode."))

    /// What is kept of it besides the input; nil for nothing.
    var options: ThreadOptions? {
        if metadata == [:], startAt == nil { return nil }
        return ThreadOptions(metadata: metadata, startAt: startAt)
    }

    /// How long it may take; nil for as long as it needs.
    var duration: Duration? {
        get throws(CoreError) { try ThreadField.duration(timeout) }
    }
}

/// A thread that was begun.
public struct AcceptedThread: Message, Hashable {
    public let threadID: Identifier
    public let thread: ThreadRecord

    public static let schema = ObjectSchema(
        "A thread that was begun.", AcceptedThread.init(threadID:thread:), ThreadField.id(\.threadID),
        Field("thread", \.thread, .message, "The thread."))
}

/// Names a thread.
public struct ThreadName: Message, Hashable {
    public let threadID: Identifier

    public static let schema = ObjectSchema(
        "Names a thread.", ThreadName.init(threadID:), ThreadField.id(\.threadID))
}

/// A thread by itself.
public struct ThreadEnvelope: Message, Hashable {
    public let thread: ThreadRecord

    public static let schema = ObjectSchema(
        "A thread.", ThreadEnvelope.init(thread:), Field("thread", \.thread, .message, "The thread."))
}

/// Which threads are asked for.
public struct ThreadListInput: Message, Hashable {
    public let statusFilter: String
    public let scriptName: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which threads are asked for.", ThreadListInput.init(statusFilter:scriptName:pageSize:pageToken:),
        Field(
            "status_filter", \.statusFilter, .string(count: 0...64), default: "",
            "Only those that stand so: `running`, `paused`, `completed` …"),
        Field(
            "script_name_filter", \.scriptName, .string(count: 0...128), default: "", "Only those of this script."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))

    /// The states that are asked for; nil for all.
    var states: [ThreadState]? {
        get throws(CoreError) {
            if statusFilter.isEmpty { return nil }
            let prefix = "THREAD_STATUS_"
            let upper = statusFilter.uppercased()
            let word = upper.hasPrefix(prefix) ? String(upper.dropFirst(prefix.count)) : upper
            let states = ThreadState.allCases.filter { ThreadRecord.Status($0).rawValue.uppercased() == word }
            if !states.isEmpty { return states }
            let words = ThreadRecord.Status.allCases.map(\.rawValue)
            let hint = Suggestion.sentence(for: statusFilter.lowercased(), among: words)
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "status_filter"), rule: "unknown_word",
                    "Expected one of \(words.joined(separator: ", ")).\(hint)")
            ])
        }
    }
}

/// A page of the list of threads.
public struct ThreadList: Message, Hashable {
    public let threads: [ThreadRecord]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "Threads, the newest first.", ThreadList.init(threads:nextPageToken:),
        Field("threads", \.threads, .array(of: .message, countMax: 200), "This page."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// A thread that is to end.
public struct ThreadCancellation: Message, Hashable {
    public let threadID: Identifier
    public let force: Bool

    public static let schema = ObjectSchema(
        "A thread that is to end.", ThreadCancellation.init(threadID:force:), ThreadField.id(\.threadID),
        Field(
            "force", \.force, .bool, default: false,
            "Whether it ends at once: nothing is taken back, and nobody waits for what is under way."))
}

/// What a thread is told that waits for someone.
public struct ThreadResumption: Message, Hashable {
    public let threadID: Identifier
    public let value: JSONValue?
    public let stepPath: String?
    public let action: ThreadResumptionAction?
    public let providedBy: String?

    public static let schema = ObjectSchema(
        "What a thread is told that waits for someone.",
        ThreadResumption.init(threadID:value:stepPath:action:providedBy:), ThreadField.id(\.threadID),
        Field(
            optional: "step_input_override", \.value, .json,
            "The answer to what it asks; of a step that failed another input, or the output that is to count."),
        Field(
            optional: "step_path", \.stepPath, .string(count: 1...2_048),
            "The step that is meant; needed when the thread asks at several."),
        Field(
            optional: "action", \.action, .word,
            "What is done with a step that failed: `retry` unless said otherwise."),
        Field(
            optional: "provided_by", \.providedBy, .string(count: 1...256),
            "Who answers, as the script reads it; otherwise who makes the call."))
}

/// What is done with a step that failed.
public typealias ThreadResumptionAction = Resumption.Action

/// An event that is sent to a thread.
public struct ThreadEventInput: Message, Hashable {
    public let threadID: Identifier
    public let name: String
    public let payload: JSONValue
    public let eventID: String

    public static let schema = ObjectSchema(
        "An event that is sent to a thread.", ThreadEventInput.init(threadID:name:payload:eventID:),
        ThreadField.id(\.threadID), Field("name", \.name, .string(count: 1...256), "The event's name."),
        Field("payload", \.payload, .json, default: .null, "What it brings."),
        Field(
            "event_id", \.eventID, .string(count: 0...256), default: "",
            "Of events with the same id the thread gets only the first; without one each is another."))
}

/// What became of an event.
public struct ThreadEventReceipt: Message, Hashable {
    public let duplicate: Bool

    public static let schema = ObjectSchema(
        "What became of an event.", ThreadEventReceipt.init(duplicate:),
        Field("duplicate", \.duplicate, .bool, "Whether the thread got it before."))
}

/// A thread that is to begin where another one was.
public struct ThreadForking: Message, Hashable {
    public let threadID: Identifier
    public let fromStepPath: String
    public let version: Int64
    public let input: JSONValue?

    public static let schema = ObjectSchema(
        "A thread that is to begin where another one was.",
        ThreadForking.init(threadID:fromStepPath:version:input:), ThreadField.id(\.threadID),
        Field(
            "from_step_path", \.fromStepPath, .string(count: 0...2_048), default: "",
            "The step that is done again, with all that follows; empty for what the thread has not done yet."),
        Field(
            "version", \.version, .integer(in: 0...LibraryField.versionMax), default: 0,
            "The version of the script that it runs; 0 for that of the other thread."),
        Field(optional: "input_override", \.input, .json, "Its input, in the place of the other thread's."))
}

/// A thread that began where another one was.
public struct ForkedThread: Message, Hashable {
    public let thread: ThreadRecord
    public let reusedSteps: Int64
    public let differsAt: String?

    public static let schema = ObjectSchema(
        "A thread that began where another one was.", ForkedThread.init(thread:reusedSteps:differsAt:),
        Field("thread", \.thread, .message, "The thread."),
        Field(
            "reused_steps", \.reusedSteps, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "Steps that were taken over and are not done again."),
        Field(
            optional: "differs_at", \.differsAt, .string(count: 1...2_048),
            "The first step that the program does otherwise: from there on nothing was taken over."))
}

/// The fields that messages about threads share.
enum ThreadField {
    static func id<Root>(_ get: @escaping @Sendable (Root) -> Identifier) -> Field<Root, Identifier> {
        Field("thread_id", get, .identifier(.thread), "The thread.")
    }

    static let metadata = Schema<JSONValue>.jsonObject

    /// What the field `timeout` says; nil for no bound.
    static func duration(_ timeout: String) throws(CoreError) -> Duration? {
        if timeout.isEmpty { return nil }
        guard let milliseconds = DurationText.milliseconds(timeout), milliseconds > 0 else {
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "timeout"), rule: "duration",
                    "Expected a duration such as `90s`, `5m` or `24h`, found \"\(timeout)\".")
            ])
        }
        return .milliseconds(milliseconds)
    }
}
