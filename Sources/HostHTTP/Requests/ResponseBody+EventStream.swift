import HostSupport
import HostWire
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

extension ResponseBody {
    /// Sends each event as it comes to be, until the stream is over, the client has gone, or the server is told to stop:
    /// then the stream just ends, and the client resumes it with the next one.
    init(_ stream: EventStream, on channel: any Channel, _ traffic: Traffic) {
        self.init { writer in
            let stop = StreamStop()
            channel.triggerUserOutboundEvent(ConnectionRules.Event.streams, promise: nil)
            channel.closeFuture.whenComplete { _ in stop.stop() }
            traffic.beginStream()
            defer { traffic.endStream() }
            // The headers go out with the first bytes.
            try await writer.write(ByteBuffer(bytes: stream.opening))
            try await withGracefulShutdownHandler {
                while let bytes = await stop.race({ await stream.next() }) {
                    try await writer.write(ByteBuffer(bytes: bytes))
                    traffic.sendStream(bytes.count)
                }
            } onGracefulShutdown: {
                stop.stop()
            }
            try await writer.finish(nil)
        }
    }
}

/// Ends the wait for the next event from outside.
private final class StreamStop: Sendable {
    private struct State {
        var isStopped = false
        var wait: Task<[UInt8]?, Never>?
    }

    private let state = Mutex(State())

    func stop() {
        let wait = state.withLock { state in
            state.isStopped = true
            return state.wait
        }
        wait?.cancel()
    }

    /// What `body` gives; nil once it was stopped.
    func race(_ body: @escaping @Sendable () async -> [UInt8]?) async -> [UInt8]? {
        let wait = state.withLock { state -> Task<[UInt8]?, Never>? in
            guard !state.isStopped else { return nil }
            let wait = Task { await body() }
            state.wait = wait
            return wait
        }
        guard let wait else { return nil }
        return await withTaskCancellationHandler {
            await wait.value
        } onCancel: {
            wait.cancel()
        }
    }
}
