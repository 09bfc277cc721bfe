import CoreDomain
import CoreLanguage
import Synchronization

/// A server that is a program: one message on each line of its standard input and output (transport "stdio").
final class MCPPipe: MCPChannel {
    private struct State {
        var program: (any ResidentProgram)?
        var waiting: [Int64: CheckedContinuation<Result<JSONObject, CoreError>, Never>] = [:]
        /// Cancelled before they waited.
        var cancelled: Set<Int64> = []
        var last: Int64 = 0
        /// Why nothing more is sent.
        var end: CoreError?
    }
    private let state = Mutex(State())
    private let failure: MCPFailure

    private init(_ failure: MCPFailure) { self.failure = failure }

    /// Starts the program.
    ///
    /// - Throws: `MCP_UNAVAILABLE` when it cannot be started.
    static func open(
        _ command: ResidentCommand, _ programs: any ResidentPrograms, _ failure: MCPFailure
    ) async throws(CoreError) -> MCPPipe {
        let pipe = MCPPipe(failure)
        do throws(CoreError) {
            let program = try await programs.start(command) { pipe.take($0) }
            pipe.state.withLock { $0.program = program }
        } catch {
            throw failure.unreachable(error.message)
        }
        return pipe
    }

    var isOpen: Bool { state.withLock { $0.end == nil } }

    func agree(on version: String) {}

    func request(_ method: String, _ parameters: JSONObject) async throws(CoreError) -> JSONObject {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let bytes = MCPMessage.request(id, method, parameters) + [UInt8(ascii: "\n")]
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in begin(id, bytes, continuation) }
        } onCancel: {
            cancel(id)
        }
        state.withLock { _ = $0.cancelled.remove(id) }
        return try result.get()
    }

    func notify(_ method: String, _ parameters: JSONObject) async {
        send(MCPMessage.notification(method, parameters))
    }

    func close() async {
        end(CoreError(.shuttingDown, "The program is closing."))
        let program = state.withLock { $0.program }
        await program?.end()
    }

    // MARK: Requests

    private func begin(
        _ id: Int64, _ bytes: [UInt8], _ continuation: CheckedContinuation<Result<JSONObject, CoreError>, Never>
    ) {
        let refusal: CoreError? = state.withLock { state in
            if let end = state.end {
                // Nothing was sent: of this request, unlike of those that waited, it is known that it was not carried out.
                return end.reason == .outcomeUnknown ? failure.unreachable(end.message) : end
            }
            if state.cancelled.contains(id) { return Self.cancelled }
            guard let program = state.program, program.write(bytes) else {
                return failure.unreachable("It takes no requests.")
            }
            state.waiting[id] = continuation
            return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) }
    }

    private static let cancelled = CoreError(.cancelled, "The call was cancelled.")

    /// Whoever waits goes on, and the server is told that nobody does any more.
    private func cancel(_ id: Int64) {
        let continuation = state.withLock { state in
            if let continuation = state.waiting.removeValue(forKey: id) { return Optional(continuation) }
            state.cancelled.insert(id)
            return nil
        }
        guard let continuation else { return }
        send(MCPMessage.notification("notifications/cancelled", ["requestId": .integer(id)]))
        continuation.resume(returning: .failure(Self.cancelled))
    }

    private func send(_ message: [UInt8]) {
        let program = state.withLock { $0.end == nil ? $0.program : nil }
        _ = program?.write(message + [UInt8(ascii: "\n")])
    }

    // MARK: What the program says

    private func take(_ event: ResidentEvent) {
        switch event {
        case .line(let bytes): take(bytes)
        case .ended(let ending): end(failure.broken(Self.text(ending)))
        }
    }

    private func take(_ line: [UInt8]) {
        let message: MCPMessage
        do throws(JSONError) {
            message = try MCPMessage.parse(line)
        } catch {
            // Some servers print other things there before they begin; what waits then waits for its time.
            return
        }
        switch message {
        case .answer(let id, let result):
            let continuation = state.withLock { $0.waiting.removeValue(forKey: id) }
            continuation?.resume(returning: result.mapError { failure.refused($0) })
        case .request(let id, let method): send(MCPMessage.reply(to: id, method))
        case .other: return
        }
    }

    /// Nobody is answered any more.
    private func end(_ why: CoreError) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = why }
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: .failure(why)) }
    }

    private static func text(_ ending: ResidentEnding) -> String {
        if ending.wroteTooLongLine { return "It wrote a message that is too long, and was ended." }
        let how =
            switch ending.ending {
            case .exited(let status): "The program ended with the status \(status)."
            case .signalled(let signal): "The program ended by the signal \(signal)."
            case .unknown: "The program ended."
            }
        // The last line mostly says why; what a program prints there may hold anything, so no more than that is shown.
        let lines = ending.error.split(separator: UInt8(ascii: "\n"))
        guard let last = lines.last else { return how }
        return how + " It said last: " + String(decoding: last.prefix(300), as: UTF8.self)
    }
}
