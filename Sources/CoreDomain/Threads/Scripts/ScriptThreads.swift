import CoreLanguage

/// The operations on threads of scripts.
public struct ScriptThreads: Sendable {
    let pageTokens: PageTokens
    let starter: ThreadStarter
    let journal: ThreadJournal
    let vault: ThreadVault
    let cryptography: any Cryptography
    let placement: any ThreadPlacement
    let drafts: DraftCompiler

    /// Threads that run scripts of `library`, carried on by whom `placement` says. Their variables are sealed by `sealer`.
    init(
        library: ProgramLibrary, entropy: any Entropy, cryptography: any Cryptography, sealer: Sealer?,
        pageTokens: PageTokens, placement: any ThreadPlacement
    ) {
        self.pageTokens = pageTokens
        self.placement = placement
        self.cryptography = cryptography
        drafts = DraftCompiler(cryptography: cryptography) { library.signatures }
        vault = ThreadVault(sealer: sealer)
        journal = ThreadJournal(cryptography)
        starter = ThreadStarter(
            library: library, journal: journal, sealer: sealer, entropy: entropy, cryptography: cryptography)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let (reading, writing) = (Access.member(.threadRead), Access.member(.threadWrite))
        return [
            .process(
                "threads.create", "Run a script; the answer names the thread to look at.", access: writing,
                idempotency: .optional, prepare: prepare, accept: create),
            .process(
                "scripts.draft.test", "Try the draft of a script, in earnest or in a world that is described.",
                access: writing, idempotency: .optional, prepare: prepare, accept: test),
            .read("threads.get", "Show a thread.", access: reading, handle: get),
            .read("threads.list", "List threads of scripts, the newest first.", access: reading, handle: list),
            .process(
                "threads.cancel", "Cancel a thread; what it did is taken back where the script says how.",
                access: writing, idempotency: .optional, accept: cancel),
            .process(
                "threads.resume", "Answer what a thread asks, or have it go on from the step that failed.",
                access: writing, idempotency: .optional, accept: resume),
            .process(
                "threads.events.send", "Send a thread an event.", access: writing, idempotency: .optional,
                accept: send),
            .transaction(
                "threads.delete", "Remove a thread that is over from view.", access: writing, idempotency: .optional,
                handle: delete),
            .read("threads.asks", "List what threads ask and nobody has answered.", access: reading, handle: asks),
            .read("threads.steps", "List what the steps of a thread did.", access: reading, handle: steps),
            .read("threads.result", "Show what a thread gave, and what it yielded.", access: reading, handle: result),
            .process(
                "threads.fork", "Begin a thread that has done what another did before a step.", access: writing,
                idempotency: .optional, accept: fork),
            .read(
                "threads.export", "Write a thread down with its program and its journal, page by page.",
                access: reading, handle: export),
            .computation(
                "threads.replay", "Run the thread of a bundle through again, and say where it differs.",
                access: reading, prepare: replay),
            .stream(
                "threads.result.stream", "Read what a thread gave in parts.", access: reading,
                item: ThreadResultChunk.self, page: resultChunks),
            .stream(
                "threads.steps.stream", "Read what steps of a thread gave in parts.", access: reading,
                item: StepResultChunk.self, page: stepChunks),
            .stream(
                "threads.watch", "Follow a thread from its beginning to its end.", access: reading,
                item: ThreadEventRecord.self, page: watch),
        ]
    }

    // MARK: Beginning

    /// A thread that was looked at before anything is stored.
    struct Prepared: Sendable {
        let source: ThreadStarter.Source
        let input: JSONObject
    }

    /// Bytes of an input that is checked at once: a worker is not worth the way there.
    private static let smallInput = 4_096

