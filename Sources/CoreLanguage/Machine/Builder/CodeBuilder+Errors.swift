/// What happens when a step, an iteration or a lane fails.
extension CodeBuilder {
    /// The code of `body`, and what stands in for it when it fails.
    ///
    /// With `retry` the code of `again` follows a failure so long as the number in `counter` leaves attempts. The code of
    /// `done` follows the body; when it fails, nothing is tried again.
    mutating func guarded(
        by policy: ErrorPolicy, retry: RetryPolicy?, label: String?, at path: Int32, into target: Int32?,
        _ body: (inout CodeBuilder) throws(ProgramError) -> Void,
        done: (inout CodeBuilder) throws(ProgramError) -> Void = { _ in },
        again: (inout CodeBuilder) throws(ProgramError) -> Void, counter: () -> Int32
    ) throws(ProgramError) {
        let (outer, guardedPlace) = (region, place)
        defer { region = outer }
        if policy.action == .pause { region = newRegion(.pause, handler: nil, register: -1) }
        let standIn = region
        if policy.action == .pause, retry == nil {
            try body(&self)
            try done(&self)
            return
        }
        let (handler, exhausted, end) = (newLabel(), newLabel(), newLabel())
        let error = newRegister()
        region = newRegion(.all, handler: handler, register: error)
        try body(&self)
        region = standIn
        if policy.standsIn { region = newRegion(.all, handler: exhausted, register: error) }
        try done(&self)
        emit(.jump, end.number)
        region = standIn
        place = guardedPlace
        set(handler)
        if let retry {
            emit(.jumpUnlessLessSmall, counter(), Int32(retry.attempts - 1), exhausted.number)
            try again(&self)
        }
        set(exhausted)
        try emit(policy.action, error: error, label: label, at: path, into: target)
        set(end)
    }

    /// Counts another attempt and its round, and waits as the policy says.
    mutating func emitBackoff(_ counter: Int32, _ retry: RetryPolicy, round: Int32, at path: Int32) {
        emit(.addSmall, counter, counter, 1)
        if round >= 0 { emit(.round, round) }
        guard retry.baseMilliseconds > 0, retry.capMilliseconds > 0 else { return }
        let mark = mark
        let site = site(.backoff(retry), path: self.path(.step("pause"), in: path), label: nil)
        emit(.effect, site, counter, newTemporaries())
        release(mark)
    }

    private mutating func emit(
        _ action: ErrorPolicy.Action, error: Int32, label: String?, at path: Int32, into target: Int32?
    ) throws(ProgramError) {
        let mark = mark
        let value = target ?? newTemporaries()
        let hidden = frame.names["error"]
        frame.names["error"] = error
        defer {
            frame.names["error"] = hidden
            release(mark)
        }
        setRole("on_error")
        switch action {
        case .handOn, .pause: emit(.raiseAgain, error)
        case .ignore: emit(.constant, value, constant(.null))
        case .use(let expression): try emit(expression, into: value)
        case .fail(let message): emit(.fail, try operand(message))
        case .fallback(let call):
            let input = try operand(call.input)
            let path = self.path(.step("fallback"), in: path)
            emit(.effect, site(.call(call.tool), path: path, label: label), input, value)
        }
    }
}
