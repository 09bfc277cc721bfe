import HostSupport
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Rules of HTTP/1 that the server below leaves open, kept before a request reaches it.
///
/// - A request names its host once (RFC 9112 §3.2), else it is refused with 400 and the connection closed.
/// - A connection that does not stay open says so in one way, also for HTTP/1.0 (RFC 9112 §9.3).
/// - A client that waits to be told to go on is told so (RFC 9110 §10.1.1), unless its body will be refused anyway.
final class ConnectionRules: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        let hosts = head.headers["host"].count
        guard hosts == 1 || hosts == 0 && head.version == .http1_0 else { return refuse(context) }
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        if head.waitsToGoOn, head.bodyLength ?? 0 <= WireService.bodyBytesMax { goOn(context) }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private func goOn(_ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        let headers: HTTPHeaders = ["content-length": "0", "connection": "close"]
        let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
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
}
