/// Why a step failed.
public struct ScriptError: Error, Hashable, Sendable {
    /// What programs tell errors apart by: capital letters, digits and `_`.
    public var code: String
    /// What was wrong, for people.
    public var message: String
    /// The step. A source map leads from here to the line.
    public var path: StepPath
    /// Which of the step's expressions it is about: the name of an argument, or a word such as `items`; nil for the
    /// whole step.
    public var role: String?
    /// The tool that failed; nil when none did.
    public var tool: String?
    /// Whether it may go away when the same is tried again.
    public var isRetryable: Bool

    /// An error of these parts.
    public init(
        code: String, message: String, path: StepPath = .root, role: String? = nil, tool: String? = nil,
        isRetryable: Bool = true
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.role = role
        self.tool = tool
        self.isRetryable = isRetryable
    }
}

extension ScriptError {
    /// The codes of the machine's own errors.
    enum Code {
        static let failed = "SCRIPT_FAILED"
        static let instructions = "INSTRUCTION_LIMIT"
        static let memory = "MEMORY_LIMIT"
        static let effects = "EFFECT_LIMIT"
        static let lanes = "LANE_LIMIT"
        static let rounds = "ROUND_LIMIT"
        static let path = "PATH_LIMIT"
        static let value = "VALUE_LIMIT"
        static let repeatLimit = "REPEAT_LIMIT"
        static let waitTimeout = "WAIT_TIMEOUT"
        static let undecided = "DECIDE_UNDECIDED"
        static let modelAnswer = "MODEL_ANSWER_INVALID"
        static let cancelled = "CANCELLED"
        static let type = "TYPE_MISMATCH"
        static let state = "STATE_INVALID"
    }

    /// Whether nothing in the script may handle it: the bounds of all of the thread.
    var isFinal: Bool {
        code == Code.instructions || code == Code.memory
    }

    /// The error of an evaluation.
    init(_ error: EvaluationError, path: StepPath = .root, role: String? = nil) {
        let code =
            switch error.kind {
            case .missing: "VALUE_MISSING"
            case .type: Code.type
            case .limit: Code.value
            case .overflow: "INTEGER_OVERFLOW"
            case .division: "DIVISION_BY_ZERO"
            case .range: "NUMBER_RANGE"
            case .argument: "ARGUMENT_INVALID"
            }
        self.init(code: code, message: error.message, path: path, role: role)
    }

    /// What scripts read as `error`.
    var value: JSONValue {
        var value: JSONObject = [
            "message": .string(message), "code": .string(code), "step": .string(path.description),
            "tool": tool.map { .string($0) } ?? .null, "role": role.map { .string($0) } ?? .null,
        ]
        if !isRetryable { value["retryable"] = false }
        return .object(value)
    }

    /// The error that ``value`` was made of.
    init(value: JSONValue) {
        self.init(
            code: value["code"]?.stringValue ?? Code.failed, message: value["message"]?.stringValue ?? "",
            path: value["step"]?.stringValue.flatMap { StepPath($0) } ?? .root, role: value["role"]?.stringValue,
            tool: value["tool"]?.stringValue, isRetryable: value["retryable"]?.boolValue ?? true)
    }
}
