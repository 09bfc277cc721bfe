import HostSupport
import HostWire
import NIOCore
import NIOHTTP1

/// Rules of HTTP/1 that the server below leaves open, kept before a request reaches it.
///
/// - Too many connections: status 503, and the connection is closed.
/// - A request names its host once (RFC 9112 §3.2): one that does not arrives without a host, and is refused as such.
/// - A connection that does not stay open says so in one way, also for HTTP/1.0 (RFC 9112 §9.3).
/// - A client that waits to be told to go on (RFC 9110 §10.1.1) is told so when its body is wanted.
/// - Who is slower than ``ConnectionPatience`` allows is hung up on.
/// - An answer that comes before the whole body ends the connection; the rest is read and dropped, within bounds.
/// - Who hangs up on a stream is gone; a stream is not for those who half-close.
final class ConnectionRules: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What the responder tells the connection.
    enum Event: Sendable {
        /// The body of the request is wanted.
        case wantsBody
        /// The answer is a stream.
        case streams
        /// The answer has the headers of a body of unknown length, and no body.
        case headersOnly
    }

    /// Bytes of a refused body that are read and dropped.
    private static let droppedBytesMax = 64 * 1_024 * 1_024

    private let traffic: Traffic
    private var patience: ConnectionPatience
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?
    private var unansweredCount = 0
    /// The last request that was read is not whole yet.
    private var awaitsBody = false
    private var waitsToGoOn = false
    private var isAnswering = false
    private var isStreaming = false
    private var isBodiless = false
    private var isRefused = false
    private var closesAfterAnswer = false
    private var isDraining = false
    private var droppedCount = 0
    private var bufferedCount = 0

    init(_ limits: ConnectionPatience.Limits, _ traffic: Traffic) {
        self.traffic = traffic
        patience = ConnectionPatience(limits, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        isRefused = !traffic.enter()
        context.channel.closeFuture.whenComplete { [traffic] _ in traffic.leave() }
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimer() }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard isRefused else { return arm(context) }
        traffic.count(.refused)
        closeWith(.serviceUnavailable, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var head):
            if isDraining || isRefused { return }
            receive(&head)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let buffer):
            patience.bodyRead(buffer.readableBytes, now: .now())
            if !isDraining { return context.fireChannelRead(data) }
            droppedCount += buffer.readableBytes
            if droppedCount > Self.droppedBytesMax { context.close(promise: nil) }
        case .end:
            awaitsBody = false
            patience.bodyEnded()
            if !isDraining { context.fireChannelRead(data) }
        }
    }

    private func receive(_ head: inout HTTPRequestHead) {
        settleHost(&head)
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        waitsToGoOn = head.waitsToGoOn
        awaitsBody = true
        unansweredCount += 1
        patience.headRead()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if awaitsBody, unansweredCount == 1, !isDraining { patience.beginBodyOnce(now: .now()) }
        arm(context)
        context.fireChannelReadComplete()
        // Nobody above asks for more once the answer was given.
        if isDraining { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            isAnswering = true
            // Of an answer that comes too early, the client is told that the connection ends with it.
            closesAfterAnswer = isBodiless || awaitsBody && unansweredCount == 1
            guard closesAfterAnswer else { return context.write(data, promise: promise) }
            head.headers.replaceOrAdd(name: "connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end: end(context, data, promise)
        default: context.write(data, promise: promise)
        }
    }

    private func end(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        (isAnswering, isStreaming) = (false, false)
        unansweredCount -= 1
        if isBodiless {
            // The encoder would end a body that is not there.
            context.flush()
            promise?.succeed()
        } else {
            context.write(data, promise: promise)
        }
        if closesAfterAnswer {
            context.flush()
            drain(context)
            return context.close(mode: .output, promise: nil)
        }
        if unansweredCount == 0 { patience.quiet(now: .now()) } else if awaitsBody { patience.awaitBody(now: .now()) }
        arm(context)
    }

    /// The server has said its last word.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { drain(context) }
        context.close(mode: mode, promise: promise)
    }

    private func drain(_ context: ChannelHandlerContext) {
        isDraining = true
        patience.draining(now: .now())
        arm(context)
        context.read()
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let event = event as? Event else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        switch event {
        case .wantsBody: if waitsToGoOn { goOn(context) }
        case .streams: isStreaming = true
        case .headersOnly: isBodiless = true
        }
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            patience.stopping(now: .now())
            arm(context)
        } else if isStreaming || isDraining, case .inputClosed? = event as? ChannelEvent {
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        patience.writability(context.channel.isWritable, now: .now())
        bufferedCount = buffered(context)
        arm(context)
        context.fireChannelWritabilityChanged()
    }
}

// MARK: - Time

extension ConnectionRules {
    private func arm(_ context: ChannelHandlerContext) {
        guard let end = patience.end(), context.channel.isActive else { return }
        if let timer, timer.at <= end.at { return }
        timer?.task.cancel()
        let bound = NIOLoopBound((rules: self, context: context), eventLoop: context.eventLoop)
        timer = (
            end.at, context.eventLoop.scheduleTask(deadline: end.at) { bound.value.rules.ring(bound.value.context) }
        )
    }

    private func stopTimer() {
        timer?.task.cancel()
        timer = nil
    }

    private func ring(_ context: ChannelHandlerContext) {
        timer = nil
        let now = NIODeadline.now()
        guard let end = patience.end(), end.at <= now else { return arm(context) }
        switch end.cause {
        case .idle, .drain: context.close(promise: nil)
        case .header:
            traffic.count(.header)
            context.close(promise: nil)
        case .body:
            traffic.count(.body)
            if isAnswering { context.close(promise: nil) } else { closeWith(.requestTimeout, context) }
        case .write:
            let count = buffered(context)
            if count < bufferedCount {
                bufferedCount = count
                patience.writeProgressed(now: now)
                return arm(context)
            }
            traffic.count(.write)
            context.close(promise: nil)
        }
    }

    private func buffered(_ context: ChannelHandlerContext) -> Int {
        // A channel that cannot tell has taken nothing.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0  // reason: counts as no progress
    }

    private func goOn(_ context: ChannelHandlerContext) {
        waitsToGoOn = false
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// Answers without a body and hangs up.
    private func closeWith(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        var headers: HTTPHeaders = ["content-length": "0", "connection": "close"]
        if status == .serviceUnavailable { headers.add(name: "retry-after", value: "1") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.close(promise: nil) }
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
}

extension HTTPRequestHead {
    fileprivate var waitsToGoOn: Bool {
        headers["expect"].contains { $0.lowercased() == "100-continue" }
    }
}
