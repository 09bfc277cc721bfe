import CScriptorium
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import Synchronization

/// An open engine: a backend, the calls under way, and the thread that runs the caller's callbacks.
///
/// Callbacks have a thread of their own, so that a slow one holds up other callbacks of its engine and nothing else.
final class Engine: Sendable {
    /// Calls of one engine that may be under way at once.
    static let callsMax = 1_024

    private struct State {
        var isClosed = false
        var nextCall: scriptorium_call_t = 1
        var calls: [scriptorium_call_t: Task<Void, Never>] = [:]
        /// Calls that may never end by themselves.
        var streams: Set<scriptorium_call_t> = []
        var waitingForEnd: [Waiter<Void>] = []
    }

    let backend: Backend
    private let state = Mutex(State())
    private let callbacks = JobQueue<@Sendable () -> Void>(countMax: callsMax)
    private let callbacksEnded = Waiter<Void>()

    init(_ backend: Backend) throws(CoreError) {
        self.backend = backend
        let (callbacks, ended) = (callbacks, callbacksEnded)
        try WorkerThread.start {
            LibraryProcess.markCallbackThread()
            while let jobs = callbacks.take(limit: 64) { for job in jobs { job() } }
            ended.give(())
        }
    }

    /// Performs an operation on behalf of a thread that waits.
    func perform(_ operation: String, _ input: JSONValue, _ options: CallOptions) -> Result<JSONValue, CoreError> {
        let waiter = Waiter<Result<JSONValue, CoreError>>()
        do throws(CoreError) {
            let perform: Performer = { [backend] input, call in await Self.outcome(backend, operation, input, call) }
            try begin(input, options, isStream: false, accepted: { _ in }, perform) { outcome, end in
                waiter.give(outcome)
                end()
            }
        } catch {
            return .failure(error)
        }
        return waiter.wait()
    }

    /// Begins an operation; `completion` runs on the callback thread.
    func submit(
        _ operation: String, _ input: JSONValue, _ options: CallOptions, _ completion: Completion,
        accepted: (scriptorium_call_t) -> Void
    ) throws(CoreError) {
        let perform = performer(of: operation, completion)
        let isStream = backend.catalogue.hasStream(operation)
        try begin(input, options, isStream: isStream, accepted: accepted, perform) { [callbacks] outcome, end in
            // The queue holds as many jobs as there are calls and is open until the last has ended: this one is taken.
            _ = callbacks.push {
                completion(outcome)
                end()
            }
        }
    }

    /// Asks a call to stop; false when it is over or unknown.
    func cancel(_ call: scriptorium_call_t) -> Bool {
        let task = state.withLock { $0.calls[call] }
        task?.cancel()
        return task != nil
    }

    /// Refuses new calls, ends streams, waits for what is under way and its callbacks, and closes the backend. False the second time.
    func close() -> Bool {
        let ended = Waiter<Void>()
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            state.isClosed = true
            for stream in state.streams { state.calls[stream]?.cancel() }
            if state.calls.isEmpty { ended.give(()) } else { state.waitingForEnd.append(ended) }
            return true
        }
        guard isFirst else { return false }
        ended.wait()
        callbacks.close()
        callbacksEnded.wait()
        let closed = Waiter<Void>()
        Task.detached { [backend] in
            await backend.close()
            closed.give(())
        }
        closed.wait()
        return true
    }

    /// Begins an operation. `accepted` gets the number of the call before anything of it runs; `finish` gets the outcome,
    /// and a closure to run when the caller has it: until then the call counts as under way.
    private func begin(
        _ input: JSONValue, _ options: CallOptions, isStream: Bool, accepted: (scriptorium_call_t) -> Void,
        _ perform: @escaping Performer,
        _ finish:
            @escaping @Sendable (_ outcome: Result<JSONValue, CoreError>, _ end: @escaping @Sendable () -> Void) -> Void
    ) throws(CoreError) {
        let call = try options.call(backend)
        let refusal: CoreError? = state.withLock { state in
            if state.isClosed { return CoreError(.shuttingDown, "The engine is closed.") }
            if state.calls.count >= Self.callsMax { return Self.busy }
            let number = state.nextCall
            state.nextCall += 1
            accepted(number)
            if isStream { state.streams.insert(number) }
            state.calls[number] = Task.detached { [self] in
                let outcome = await perform(input, call)
                finish(outcome) { self.ended(number) }
            }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// What a call does, apart from its beginning and end.
    private typealias Performer = @Sendable (JSONValue, Call) async -> Result<JSONValue, CoreError>

    /// One output, or for a stream each item as an event and then an empty output.
    private func performer(of operation: String, _ completion: Completion) -> Performer {
        guard backend.catalogue.hasStream(operation) else {
            return { [backend] input, call in await Self.outcome(backend, operation, input, call) }
        }
        return { [backend, callbacks] input, call in
            do throws(CoreError) {
                let stream = try await backend.stream(operation, input, after: nil, call)
                try await Self.follow(stream, completion, callbacks)
                return .success([:])
            } catch {
                return .failure(error)
            }
        }
    }

    /// Tells each item on the callback thread, and waits there until it was taken: a slow caller holds up its stream.
    private static func follow(
        _ stream: OperationStream, _ completion: Completion, _ callbacks: JobQueue<@Sendable () -> Void>
    ) async throws(CoreError) {
        while true {
            switch try await stream.next(patience: .seconds(60)) {
            case .item(let item):
                await withCheckedContinuation { continuation in
                    let admission = callbacks.push {
                        completion.tell(item)
                        continuation.resume()
                    }
                    if admission != .accepted { continuation.resume() }
                }
            case .quiet: continue
            case .over: return
            }
        }
    }

    private static func outcome(
        _ backend: Backend, _ operation: String, _ input: JSONValue, _ call: Call
    ) async -> Result<JSONValue, CoreError> {
        do throws(CoreError) {
            return .success(try await backend.perform(operation, input, call))
        } catch {
            return .failure(error)
        }
    }

    private func ended(_ call: scriptorium_call_t) {
        let waiting = state.withLock { state in
            state.calls[call] = nil
            state.streams.remove(call)
            guard state.calls.isEmpty else { return [Waiter<Void>]() }
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for waiter in waiting { waiter.give(()) }
    }

    private static let busy = CoreError(
        .busy, "\(callsMax) calls of this engine are under way.", fix: "Wait for some of them to be done.",
        retry: .later(after: .seconds(1)))
}

/// Handles are numbers that are looked up, never pointers that are trusted: a stale handle is a status, not a crash.
enum EngineTable {
    private struct State {
        var next: scriptorium_engine_t = 1
        var engines: [scriptorium_engine_t: Engine] = [:]
    }
    private static let state = Mutex(State())

    static func insert(_ engine: Engine) -> scriptorium_engine_t {
        state.withLock { state in
            let handle = state.next
            state.next += 1
            state.engines[handle] = engine
            return handle
        }
    }

    static func engine(_ handle: scriptorium_engine_t) -> Engine? {
        state.withLock { $0.engines[handle] }
    }

    static func remove(_ handle: scriptorium_engine_t) {
        state.withLock { $0.engines[handle] = nil }
    }
}
