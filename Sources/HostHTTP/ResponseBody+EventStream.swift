import HostSupport
import Hummingbird
import NIOCore
import ServiceLifecycle

extension ResponseBody {
    /// Sends each event as it comes to be. A server that is told to stop ends the stream: the client resumes it with the
    /// next one.
    init(_ stream: EventStream) {
        self.init { writer in
            // The headers go out with the first bytes; a comment lets the client know that it is connected.
            try await writer.write(ByteBuffer(string: ": connected\n\n"))
            while let bytes = await cancelWhenGracefulShutdown({ await stream.next() }) {
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
    }
}
