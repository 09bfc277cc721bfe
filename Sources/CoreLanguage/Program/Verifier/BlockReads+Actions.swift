/// The expressions of steps without blocks.
extension BlockReads {
    mutating func check(_ check: Check, _ place: VerifierPlace) throws(ProgramError) {
        switch check.condition {
        case .expression(let condition): try read(condition, place.member("when"))
        case .model(let question): try read(question, place.member("model"))
        }
        try read(check.onPass, place.member("on_pass"))
        try read(check.onFail, place.member("on_fail"))
    }

    private mutating func read(_ action: Check.Action, _ place: VerifierPlace) throws(ProgramError) {
        switch action {
        case .proceed, .goto: break
        case .retry(_, let times): try read(times, place.member("times"))
        case .fail(let message): try read(message, place.member("message"))
        }
    }

    mutating func check(action: StepAction, _ place: VerifierPlace) throws(ProgramError) {
        switch action {
        case .call(let call): try read(call.input, place.member("input"))
        case .compute(let value), .yield(let value): try read(value, place.member("value"))
        case .wait(let condition): try check(condition, place)
        case .send(let name, let to, let payload):
            try read(name, place.member("name"))
            try read(to, place.member("to"))
            try read(payload, place.member("payload"))
        case .ask(let input), .agent(let input, _), .plan(let input, _): try read(input, place.member("input"))
        case .run(let target, let input):
            if case .plan(let plan) = target { try read(plan, place.member("plan")) }
            try read(input, place.member("input"))
        case .each, .pipe, .decide, .check, .together, .repeat, .emit: break
        }
    }

    private mutating func check(_ condition: WaitCondition, _ place: VerifierPlace) throws(ProgramError) {
        switch condition {
        case .duration(let milliseconds): try read(milliseconds, place.member("duration_ms"))
        case .until(let time): try read(time, place.member("until"))
        case .event(let name, let filter, let timeout):
            try read(name, place.member("event"))
            try read(timeout, place.member("timeout_ms"))
            try read(filter: filter, place.member("where"))
        }
    }
}
