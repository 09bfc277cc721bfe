/// An absolute URL of http or https, in one spelling: what is checked is what is sent.
///
/// URLs are read in many ways, and where two readers differ, one can be told to look at another host than the other
/// connects to. So this takes little, and writes it anew: ``text`` has only what every reader understands alike.
public struct WebURL: Hashable, Sendable {
    /// What is asked.
    public enum Host: Hashable, Sendable {
        /// In lower case: letters, digits, hyphens, underscores and dots.
        case name(String)
        case address(IPAddress)
    }

    /// Why a text is refused: a sentence, which repeats nothing of the text.
    public struct Fault: Error, Hashable, Sendable {
        /// What is wrong and how to mend it.
        public let message: String

        init(_ message: String) { self.message = message }
    }

    /// Bytes of a URL that are read at most.
    public static let bytesMax = 16_384

    /// Whether it is one of https.
    public let isSecure: Bool
    /// Who is asked.
    public let host: Host
    /// Nil for the usual port of the scheme.
    public let port: UInt16?
    /// Begins with a slash.
    public let path: String
    /// Without the question mark; nil when there is none.
    public internal(set) var query: String?

    /// The URL that `text` writes. A fragment is left out: it is never sent.
    public init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.bytesMax else { throw Fault("The URL is longer than \(Self.bytesMax) bytes.") }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }) else {
            throw Fault("The URL holds a control character or a backslash. Percent-encode it.")
        }
        var rest = Substring(text)
        isSecure = try Self.takeScheme(&rest)
        let place = rest.utf8.prefix { !"/?#".utf8.contains($0) }
        (host, port) = try Self.authority(String(Substring(place)))
        let target = Self.target(rest[place.endIndex...])
        path = target.path
        query = target.query
    }

    init(isSecure: Bool, host: Host, port: UInt16?, path: String, query: String?) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// The URL in ASCII.
    public var text: String {
        "\(scheme)://\(hostText)\(port.map { ":\($0)" } ?? "")\(path)\(query.map { "?\($0)" } ?? "")"
    }

    /// The host as it stands in a URL.
    public var hostText: String {
        switch host {
        case .name(let name): name
        case .address(.v6(let bits)): "[\(IPAddress.v6(bits))]"
        case .address(let address): address.description
        }
    }

    private var scheme: String { isSecure ? "https" : "http" }

    // MARK: Reading

    private static func takeScheme(_ rest: inout Substring) throws(Fault) -> Bool {
        for (scheme, isSecure) in [("https://", true), ("http://", false)]
        where rest.utf8.prefix(scheme.utf8.count).elementsEqual(scheme.utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
            rest = rest.dropFirst(scheme.count)
            return isSecure
        }
        throw Fault("The URL is no absolute one of http or https. Write it as https://HOST/PATH.")
    }

    private static func authority(_ text: String) throws(Fault) -> (Host, UInt16?) {
        guard !text.utf8.contains(UInt8(ascii: "@")) else {
            throw Fault("The URL holds a name or a password before the host. Send them in the header Authorization.")
        }
        if text.hasPrefix("[") {
            let inner = text.utf8.dropFirst().prefix { $0 != UInt8(ascii: "]") }
            guard case .v6(let bits)? = IPAddress(String(Substring(inner))), inner.endIndex < text.endIndex else {
                throw Fault("What stands in brackets is no address of IPv6.")
            }
            return (.address(.v6(bits)), try port(text[inner.endIndex...].dropFirst()))
        }
        let name = Substring(text.utf8.prefix { $0 != UInt8(ascii: ":") })
        return (try host(String(name).lowercased()), try port(text[name.endIndex...]))
    }

    private static func host(_ name: String) throws(Fault) -> Host {
        guard !name.isEmpty, name.utf8.count <= 253 else {
            throw Fault("The URL names no host of 1 to 253 characters.")
        }
        guard name.utf8.allSatisfy(isOfName) else {
            throw Fault(
                "The host holds a character that no name of a host has. Write names in other letters than those of ASCII "
                    + "in their form with xn--.")
        }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        // A dot at the end is the root.
        guard !labels.dropLast().contains(where: \.isEmpty) else { throw Fault("The host has an empty label.") }
        guard IPAddress.endsInNumber(name) else { return .name(name) }
        guard let address = IPAddress(loose: name) else {
            throw Fault("The host ends in a number and is no address. Write an address as four numbers with dots.")
        }
        return .address(address)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func port(_ text: Substring) throws(Fault) -> UInt16? {
        if text.isEmpty || text == ":" { return nil }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let port = UInt16(digits),
            port > 0
        else { throw Fault("The port is no number from 1 to 65535.") }
        return port
    }

    /// The path and the query of what stands behind the host.
    static func target(_ text: Substring) -> (path: String, query: String?) {
        let sent = Substring(text.utf8.prefix { $0 != UInt8(ascii: "#") })
        let path = Substring(sent.utf8.prefix { $0 != UInt8(ascii: "?") })
        let query = path.endIndex < sent.endIndex ? PercentEncoding.kept(sent[path.endIndex...].dropFirst()) : nil
        return (path.isEmpty ? "/" : PercentEncoding.kept(path), query)
    }
}
