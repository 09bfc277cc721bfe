/// Percent-encoding (RFC 3986 §2.1).
enum PercentEncoding {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let structural = unreserved.union("!$&'()*+,;=:@/?".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A name or a value: everything that could mean something else is encoded.
    static func component(_ text: String) -> String {
        encoded(text.utf8) { bytes, index in unreserved.contains(bytes[index]) }
    }

    /// A path or a query as it was given: what is structure or encoded already stays, the rest is encoded.
    static func kept(_ text: Substring) -> String {
        encoded(text.utf8) { bytes, index in structural.contains(bytes[index]) || isEncoded(bytes, at: index) }
    }

    private static func isEncoded(_ bytes: [UInt8], at index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count else { return false }
        return Hexadecimal.value(of: bytes[index + 1]) != nil && Hexadecimal.value(of: bytes[index + 2]) != nil
    }

    private static func encoded(_ text: some Sequence<UInt8>, keep: ([UInt8], Int) -> Bool) -> String {
        let bytes = Array(text)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for index in bytes.indices {
            if keep(bytes, index) {
                result.append(bytes[index])
            } else {
                result += [UInt8(ascii: "%"), digits[Int(bytes[index] >> 4)], digits[Int(bytes[index] & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
