/// What the world does with effects.
extension RehearsalRun {
    mutating func begin(_ effect: MachineEffect) {
        if effect.kind == .cancel {
            guard let entry = open.removeValue(forKey: effect.path) else { return }
            // An attempt that was to come after a pause ends before it began.
            result.trace[entry].atMilliseconds = min(now, result.trace[entry].atMilliseconds)
            result.trace[entry].endedMilliseconds = now
            result.trace[entry].end = .cancelled
            crashes?.end(entry: entry)
            return
        }
        guard result.trace.count < limits.effects else {
            stop(.limit, "The thread wants more than \(limits.effects) effects.")
            return
        }
        guard isTraced(effect.input) else { return }
        let entry = result.trace.count
        let start = now + effect.delayMilliseconds
        let line = sourceMap?.place(of: effect.path)?.line
        result.trace.append(RehearsalTraceEntry(effect, at: start, line: line))
        open[effect.path] = entry
        crashes?.begin(effect, entry: entry, from: start)
        switch effect.kind {
        case .wait(.duration(let milliseconds)): queue.add(.fired(entry), at: start + milliseconds)
        case .wait(.until(let text)): wait(entry, until: text, from: start)
        case .awaitEvent(let name, let timeout):
            // In the pause before another attempt it takes nothing.
            if start == now { waiting[name, default: []].append((effect.path, entry)) }
            queue.add(.claim(entry), at: start)
            if let timeout { queue.add(.fired(entry), at: start + timeout) }
        case .yield:
            result.yields.append(effect.input)
            queue.add(.completed(entry, .null), at: start)
        case .send(let name, let to):
            result.sends.append(RehearsalOutcome.Sent(name: name, to: to, payload: effect.input))
            queue.add(.completed(entry, .null), at: start)
        default: answer(effect, entry, from: start)
        }
    }

    private mutating func wait(_ entry: Int, until text: String, from start: Int64) {
        guard let moment = Moment(parsing: text) else {
            let error = ScriptError(
                code: Rehearsal.Code.time, message: "\"\(Suggestion.clipped(text))\" is no timestamp.",
                isRetryable: false)
            queue.add(.failed(entry, error), at: start)
            return
        }
        queue.add(.fired(entry), at: max(start, moment.milliseconds - world.now.milliseconds))
    }

    /// The answer of the first rule that fits, or of a tool that needs none.
    private mutating func answer(_ effect: MachineEffect, _ entry: Int, from start: Int64) {
        guard let target = RehearsalRule.Target(effect.kind) else { return }
        guard let (rule, end, attempt) = answer(to: effect, target, from: start) else {
            if rules.isExhausted {
                stop(.limit, "Inputs were compared with rules \(limits.comparisons) times.")
            } else if target == .tool("echo") {
                queue.add(.completed(entry, effect.input["value"] ?? effect.input), at: start)
            } else {
                miss(effect, target)
            }
            return
        }
        if let timeout = effect.timeLimit, end - start > timeout {
            queue.add(timedOut(effect, entry, at: start + timeout), at: start + timeout)
            return
        }
        if effect.isStream {
            let step = rule.items.isEmpty ? 0 : rule.takesMilliseconds / Int64(rule.items.count)
            for (place, item) in rule.items.enumerated() {
                queue.add(.item(entry, item), at: start + step * Int64(place + 1))
            }
        }
        switch rule.answer {
        case .value(let value):
            queue.add(coming(value, of: effect, entry, attempt: attempt, at: end), at: end)
        case .failure(let error): queue.add(.failed(entry, error), at: end)
        }
    }

    private func timedOut(_ effect: MachineEffect, _ entry: Int, at time: Int64) -> Coming {
        if effect.kind == .ask {
            if let value = effect.input["default"] {
                return .completed(entry, asked(value, by: "default", effect, attempt: effect.attempt, at: time))
            }
            return .failed(
                entry, ScriptError(code: Rehearsal.Code.askTimeout, message: "Nobody answered in time."))
        }
        return .failed(entry, ScriptError(code: Rehearsal.Code.stepTimeout, message: "It took too long."))
    }

    /// No rule answers: the rehearsal ends, and says what rule would.
    private mutating func miss(_ effect: MachineEffect, _ target: RehearsalRule.Target) {
        let (word, name) = target.member
        let what = name.stringValue.map { "\(word) \"\(Suggestion.clipped($0))\"" } ?? word
        stop(.unanswered, "")
        result.error = ScriptError(
            code: Rehearsal.Code.unanswered,
            message: "No rule answers the \(what). Add one to \"effects\", such as the rule given here."
                + (rules.nearest(target, path: effect.path.description, effect.input).map { " " + $0 } ?? ""),
            path: effect.path)
        result.rule = .object([
            word: name, "path": .string(effect.path.description), "returns": effect.sampleAnswer,
        ])
    }

    // MARK: Ends

    /// An effect has ended: the thread learns it.
    mutating func end(_ entry: Int, _ end: RehearsalTraceEntry.End, _ event: MachineEvent) {
        if case .value(let value) = end, !isTraced(value) { return }
        close(entry, end)
        tell(event)
    }

    mutating func close(_ entry: Int, _ end: RehearsalTraceEntry.End) {
        let path = result.trace[entry].path
        if open[path] == entry { open[path] = nil }
        result.trace[entry].endedMilliseconds = now
        result.trace[entry].end = end
        crashes?.end(entry: entry)
    }

    /// Counts what the trace holds.
    mutating func isTraced(_ value: JSONValue) -> Bool {
        guard let measure = JSONMeasure(of: value, bytesMax: limits.traceBytes - traceBytes) else {
            stop(.limit, "The trace has more than \(limits.traceBytes) bytes.")
            return false
        }
        traceBytes += measure.bytes
        return true
    }
}

extension MachineEffect {
    /// How long it may take, as whoever carries it out is told.
    fileprivate var timeLimit: Int64? {
        if let timeoutMilliseconds { return timeoutMilliseconds }
        switch kind {
        case .call(let tool) where tool.source != "native": return nil
        // What a script is given is its own.
        case .run(.script): return nil
        default:
            return input["timeout"]?.int64Value.flatMap { (1...RehearsalWorld.millisecondsMax).contains($0) ? $0 : nil }
        }
    }
}

extension Moment {
    /// Milliseconds from 1970 on.
    fileprivate var milliseconds: Int64 { Int64(seconds) * 1_000 + Int64(nanoseconds / 1_000_000) }
}
