import CoreLanguage

/// Short words for expressions.
extension Expression {
    /// What a path of names with points between them leads to.
    static func name(_ text: String) -> Expression {
        let parts = text.split(separator: ".").map(String.init)
        return .reference(Reference(root: parts[0], path: parts.dropFirst().map { .member($0) }))
    }

    static func value(_ value: JSONValue) -> Expression { .literal(value) }

    static func members(_ members: KeyValuePairs<String, Expression>) -> Expression {
        .object(members.map { Field(key: $0.key, value: $0.value) })
    }

    func plus(_ other: Expression) -> Expression { .arithmetic(.add, self, other) }

    func times(_ other: Expression) -> Expression { .arithmetic(.multiply, self, other) }

    func isBelow(_ other: Expression) -> Expression { .comparison(.less, self, other) }

    func isEqual(_ other: Expression) -> Expression { .comparison(.equal, self, other) }
}

extension BlockStep {
    static func bind(_ name: String, _ expression: Expression, onError: ErrorPolicy? = nil) -> BlockStep {
        BlockStep(action: .compute(expression), binding: .init(name), onError: onError)
    }

    static func call(
        _ tool: String, _ input: Expression = .value([:]), to binding: String? = nil, label: String? = nil,
        isStream: Bool = false, onError: ErrorPolicy? = nil, undo: ToolCall? = nil
    ) -> BlockStep {
        BlockStep(
            label: label, action: .call(ToolCall(tool.tool, input: input)),
            binding: binding.map { .init($0, isStream: isStream) }, onError: onError, undo: undo)
    }

    static func emit(_ expression: Expression) -> BlockStep { BlockStep(action: .emit(expression)) }

    static func of(
        _ action: StepAction, to binding: String? = nil, label: String? = nil, isStream: Bool = false,
        onError: ErrorPolicy? = nil
    ) -> BlockStep {
        BlockStep(
            label: label, action: action, binding: binding.map { .init($0, isStream: isStream) }, onError: onError)
    }

    static func check(
        _ condition: Expression, pass: Check.Action = .proceed, fail: Check.Action = .fail(.value("no")),
        label: String? = nil
    ) -> BlockStep {
        BlockStep(
            label: label, action: .check(Check(condition: .expression(condition), onPass: pass, onFail: fail)))
    }
}

extension String {
    /// `model/llm` is the model capability `llm`.
    var tool: ToolName {
        let parts = split(separator: "/").map(String.init)
        return parts.count == 2 ? ToolName(parts[1], from: parts[0]) : ToolName(self, from: "native")
    }
}

extension RetryPolicy {
    static func times(_ attempts: Int, base: Int64 = 0) -> RetryPolicy {
        RetryPolicy(attempts: attempts, baseMilliseconds: base, factor: 2, capMilliseconds: 60_000, jitter: .full)
    }
}

/// A script of these steps.
func script(
    _ steps: [BlockStep], result: Expression = .value(.null), threadError: [BlockStep]? = nil,
    onUnhandled: Program.UnhandledError = .pause
) throws -> MachineCode {
    try MachineCode(
        Program(
            kind: .script, name: "test", version: "1.0.0", onUnhandled: onUnhandled, inputSchema: true,
            outputSchema: true, body: .block(Block(steps)), result: result,
            threadError: threadError.map { Block($0) }))
}
