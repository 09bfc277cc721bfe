import CoreDomain

/// The URL of a server, checked: `http` or `https`, a host, and nothing secret in it.
struct ServerAddress: Sendable {
    /// Without a slash at its end.
    let url: String

    init(_ text: String) throws(CoreError) {
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw Self.invalid("it begins with neither http:// nor https://")
        }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains("@") else {
            throw Self.invalid("it holds a name or password, which others could see")
        }
        guard rest.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }) else {
            throw Self.invalid("it holds a character that no URL may hold")
        }
        guard !rest.contains("?"), !rest.contains("#") else { throw Self.invalid("it holds more than a place") }
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty, !host.hasPrefix(":") else { throw Self.invalid("it names no host") }
        var place = text
        while place.hasSuffix("/") { place.removeLast() }
        url = place
        isLoopback = ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
        isEncrypted = scheme == "https://"
    }

    /// Whether what is sent stays on this machine.
    let isLoopback: Bool
    let isEncrypted: Bool

    private static func invalid(_ why: String) -> CoreError {
        CoreError(
            .requestInvalid, "The URL of the server cannot be used: \(why).",
            fix: "Give it as `scriptorium serve` prints it: http://HOST:PORT.")
    }
}
