import CoreDomain

/// How long bodies may be, known before a request is read.
struct BodyLimits: Sendable {
    /// Of every route there is.
    static let standard = BodyLimits(WireTables.all)

    private let routes: RouteTable

    init(_ bindings: [Binding]) { routes = RouteTable(bindings) }

    /// Bytes of a body at most; the usual limit where no route leads.
    func bytesMax(method: String, path: String) -> Int {
        do throws(CoreError) {
            let path = String(Substring(path.utf8.prefix { $0 != UInt8(ascii: "?") }))
            return try routes.match(method: method, path: RequestPath(path)).binding.bodyBytesMax
        } catch {
            return Binding.bodyBytesMaxDefault
        }
    }
}
