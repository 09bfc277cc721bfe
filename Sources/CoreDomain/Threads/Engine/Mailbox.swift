import Synchronization

/// Messages for one reader, which takes all that wait at once.
final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var reader: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    /// Adds a message and wakes the reader.
    func post(_ message: Message) {
        let reader = state.withLock { state in
            state.messages.append(message)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The messages that wait, if any.
    func takeNow() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Whether a message waits for which `condition` holds.
    func holds(_ condition: (Message) -> Bool) -> Bool {
        state.withLock { $0.messages.contains(where: condition) }
    }

    /// The messages that wait, the oldest first; waits for one when there is none.
    func take() async -> [Message] {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.messages.isEmpty { state.reader = continuation }
                return !state.messages.isEmpty
            }
            if isReady { continuation.resume() }
        }
        return takeNow()
    }
}
