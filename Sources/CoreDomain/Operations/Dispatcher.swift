public import CoreLanguage

/// Performs operations: the one way into the domain, for every host.
///
/// When several refusals apply, the first of these wins: unknown operation, missing or wrong credential, permission,
/// deadline, input, idempotency key, and then the operation's own.
public struct Dispatcher: Sendable {
    /// What can be asked for.
    public let catalogue: Catalogue
    private let store: any Store
    private let clock: any Clock
    private let authentication: Authentication
    private let answers: IdempotentAnswers
    private let cryptography: any Cryptography
    private let threads: any ThreadRunner
    private let changes: Changes
    private let workers: any Workers
    private let auditsReads: Bool

    /// A dispatcher over `store` whose processes are carried on by `threads`, and whose streams are woken by `changes`.
    /// `auditsReads` is false for a store that cannot be written: whoever reads it has the file.
    public init(
        catalogue: Catalogue, store: any Store, sealer: Sealer, cryptography: any Cryptography, clock: any Clock,
        workers: any Workers, threads: any ThreadRunner = NoThreads(), changes: Changes = Changes(),
        auditsReads: Bool = true
    ) {
        self.workers = workers
        self.auditsReads = auditsReads
        self.threads = threads
        self.changes = changes
        self.catalogue = catalogue
        self.store = store
        self.clock = clock
        self.cryptography = cryptography
        authentication = Authentication(cryptography: cryptography)
        answers = IdempotentAnswers(sealer: sealer, cryptography: cryptography)
    }

