import HostSupport
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Rules of HTTP/1 that the server below leaves open, kept before a request reaches it.
///
/// - A request names its host once (RFC 9112 §3.2): one that does not arrives without a host, and is refused as such.
/// - A connection that does not stay open says so in one way, also for HTTP/1.0 (RFC 9112 §9.3).
/// - A client that waits to be told to go on is told so (RFC 9110 §10.1.1), unless its body will be refused anyway, or an
///   earlier request of the connection has no answer yet.
final class ConnectionRules: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var unansweredCount = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        settleHost(&head)
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        if unansweredCount == 0, head.waitsToGoOn, head.bodyLength ?? 0 <= head.bodyBytesMax { goOn(context) }
        unansweredCount += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unansweredCount -= 1 }
        context.write(data, promise: promise)
    }

    private func settleHost(_ head: inout HTTPRequestHead) {
        switch head.headers["host"].count {
        case 1: return
        case 0 where head.version == .http1_0:
            // HTTP/1.0 need not name a host; one is put in, so that its absence always means a fault.
            head.headers.add(name: "host", value: "unnamed")
        default:
            head.headers.remove(name: "host")
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
}

/// Puts ``ConnectionRules`` where requests still carry their version, which the server's own hook comes too late for.
final class ConnectionRulesInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(ConnectionRules(), position: .before(codec))
        } catch {
            context.close(promise: nil)
        }
    }
}

extension HTTPRequestHead {
    fileprivate var waitsToGoOn: Bool {
        headers["expect"].contains { $0.lowercased() == "100-continue" }
    }

    fileprivate var bodyLength: Int? {
        headers["content-length"].first.flatMap { Int($0) }
    }

    fileprivate var bodyBytesMax: Int { WireService.bodyBytesMax(method: method.rawValue, path: uri) }
}
