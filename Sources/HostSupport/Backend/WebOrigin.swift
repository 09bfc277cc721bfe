/// How browsers name where a page comes from (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin).
enum WebOrigin {
    /// Whether `text` is an origin as browsers send it: scheme, host, and a port that is not the scheme's own.
    static func isOrigin(_ text: String) -> Bool {
        guard text != "*" else { return true }
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
            let place = text.dropFirst(scheme.count)
            return !place.isEmpty && place.utf8.allSatisfy { isPlaceByte($0) } && place == place.lowercased()
        }
        return false
    }

    private static func isPlaceByte(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && !"/?#@\\*\"<>".utf8.contains(byte)
    }
}