    /// Performs the operation `name` with `input` and returns its output, both in canonical JSON.
    ///
    /// A cancelled task stops a call that has not begun; one that has begun is finished and answered.
    public func perform(_ name: String, _ input: JSONValue, _ call: Call) async throws(CoreError) -> JSONValue {
        let operation = try catalogue.operation(name)
        if call.authority == .anonymous { try operation.access.check(.anonymous) }
        let decoded = operation.decode(input)
        let flag = CancellationFlag()
        do {
            return try await withTaskCancellationHandler {
                try await run(operation, decoded, call, flag)
            } onCancel: {
                flag.raise()
            }
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    private func run(
        _ operation: Operation, _ input: DecodedInput, _ call: Call, _ flag: CancellationFlag
    ) async throws(CoreError) -> JSONValue {
        switch operation.handler {
        case .report(let handle):
            // A report needs no store to be answered, so that it still answers when the store does not.
            let needsNobody = call.needsNobody(for: operation)
            let caller = needsNobody ? .anonymous : try await authenticated(operation, call, flag)
            try flag.check()
            try call.checkDeadline(clock)
            return try narrowing { try handle(input, caller) }
        case .computation(let handle):
            _ = try await authenticated(operation, call, flag)
            try call.checkDeadline(clock)
            do {
                return try await handle(input).finish(workers) { () throws(CoreError) in try call.checkDeadline(clock) }
            } catch {
                throw CoreError(narrowing: error)
            }
        case .read(let handle):
            if call.actingAs != nil { try await auditRead(operation, call, flag) }
            return try await store.read { tx in
                let caller = try admitted(operation, call, flag, tx)
                try input.check()
                return try handle(input, caller, tx)
            }
        case .survey(let handle):
            if call.actingAs != nil { try await auditRead(operation, call, flag) }
            let caller = try await authenticated(operation, call, flag)
            do {
                try input.check()
                return try await handle(input, caller, store)
            } catch {
                throw CoreError(narrowing: error)
            }
        case .transaction(let handle):
            return try await change(operation, input, call, flag) { caller, tx in (try handle(input, caller, tx), .none)
            }
        case .process(let accept):
            return try await change(operation, input, call, flag) { caller, tx in try accept(input, caller, tx) }
        case .prepared(let prepare):
            let before = try await store.read { tx in try beforehand(operation, input, call, flag, prepare, tx) }
            switch before {
            case .answered(let answer): return answer
            case .prepared(let caller, .done(let body)):
                return try await change(operation, input, call, flag, by: caller, body)
            case .prepared(_, let preparation):
                return try await change(operation, input, call, flag, try await preparation.finish(workers))
            }
        case .stream:
            throw CoreError(
                .requestInvalid, "The operation \"\(operation.name)\" answers with a stream.",
                fix:
                    "Ask in a way that takes one: GET for server-sent events, scriptorium_submit in C, or the command line."
            )
        }
    }

    /// What is known of a call before its transaction.
    private enum Beforehand: Sendable {
        /// The same call was answered before. It is not prepared again: what it was prepared from may have changed.
        case answered(JSONValue)
        case prepared(Caller, Preparation<Operation.Change>)
    }

    private func beforehand(
        _ operation: Operation, _ input: DecodedInput, _ call: Call, _ flag: CancellationFlag,
        _ prepare: (DecodedInput, Caller, any ReadTransaction) throws -> Preparation<Operation.Change>,
        _ tx: any ReadTransaction
    ) throws -> Beforehand {
        let caller = try admitted(operation, call, flag, tx)
        try input.check()
        if let (key, fingerprint) = try idempotencyKey(operation, input, caller, call),
            let answer = try answers.find(key, fingerprint: fingerprint, tx)
        {
            return .answered(answer)
        }
        return .prepared(caller, try prepare(input, caller, tx))
    }

    /// Makes a change; `known` is the caller where that was found out right before.
    private func change(
        _ operation: Operation, _ input: DecodedInput, _ call: Call, _ flag: CancellationFlag,
        by known: Caller? = nil, _ body: @escaping Operation.Change
    ) async throws(CoreError) -> JSONValue {
        do throws(CoreError) {
            let (answer, wake) = try await store.write { tx in
                let caller = try known ?? admitted(operation, call, flag, tx.snapshot)
                try flag.check()
                try call.checkDeadline(clock)
                try input.check()
                try audit(operation, caller, call, tx)
                return try once(operation, input, caller, call, tx) { try body(caller, tx) }
            }
            wake.perform(threads, changes)
            if case .refused(let error, _, _) = wake { throw error }
            return answer.json()
        } catch {
            // It may have been accepted all the same.
            if error.reason == .outcomeUnknown { threads.lookAgain() }
            throw error
        }
    }

    /// Begins the stream of the operation `name`, behind `position` where one is given.
    ///
    /// The caller's rights are looked at again before each page, so that a revoked token ends the stream.
    public func stream(
        _ name: String, _ input: JSONValue, after position: StreamPosition?, _ call: Call
    ) async throws(CoreError) -> OperationStream {
        let operation = try catalogue.operation(name)
        guard case .stream(let page) = operation.handler else {
            throw CoreError(.requestInvalid, "The operation \"\(name)\" answers with one output, not with a stream.")
        }
        if call.authority == .anonymous { try operation.access.check(.anonymous) }
        let decoded = operation.decode(input)
        if call.actingAs != nil { try await auditRead(operation, call, CancellationFlag()) }
        let store = store
        let stream = OperationStream(after: position, changes: changes, clock: clock) { position throws(CoreError) in
            let flag = CancellationFlag()
            do {
                return try await withTaskCancellationHandler {
                    try await store.read { tx in
                        let caller = try admitted(operation, call, flag, tx)
                        try decoded.check()
                        return (try page(decoded, caller, position, tx), caller)
                    }
                } onCancel: {
                    flag.raise()
                }
            } catch {
                throw CoreError(narrowing: error)
            }
        }
        try await stream.open()
        return stream
    }

    /// Who makes `call`, for a host that must know before it reads the input.
    ///
    /// - Throws: what the call would be refused with for its credential, its organization or its rights.
    public func caller(_ call: Call, for access: Access) async throws(CoreError) -> Caller {
        if call.authority == .anonymous { try access.check(.anonymous) }
        return try await store.read { tx in
            let caller = try authentication.caller(call, tx)
            try access.check(caller)
            return caller
        }
    }

    /// The caller, once everything that is not the operation's own business was checked.
    private func admitted(
        _ operation: Operation, _ call: Call, _ flag: CancellationFlag, _ tx: any ReadTransaction
    ) throws(CoreError) -> Caller {
        let caller = call.needsNobody(for: operation) ? .anonymous : try authentication.caller(call, tx)
        try operation.access.check(caller)
        try flag.check()
        try call.checkDeadline(clock)
        return caller
    }

    private func authenticated(
        _ operation: Operation, _ call: Call, _ flag: CancellationFlag
    ) async throws(CoreError) -> Caller {
        try await store.read { tx in try admitted(operation, call, flag, tx) }
    }

    /// Runs `body` unless the same call was answered before, and stores its answer with its effects.
    private func once(
        _ operation: Operation, _ input: DecodedInput, _ caller: Caller, _ call: Call, _ tx: any WriteTransaction,
        _ body: () throws -> (Operation.Answer, ThreadWake)
    ) throws -> (Operation.Answer, ThreadWake) {
        guard let (key, fingerprint) = try idempotencyKey(operation, input, caller, call) else { return try body() }
        if let answer = try answers.find(key, fingerprint: fingerprint, tx.snapshot) {
            return (Operation.Answer(answer), .none)
        }
        let (answer, wake) = try body()
        if case .refused = wake { return (answer, wake) }
        let json = answer.json()
        try answers.put(json, key, fingerprint: fingerprint, tx)
        return (Operation.Answer(json), wake)
    }

    /// What an answer to this call is stored under, and the fingerprint of its input; nil for a call without a key.
    private func idempotencyKey(
        _ operation: Operation, _ input: DecodedInput, _ caller: Caller, _ call: Call
    ) throws(CoreError) -> (IdempotencyRecord.Key, fingerprint: [UInt8])? {
        guard let given = try operation.idempotency.key(call.idempotencyKey) else { return nil }
        let key = IdempotencyRecord.Key(
            organization: caller.organization, operation: operation.name,
            keyDigest: cryptography.sha256(Array(given.expose().utf8)))
        return (key, cryptography.sha256(input.canonicalBytes))
    }

    private func auditRead(
        _ operation: Operation, _ call: Call, _ flag: CancellationFlag
    ) async throws(CoreError) {
        guard auditsReads else { return }
        try await store.write { tx in
            try audit(operation, try admitted(operation, call, flag, tx.snapshot), call, tx)
        }
    }

    private func audit(
        _ operation: Operation, _ caller: Caller, _ call: Call, _ tx: any WriteTransaction
    ) throws(CoreError) {
        guard let actor = caller.onBehalfBy, let organization = caller.organization else { return }
        try tx.audit.append(
            AuditEntry(
                at: tx.now, actor: actor, organization: organization, operation: operation.name,
                requestID: call.requestID))
    }

    private func narrowing<Value>(_ body: () throws -> Value) throws(CoreError) -> Value {
        do { return try body() } catch { throw CoreError(narrowing: error) }
    }
}

extension Call {
    /// Whether the caller need not be known. What anyone may do is done for anyone: a stale token does not stand in the
    /// way.
    fileprivate func needsNobody(for operation: Operation) -> Bool {
        operation.access == .anyone && actingAs == nil
    }
}
