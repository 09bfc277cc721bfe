import CoreDomain

/// Reads the bodies of answers as text.
enum WebText {
    /// The text of a body; nil when the bytes are none.
    static func text(_ answer: WebClient.Answer) -> String? {
        let declared = answer.header("content-type") ?? ""
        let type = MediaType(declared)
        if answer.body.contains(0), !TextCharset.mayHoldZeros(answer.body, declared: declared) { return nil }
        if let text = String(validating: answer.body, as: UTF8.self) {
            return TextCharset.mark(of: answer.body) == nil ? text : decoded(answer.body, type)
        }
        // Bytes that are no UTF-8 may be anything, so somebody has to say that they are text.
        guard type.charset != nil || type.essence.hasPrefix("text/") || TextCharset.mark(of: answer.body) != nil else {
            return nil
        }
        return decoded(answer.body, type)
    }

    private static func decoded(_ bytes: [UInt8], _ type: MediaType) -> String {
        TextCharset.decode(bytes, declared: type.charset).text
    }

    /// `bytes` without a character of UTF-8 that was cut off at their end.
    static func withoutCutCharacter(_ bytes: [UInt8]) -> [UInt8] {
        let tail = bytes.suffix(3)
        for (index, byte) in zip(tail.indices, tail).reversed() {
            if byte & 0xc0 == 0x80 { continue }
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            return bytes.count - index < length ? Array(bytes[..<index]) : bytes
        }
        return bytes
    }
}
