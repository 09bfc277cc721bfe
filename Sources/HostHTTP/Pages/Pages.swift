import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire
import NIOCore

/// What the server answers besides the operations: metrics for Prometheus, and the documentation.
struct Pages: Sendable {
    private let service: WireService
    private let traffic: Traffic
    private let access: HTTPSettings.MetricsAccess
    private let documentation: Documentation

    init(_ service: WireService, _ traffic: Traffic, _ access: HTTPSettings.MetricsAccess) {
        self.service = service
        self.traffic = traffic
        self.access = access
        documentation = Documentation(openAPI: service.openAPI)
    }

    /// The page that `request` asks for; nil when it asks for none.
    func answer(
        _ request: WireRequest, to authority: String?, _ requestID: Identifier, _ channel: any Channel
    ) async throws(CoreError) -> WireResponse? {
        let content: Content?
        if request.path == "/metrics", access != .off {
            try Self.checkMethod(request)
            try await checkReader(request, authority, requestID, channel)
            let traffic = traffic
            let text = try await WorkerThread.result { Result<String, CoreError>.success(traffic.metrics()) }
            content = Content(Traffic.metricsContentType, Array(text.utf8), name: "metrics", isPublic: false)
        } else if request.path.hasPrefix("/docs") {
            content = documentation.content(request.path)
            if content != nil { try Self.checkMethod(request) }
        } else {
            content = nil
        }
        return content?.response(requestID)
    }

    private static func checkMethod(_ request: WireRequest) throws(CoreError) {
        if request.method == "GET" || request.method == "HEAD" { return }
        throw CoreError(
            .methodNotAllowed, "\(request.method.prefix(32)) is not possible here; GET, HEAD is.",
            details: .init(members: ["allow": ["GET", "HEAD"]]))
    }

    /// Lets in programs on the same machine that call this server by its loopback address, and the operator. A page that
    /// a browser was made to load from here has another name in `Host` or says where it is from, and what a proxy passes
    /// on says so.
    private func checkReader(
        _ request: WireRequest, _ authority: String?, _ requestID: Identifier, _ channel: any Channel
    ) async throws(CoreError) {
        if access == .open { return }
        let isDirect = !request.headers.contains { header in
            ["forwarded", "origin"].contains(header.name)
                || ["x-forwarded-", "sec-fetch-"].contains { header.name.hasPrefix($0) }
        }
        if isDirect, Loopback.isPeer(channel.remoteAddress), Loopback.isName(authority) { return }
        try await service.check(request, requestID: requestID, for: .operator)
    }
}

/// A document that is always the same, or nearly.
struct Content: Sendable {
    let mediaType: String
    let bytes: [UInt8]
    /// What it is called in the log and in the metrics.
    let name: String
    /// Whether anybody may keep it for a while.
    let isPublic: Bool

    init(_ mediaType: String, _ bytes: [UInt8], name: String, isPublic: Bool = true) {
        self.mediaType = mediaType
        self.bytes = bytes
        self.name = name
        self.isPublic = isPublic
    }

    /// No foreign origin, no inline script or style, no frame around it, no form that leaves the page.
    private static let policy =
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"

    func response(_ requestID: Identifier) -> WireResponse {
        WireResponse(
            status: 200,
            headers: [
                ("content-type", mediaType), ("x-request-id", requestID.description),
                ("content-security-policy", Self.policy), ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("cache-control", isPublic ? "public, max-age=300" : "no-store"),
            ],
            body: bytes, operation: name)
    }
}

/// The machine itself, as the other end of a connection and as a name.
enum Loopback {
    static func isPeer(_ address: SocketAddress?) -> Bool {
        guard let text = address?.ipAddress else { return false }
        return text == "::1" || text.hasPrefix("127.") || text.hasPrefix("::ffff:127.")
    }

    /// Whether `authority`, a host with or without a port, is a name of this machine that no foreign page has.
    static func isName(_ authority: String?) -> Bool {
        guard let authority else { return false }
        if authority.hasPrefix("[::1]") { return true }
        let host = authority.prefix { $0 != ":" }
        if host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
