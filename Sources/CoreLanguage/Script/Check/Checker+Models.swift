extension Checker {
    mutating func checkAsk(_ step: StepSyntax) -> FlowResult {
        let before = diagnostics.count
        let written = check(step.arguments, against: StepSignatures.ask, of: "`ask`", at: step.keyword)
        let type = written ?? optionType(step.arguments) ?? .text
        for argument in step.arguments where argument.name.text == "default" || argument.name.text == "options" {
            guard let written, diagnostics.count == before, case .expression(let expression) = argument.value else {
                continue
            }
            let wanted = argument.name.text == "default" ? written.orNull : .list(written)
            check(expression, fits: Want(wanted, "The argument `\(argument.name.text)` of `ask`", .argumentType))
        }
        return finish(step, StepSignatures.ask.result.adding("value", type), kind: .result)
    }

    /// What the options of an `ask` have in common.
    private func optionType(_ arguments: [ArgumentSyntax]) -> ScriptType? {
        for argument in arguments where argument.name.text == "options" {
            guard case .expression(let expression) = argument.value, let values = constant(expression)?.arrayValue
            else { return .any }
            if values.allSatisfy({ $0.stringValue != nil }) { return .text }
            if values.allSatisfy({ $0.boolValue != nil }) { return .boolean }
            if values.allSatisfy({ if case .integer = $0 { true } else { false } }) { return .integer }
            return values.allSatisfy { $0.doubleValue != nil } ? .number : .any
        }
        return nil
    }

    mutating func checkAgent(_ step: StepSyntax) -> FlowResult {
        let type = check(withoutTools(step), against: Self.agentWithoutTools, of: "`agent`", at: step.keyword)
        checkToolsGiven(step)
        let result = StepSignatures.agent.result
        // A model that was stopped has given no value.
        return finish(step, type.map { result.adding("value", $0.orNull) } ?? result, item: .text, kind: .result)
    }

    private static let agentWithoutTools = ToolSignature(
        StepSignatures.agent.tool, "", fields: StepSignatures.agent.fields.filter { $0.name != "tools" },
        result: StepSignatures.agent.result, effect: .once)

    mutating func checkPlan(_ step: StepSyntax) -> FlowResult {
        check(withoutTools(step), against: StepSignatures.plan, of: "`plan`", at: step.keyword)
        checkTools(step.arguments)
        return finish(step, .object, kind: .value)
    }

    private func withoutTools(_ step: StepSyntax) -> [ArgumentSyntax] {
        step.arguments.filter { $0.name.text != "tools" }
    }

    private mutating func checkToolsGiven(_ step: StepSyntax) {
        checkTools(step.arguments)
        guard !step.arguments.contains(where: { $0.name.text == "tools" }) else { return }
        report(
            Diagnostic(
                .missingArgument, at: step.keyword, "`agent` needs `tools`.",
                why: "A model can use only the tools it is given.",
                hint: "Such as `tools = [http_request]`, or `tools = []` for none."))
    }

    mutating func checkRun(_ step: StepSyntax, _ target: RunTargetSyntax) -> FlowResult {
        if case .name(let name) = target, let entry = names.lookup(name.text) {
            let type = names[entry].type
            _ = self.type(ofName: name.text, at: name.range)
            resolutions.plans.insert(name.range.start)
            if type != .object, !type.isOpen {
                report(
                    Diagnostic(
                        .notRunnable, at: name.range, "`\(name.text)` is \(type.named), which can't be run.",
                        why: "`run` takes a plan, or the name of a script that was published.",
                        hint: "A script of this name is written as a text: `run \"\(name.text)\"`.",
                        related: [.init(names[entry].range, "`\(name.text)` is bound here")]))
            }
        } else if case .name(let name) = target, bindingPlaces[name.text] != nil {
            _ = self.type(ofName: name.text, at: name.range)
        }
        checkAlone(step.arguments)
        return finish(step, .any, kind: .result)
    }
}
