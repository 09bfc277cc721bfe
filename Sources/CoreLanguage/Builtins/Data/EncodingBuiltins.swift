/// Texts as other texts. Bytes are those of UTF-8; binary data are base64 in scripts.
enum EncodingBuiltins {
    static let all = [
        Builtin(
            "base64_encode", ["text"], ["(text) -> binary"], "The bytes of the text in base64 (RFC 4648).",
            [(#"base64_encode("hello")"#, #""aGVsbG8=""#)], base64Encode),
        Builtin(
            "base64_decode", ["data"], ["(binary) -> text", "(text) -> text"],
            "The text whose bytes are written in base64, in the alphabet for URLs too; padding may be left out.",
            [(#"base64_decode("aGVsbG8=")"#, #""hello""#), (#"base64_decode("w6k")"#, #""é""#)], base64Decode),
        Builtin(
            "hex_encode", ["text"], ["(text) -> text"], "The bytes of the text in hexadecimal digits.",
            [(#"hex_encode("hé")"#, #""68c3a9""#)], hexEncode),
        Builtin(
            "hex_decode", ["digits"], ["(text) -> text"], "The text whose bytes are written in hexadecimal digits.",
            [(#"hex_decode("68C3A9")"#, #""hé""#)], hexDecode),
        Builtin(
            "url_encode", ["text"], ["(text) -> text"],
            "The text for a part of a URL: all but letters, digits and -._~ as %XX (RFC 3986).",
            [(#"url_encode("a b&c=é")"#, #""a%20b%26c%3D%C3%A9""#)], urlEncode),
        Builtin(
            "url_decode", ["text"], ["(text) -> text"], "The text that a part of a URL writes with %XX.",
            [(#"url_decode("a%20b%C3%A9")"#, #""a bé""#)], urlDecode),
        Builtin(
            "sha256", ["text"], ["(text) -> text"],
            "The SHA-256 digest (FIPS 180-4) of the bytes of the text, in hexadecimal.",
            [(#"sha256("abc")"#, #""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad""#)], sha256),
        Builtin(
            "byte_count", ["text"], ["(text) -> integer"], "How many bytes the text has in UTF-8.",
            [(#"byte_count("né")"#, "3")], byteCount),
    ]

    private static func base64Encode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: (text.utf8.count + 2) / 3 * 4)
        return .string(Base64.encode(text.utf8.span))
    }

    private static func base64Decode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        guard let bytes = Base64.decode(text.utf8.span) else { throw call.refused(0, "must be base64") }
        return try self.text(bytes, call)
    }

    private static func hexEncode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count * 2)
        return .string(Hexadecimal.encode(text.utf8))
    }

    private static func hexDecode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        guard let bytes = Hexadecimal.decode(text.utf8.span) else {
            throw call.refused(0, "must have an even number of hexadecimal digits")
        }
        return try self.text(bytes, call)
    }

    private static func urlEncode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count * 3)
        try call.budget.charge(steps: text.utf8.count / 16)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if ExpressionByte.continuesName(byte) || [0x2D, 0x2E, 0x7E].contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [0x25, Hexadecimal.upper[Int(byte >> 4)], Hexadecimal.upper[Int(byte & 15)]]
            }
        }
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private static func urlDecode(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(bytes: text.utf8.count)
        let encoded = text.utf8.span
        var bytes: [UInt8] = []
        var place = 0
        while place < encoded.count {
            if encoded[place] == 0x25 {
                guard place + 2 < encoded.count, let high = Hexadecimal.value(encoded[place + 1]),
                    let low = Hexadecimal.value(encoded[place + 2])
                else { throw call.refused(0, "must have two hexadecimal digits behind each %") }
                bytes.append(high << 4 | low)
                place += 3
            } else {
                bytes.append(encoded[place])
                place += 1
            }
        }
        return try self.text(bytes, call)
    }

    private static func sha256(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let text = try call.text(0)
        try call.budget.charge(steps: text.utf8.count / 8 + 12)
        return .string(Hexadecimal.encode(SHA256.digest(text.utf8.span)))
    }

    private static func byteCount(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        call.count(try call.text(0).utf8.count)
    }

    /// Bytes as a text.
    private static func text(_ bytes: [UInt8], _ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw call.refused(0, "must hold text in UTF-8; other bytes are no text")
        }
        return .string(text)
    }
}
