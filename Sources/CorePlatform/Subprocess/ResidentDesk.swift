import CoreDomain
import Glibc
import Synchronization

/// What is to be written to a program, and who waits for its end: shared by the callers and the program's thread.
final class ResidentDesk: ResidentProgram {
    /// Bytes that wait to be written at most.
    private static let waitingBytesMax = 64 * 1_024 * 1_024

    private struct State {
        var outgoing: [UInt8] = []
        var isEnding = false
        var isOver = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    private let wake: Pipe

    /// - Throws: `BUSY` when the system gives no pipe.
    init() throws(CoreError) {
        wake = try Pipe()
        Pipe.setNonBlocking(wake.writer)
        Pipe.setNonBlocking(wake.reader)
    }

    func write(_ bytes: [UInt8]) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isOver, !state.isEnding, bytes.count <= Self.waitingBytesMax - state.outgoing.count else {
                return false
            }
            state.outgoing += bytes
            return true
        }
        if isTaken { signal() }
        return isTaken
    }

    func end() async {
        state.withLock { $0.isEnding = true }
        signal()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiters.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: For the program's thread

    /// Becomes readable when there is news.
    var descriptor: Int32 { wake.reader.descriptor }

    var isEnding: Bool { state.withLock { $0.isEnding } }

    /// Takes what is to be written, once the signals for it are read.
    func take() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.count
        while bytes.withUnsafeMutableBytes({ read(wake.reader.descriptor, $0.baseAddress, count) }) == count {}
        return state.withLock { state in
            defer { state.outgoing = [] }
            return state.outgoing
        }
    }

    /// Nothing is left of the program.
    func close() {
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func signal() {
        var byte: UInt8 = 1
        // A full pipe wakes the thread as well as one more byte would.
        _ = Glibc.write(wake.writer.descriptor, &byte, 1)
    }
}