    @Sendable func prepare(
        _ input: ThreadCreation, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<Prepared> {
        let source = try starter.source(try tx.script(input.scriptName, caller), version: input.version, tx)
        let values = input.input.isNull ? [:] : input.input
        let check = { @Sendable () throws(CoreError) in
            Prepared(source: source, input: try source.loaded.checked(values, at: .root.appending(key: "input")))
        }
        if JSONMeasure(of: values, bytesMax: Self.smallInput) == nil { return .compute(check) }
        return .done(try check())
    }

    @Sendable func create(
        _ input: ThreadCreation, _ prepared: Prepared, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (AcceptedThread, ThreadWake) {
        let member = try Member(caller)
        let terms = ThreadStarter.Terms(
            organization: member.organization, principal: member.principal,
            expiresAt: try input.duration.map { max(tx.now, input.startAt ?? tx.now).adding($0) } ?? .latest,
            options: input.options, worker: input.startAt == nil ? placement.worker(for: member.organization) : nil)
        let begun = try starter.begin(prepared.source, input: prepared.input, terms, tx)
        let record = ThreadRecord(accepted: begun.thread)
        return (AcceptedThread(threadID: begun.thread.id, thread: record), .begun(begun))
    }

    // MARK: Looking

    @Sendable func get(
        _ input: ThreadName, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadEnvelope {
        ThreadEnvelope(thread: try ThreadRecord(try find(input.threadID, caller, tx), tx))
    }

    @Sendable func list(
        _ input: ThreadListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadList {
        let organization = try Member(caller).organization
        let states = try input.states
        let filters = "\(states?.map(\.rawValue).joined(separator: ",") ?? "")/\(input.scriptName)/"
        let scope = Array("threads.list/\(filters)".utf8) + organization.bytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let before = try request.token.map { token throws(CoreError) in
            Identifier(bytes: try pageTokens.position(in: token, scope: scope))
        }
        let filter = ThreadFilter(
            organization: organization, kinds: [.script], states: states,
            program: input.scriptName.isEmpty ? nil : input.scriptName)
        let found = try tx.threads.list(filter, before: before ?? nil, limit: request.limit + 1)
        var threads: [ThreadRecord] = []
        for thread in found.prefix(request.limit) { threads.append(try ThreadRecord(thread, tx)) }
        let next = found.count > threads.count ? threads.last : nil
        return ThreadList(
            threads: threads,
            nextPageToken: next.map { pageTokens.token(position: $0.threadID.bytes, scope: scope) } ?? "")
    }

    /// A thread of the caller's organization, whatever it runs. Another's, and one that was removed, are not there.
    func find(
        _ id: Identifier, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Thread {
        let organization = try Member(caller).organization
        guard let thread = try tx.threads.find(id), thread.organization == organization,
            thread.status.deletedAt == nil
        else {
            throw CoreError(
                .notFound, "There is no thread \(IdentifierForm.thread.text(id)).",
                fix: "`threads.list` tells which there are.")
        }
        return thread
    }

    // MARK: Ending

    @Sendable func cancel(
        _ input: ThreadCancellation, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ThreadEnvelope, ThreadWake) {
        var thread = try find(input.threadID, caller, tx.snapshot)
        var wake = ThreadWake.none
        if !thread.status.state.isFinal {
            var woken = [thread.id]
            if input.force || thread.kind == .recipe {
                let money = try ThreadAccounts(of: thread.id, tx.snapshot).money
                if let status = try journal.end(thread, .cancelled, money, tx) {
                    thread.status = status
                    if let parent = thread.options?.parent { woken.append(parent.thread) }
                    woken += try cancelChildren(of: thread.id, tx)
                }
            } else {
                _ = try tx.notes.leave(NewNote(.cancel, identity: "cancel"), for: thread.id)
            }
            wake = .threads(woken, of: thread.organization)
        }
        return (ThreadEnvelope(thread: try ThreadRecord(thread, tx.snapshot)), wake)
    }

    /// Has the threads end that a thread runs which is over at once, without a run that could see to it.
    private func cancelChildren(
        of thread: Identifier, _ tx: any WriteTransaction
    ) throws(CoreError) -> [Identifier] {
        var (children, latest) = ([Identifier](), Int64(0))
        while true {
            let page = try tx.events.events(of: thread, after: latest, limit: 1_000)
            for event in page {
                guard event.kind == .stepStarted, let child = event.child else { continue }
                let note = NewNote(.cancel, identity: "parent")
                if try tx.notes.leave(note, for: child) == .left { children.append(child) }
            }
            guard page.count == 1_000, let last = page.last else { return children }
            latest = last.sequence
        }
    }

    @Sendable func delete(
        _ input: ThreadName, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        var thread = try find(input.threadID, caller, tx.snapshot)
        guard thread.status.state.isFinal else {
            throw CoreError(.stateConflict, "The thread is not over.", fix: "Cancel it first, or wait for its end.")
        }
        let before = thread.status
        thread.status.deletedAt = tx.now
        _ = try tx.threads.update(thread.id, from: before, epoch: thread.epoch, to: thread.status)
        return Nothing()
    }
}
