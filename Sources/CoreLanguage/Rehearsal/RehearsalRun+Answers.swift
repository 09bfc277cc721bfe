/// Answers of people and models, which have to be of the type that was asked for.
extension RehearsalRun {
    /// What the rules say to an effect, and when; a person who gives an answer that does not fit is asked again. Nil when no
    /// rule is left.
    mutating func answer(
        to effect: MachineEffect, _ target: RehearsalRule.Target, from start: Int64
    ) -> (rule: RehearsalRule, end: Int64, attempt: Int)? {
        let path = effect.path.description
        guard var rule = rules.take(target, path: path, input: effect.input) else { return nil }
        var end = start + rule.takesMilliseconds
        var attempt = 1
        while effect.kind == .ask, case .value(let value) = rule.answer, effect.answer(in: value) == nil,
            attempt <= effect.retriesMax
        {
            guard let next = rules.take(target, path: path, input: effect.input) else { return nil }
            (rule, end, attempt) = (next, end + next.takesMilliseconds, attempt + 1)
        }
        return (rule, end, attempt)
    }

    /// The event that carries an answer on.
    func coming(
        _ value: JSONValue, of effect: MachineEffect, _ entry: Int, attempt: Int, at time: Int64
    ) -> Coming {
        guard effect.kind == .ask || effect.typeAsked != nil else { return .completed(entry, value) }
        guard let answer = effect.answer(in: value) else {
            return .failed(entry, Self.refusal(of: value, by: effect))
        }
        if effect.kind == .ask {
            guard answer == value else { return .completed(entry, value) }
            return .completed(entry, asked(value, effect, attempt: effect.attempt + attempt - 1, at: time))
        }
        return .completed(entry, answer == value ? ["text": .string(value.scriptText ?? ""), "value": value] : value)
    }

    private static func refusal(of value: JSONValue, by effect: MachineEffect) -> ScriptError {
        let given = Suggestion.clipped(value.description)
        guard effect.kind == .ask else {
            return ScriptError(
                code: ScriptError.Code.modelAnswer,
                message: "The model's answer \(given) is not of the type. \(effect.fault(of: value))")
        }
        return ScriptError(code: Rehearsal.Code.askAnswer, message: AskQuestion(effect.input).refusal(of: value))
    }

    /// What a person answers, who may be described by the bare answer.
    func asked(
        _ value: JSONValue, by person: String = "rehearsal", _ effect: MachineEffect, attempt: Int, at time: Int64
    ) -> JSONValue {
        [
            "value": value, "provided_by": .string(person),
            "provided_at": world.now.adding(milliseconds: time).map { .string($0.text) } ?? .null,
            "attempt": .integer(Int64(attempt)),
        ]
    }
}

extension MachineEffect {
    /// The schema of the answer; nil when any is taken.
    fileprivate var typeAsked: JSONValue? {
        switch kind {
        case .ask, .model("llm"), .call(ToolName("llm", from: ToolSignatures.modelSource)):
            guard let type = input["type"], !type.isNull else { return nil }
            return type
        default: return nil
        }
    }

    var options: [JSONValue]? { kind == .ask ? input["options"]?.arrayValue : nil }

    /// How many answers of a person may be wrong.
    var retriesMax: Int { Int(clamping: max(0, input["max_retries"]?.int64Value ?? 3)) }

    /// The answer that a value holds, by itself or as the member `value`; nil when it is none that was asked for.
    func answer(in value: JSONValue) -> JSONValue? {
        if takes(value), typeAsked != nil || options != nil || value["value"] == nil { return value }
        guard let inner = value["value"], takes(inner) else { return nil }
        return inner
    }

    private func takes(_ answer: JSONValue) -> Bool {
        if let options, !options.contains(where: { $0.holds(answer) && answer.holds($0) }) { return false }
        return switch schemaAsked {
        case nil: true
        case .success(let schema): schema.isValid(answer)
        case .failure: false
        }
    }

    /// Nil where any answer is taken: a name of a type, as recipes write it, is checked by whoever asks.
    private var schemaAsked: Result<JSONSchema, JSONSchemaError>? {
        guard let typeAsked, typeAsked.objectValue != nil else { return nil }
        do throws(JSONSchemaError) {
            return .success(try JSONSchema(compiling: typeAsked, options: .typed))
        } catch {
            return .failure(error)
        }
    }

    /// Where an answer does not fit the type, and how it is mended.
    ///
    /// Of an answer with its text, or with who gave it, the member `value` is meant, unless the type has one too.
    func fault(of answer: JSONValue) -> String {
        let inner = typeAsked?["properties"]?["value"] == nil ? answer["value"] : nil
        switch schemaAsked {
        case nil: return ""
        case .failure(let error): return "The type itself is no JSON Schema: \(error.message) \(error.hint)"
        case .success(let schema):
            guard let violation = schema.validate(inner ?? answer).first else { return "" }
            let place = (inner == nil ? [] : ["value"]) + violation.instance.tokens
            return (place.isEmpty ? "" : "At \(JSONPointer(tokens: place)): ") + violation.message
        }
    }

    /// An answer of the right form.
    var sampleAnswer: JSONValue {
        if let first = options?.first { return first }
        if let typeAsked, typeAsked.objectValue != nil { return SchemaSample.value(of: typeAsked) }
        switch (kind, typeAsked?.stringValue) {
        case (.ask, "number"), (.ask, "integer"): return 1
        case (.ask, "boolean"): return true
        case (.ask, _): return "yes"
        case (.model, _): return "text"
        default: return [:]
        }
    }
}
