/// What callers may write as a header of a request.
public enum HeaderRules {
    /// Why a header is refused.
    public struct Fault: Hashable, Sendable {
        public let rule: String
        public let message: String
    }

    /// What the transport says itself: another word would let one request be read as two, or go elsewhere.
    private static let reserved: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
        "proxy-connection", "proxy-authorization", "accept-encoding",
    ]
    private static let tokenMarks = Set("!#$%&'*+-.^_`|~".utf8)

    /// What is wrong with a name in small letters; nil when nothing is.
    public static func fault(name: String) -> Fault? {
        let isToken = name.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || tokenMarks.contains(byte)
        }
        guard isToken, (1...256).contains(name.utf8.count) else {
            return Fault(
                rule: "header_name_invalid", message: "A header's name has letters, digits and hyphens, at most 256.")
        }
        guard !reserved.contains(name) else {
            return Fault(rule: "header_reserved", message: "This header is set by the server. Leave it out.")
        }
        return nil
    }

    /// What is wrong with a value; nil when nothing is.
    public static func fault(value: String) -> Fault? {
        guard value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }) else { return nil }
        return Fault(
            rule: "header_value_invalid",
            message: "A header's value holds a line end or another control character. Leave it out.")
    }
}
