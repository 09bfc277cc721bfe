import CoreLanguage

/// What people and programs tell threads.
extension ScriptThreads {
    @Sendable func resume(
        _ input: ThreadResumption, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ThreadEnvelope, ThreadWake) {
        let thread = try find(input.threadID, caller, tx.snapshot)
        try Self.check(isOpen: thread)
        if let wait = try question(input, thread, tx.snapshot) { return try answer(wait, input, caller, thread, tx) }
        let failure = try failure(input, thread, tx.snapshot)
        try Self.check(isNoLateAnswer: input, failure)
        var body: JSONObject = ["action": .string((input.action ?? .retry).rawValue)]
        if let value = input.value { body["value"] = value }
        try leave(NewNote(.resume, failure.step ?? "", body: .object(body)), for: thread, tx)
        return (
            ThreadEnvelope(thread: try ThreadRecord(thread, tx.snapshot)),
            .threads([thread.id], of: thread.organization)
        )
    }

    private static func check(isOpen thread: Thread) throws(CoreError) {
        guard thread.status.state.isFinal else { return }
        throw CoreError(.threadTerminal, "The thread is over: \(thread.status.state.rawValue.lowercased()).")
    }

    // MARK: Questions

    /// The question that is meant; nil when a failure is.
    private func question(
        _ input: ThreadResumption, _ thread: Thread, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadWait? {
        if input.action != nil { return nil }
        let asks = try tx.waits.asks(of: thread.id)
        if let path = input.stepPath {
            guard let wait = asks.first(where: { $0.path == path }) else { return nil }
            return try Self.unanswered(wait)
        }
        if thread.status.pause == .error || thread.status.pause == .inDoubt { return nil }
        let open = asks.filter { $0.answeredAt == nil }
        if open.count > 1 {
            throw CoreError(
                .stepPathAmbiguous, "The thread asks at \(open.count) steps.",
                fix: "Name one of them as `step_path`: \(open.map(\.path).joined(separator: ", ")).")
        }
        if let wait = open.first { return wait }
        return try asks.last.map { wait throws(CoreError) in try Self.unanswered(wait) }
    }

    private static func unanswered(_ wait: ThreadWait) throws(CoreError) -> ThreadWait {
        if wait.answeredAt == nil { return wait }
        throw CoreError(
            .askAlreadyAnswered, "What the thread asks at \(wait.path) was answered already.",
            fix: "Look at the thread: it goes on with the first answer.")
    }

    /// The first valid answer is taken; one that is not valid counts, even though the call is refused.
    private func answer(
        _ wait: ThreadWait, _ input: ThreadResumption, _ caller: Caller, _ thread: Thread, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ThreadEnvelope, ThreadWake) {
        let question = AskQuestion(wait.body)
        let envelope = ThreadEnvelope(thread: try ThreadRecord(thread, tx.snapshot))
        var wait = wait
        let given = input.value ?? .null
        guard let answer = question.answer(in: given) else {
            let refusal = question.refusal(of: given)
            let attempt = wait.attempt
            wait.attempt += 1
            let isLast = attempt > Int64(question.retriesMax)
            if isLast { wait.answeredAt = tx.now }
            try tx.waits.put(wait)
            if isLast {
                let error: JSONValue = ["reason": .string(Reason.askAnswerInvalid.name), "message": .string(refusal)]
                try leave(NewNote(.answer, wait.path, body: ["error": error]), for: thread, tx)
            }
            let left = max(0, Int64(question.retriesMax) + 1 - attempt)
            return (envelope, .refused(Self.invalid(refusal, left: left), thread.id, of: thread.organization))
        }
        wait.answeredAt = tx.now
        try tx.waits.put(wait)
        let person = input.providedBy ?? caller.principal.map { $0.description }
        let value = AskAnswer(answer, by: person, at: tx.now, attempt: wait.attempt).value
        try leave(NewNote(.answer, wait.path, body: ["answer": value]), for: thread, tx)
        return (envelope, .threads([thread.id], of: thread.organization))
    }

    private static func invalid(_ refusal: String, left: Int64) -> CoreError {
        CoreError(
            .askAnswerInvalid, refusal,
            fix: left > 0 ? "Answer again; \(left) more may be tried." : "The step has failed: no more may be tried.")
    }

    // MARK: Failures

    /// An answer to a question that has failed would be taken for another input of it.
    private static func check(
        isNoLateAnswer input: ThreadResumption, _ failure: ThreadFailure
    ) throws(CoreError) {
        let reasons = [AskAnswer.timeoutReason, Reason.askAnswerInvalid.name]
        guard input.action == nil, input.value != nil, reasons.contains(failure.reason) else { return }
        throw CoreError(
            .threadNotPaused, "The thread asks nothing any more: the question at \(failure.step ?? "") has failed.",
            fix: "Have it ask again with the action `retry`, or give the answer as its output: `skip_with_output`.")
    }

    /// The failure at which the thread is paused, and which is meant.
    private func failure(
        _ input: ThreadResumption, _ thread: Thread, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadFailure {
        guard thread.status.pause == .error || thread.status.pause == .inDoubt, let stored = thread.status.failure,
            let json = try? JSONValue.parse(stored, limits: .stored)
        else {
            throw CoreError(
                .threadNotPaused, "The thread does not wait for anybody.",
                fix: "Look at its `status` and `pause_reason`.")
        }
        let failure = try ThreadFailure.stored(json)
        guard let path = input.stepPath, path != failure.step else { return failure }
        throw CoreError(
            .threadNotPaused, "The thread is not paused at \(path).", fix: "It is at \(failure.step ?? "its end").")
    }

    // MARK: Events

    @Sendable func send(
        _ input: ThreadEventInput, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ThreadEventReceipt, ThreadWake) {
        let thread = try find(input.threadID, caller, tx.snapshot)
        try Self.check(isOpen: thread)
        guard JSONMeasure(of: input.payload, bytesMax: Note.bytesMax) != nil else {
            throw CoreError(
                .payloadTooLarge, "The payload has more than \(Note.bytesMax) bytes.",
                fix: "Put what is large elsewhere, and send its name.")
        }
        let identity = input.eventID.isEmpty ? nil : "event/\(input.eventID)"
        let note = NewNote(.event, input.name, body: ["payload": input.payload], identity: identity)
        let reception = try tx.notes.leave(note, for: thread.id)
        if reception == .full { throw Self.full }
        return (
            ThreadEventReceipt(duplicate: reception == .repeated),
            reception == .left ? .threads([thread.id], of: thread.organization) : .none
        )
    }

    private func leave(_ note: NewNote, for thread: Thread, _ tx: any WriteTransaction) throws(CoreError) {
        if try tx.notes.leave(note, for: thread.id) == .full { throw Self.full }
    }

    private static let full = CoreError(
        .queueFull, "\(Note.countMax) events wait for the thread already.",
        fix: "Send more once it has taken some, or cancel it.", retry: .later(after: .seconds(60)))

    // MARK: Lists

    @Sendable func asks(
        _ input: AskListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> AskList {
        let organization = try Member(caller).organization
        let scope = Array("threads.asks/\(input.scriptName)/".utf8) + organization.bytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let place = try request.token.map { token throws(CoreError) in
            ThreadPlace(bytes: try pageTokens.position(in: token, scope: scope))
        }
        let filter = AskFilter(
            organization: organization, program: input.scriptName.isEmpty ? nil : input.scriptName)
        let found = try tx.waits.asks(filter, after: place ?? nil, limit: request.limit + 1)
        let page = found.prefix(request.limit)
        let next = found.count > page.count ? page.last : nil
        return AskList(
            asks: page.map(AskRecord.init),
            nextPageToken: next.map { wait in
                pageTokens.token(position: wait.thread.bytes + Array(wait.path.utf8), scope: scope)
            } ?? "")
    }
}

extension ThreadPlace {
    /// The step that the position of a page names.
    fileprivate init?(bytes: [UInt8]) {
        guard let thread = Identifier(bytes: Array(bytes.prefix(16))) else { return nil }
        self.init(thread: thread, path: String(decoding: bytes.dropFirst(16), as: UTF8.self))
    }
}
