import CoreDomain
import HostSupport
import HostWire
import Hummingbird
import NIOCore

/// Reads the body of a request within the limits of its route and of the whole server.
struct BodyReader {
    let traffic: Traffic

    /// A body, and the room it takes, which is given back with ``Traffic/release(_:)``.
    struct Held {
        var bytes: [UInt8] = []
        var count = 0
    }

    private static let busy = CoreError(
        .busy, "The bodies of the requests under way take all the room there is for them.",
        fix: "Wait a moment and send the call again.", retry: .later(after: .seconds(1)))

    /// Whether a body is announced at all.
    static func hasBody(_ request: Request) -> Bool {
        if request.headers[.transferEncoding] != nil { return true }
        guard let length = request.headers[.contentLength] else { return false }
        return length != "0"
    }

    /// Reads the body into `held`.
    ///
    /// - Throws: `PAYLOAD_TOO_LARGE` beyond `bytesMax`, `BUSY` when the server holds too much already, `REQUEST_INVALID`
    ///   for a body that ends too early.
    func read(_ request: Request, bytesMax: Int, into held: inout Held) async throws(CoreError) {
        do {
            for try await chunk in request.body {
                let count = chunk.readableBytes
                if held.count + count > bytesMax { throw WireService.tooLarge(bytesMax) }
                guard traffic.reserve(count) else { throw Self.busy }
                held.count += count
                held.bytes += chunk.readableBytesView
            }
        } catch let error as CoreError {
            throw error
        } catch {
            throw CoreError(.requestInvalid, "The body ended before it was whole.")
        }
    }
}
