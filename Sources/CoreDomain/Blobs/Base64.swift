import CoreLanguage

/// Base 64 with padding (RFC 4648 §4), read strictly: each content has one text.
public enum Base64 {
    /// Why a text is none, and where.
    public struct Fault: Error, Hashable, Sendable {
        /// Bytes before the place.
        public let offset: Int
        /// What is wrong there: a sentence.
        public let message: String
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// The text of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: count) { text in
            var end = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let group = bytes[start..<min(start + 3, bytes.count)]
                var bits: UInt32 = 0
                for byte in group { bits = bits << 8 | UInt32(byte) }
                bits <<= UInt32(8 * (3 - group.count))
                for place in 0..<4 {
                    let value = Int(bits >> UInt32(18 - 6 * place) & 63)
                    text[end] = place <= group.count ? alphabet[value] : padding
                    end += 1
                }
            }
            return end
        }
    }

    /// The bytes of `text`.
    ///
    /// - Throws: a ``Fault`` for a foreign character, wrong padding, or bits left over.
    public static func decode(_ text: String) throws(Fault) -> [UInt8] {
        var text = text
        let result = text.withUTF8 { characters in
            Result { () throws(Fault) in try decode(characters) }
        }
        return try result.get()
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> [UInt8] {
        var digitCount = text.count
        while digitCount > 0, text.count - digitCount < 2, text[digitCount - 1] == padding { digitCount -= 1 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digitCount / 4 * 3 + 2)
        var (bits, bitCount) = (UInt32(0), UInt32(0))
        for index in 0..<digitCount {
            let value = values[Int(text[index])]
            if value == 255 { throw foreign(text[index], at: index) }
            bits = (bits << 6 | UInt32(value)) & 0xfff
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        guard text.count.isMultiple(of: 4), bitCount < 6 else {
            throw Fault(offset: text.count, message: "The text ends in the middle of a group of four characters.")
        }
        guard bits & (1 << bitCount - 1) == 0 else {
            throw Fault(offset: digitCount - 1, message: "The last character has bits that belong to no byte.")
        }
        return bytes
    }

    private static func foreign(_ character: UInt8, at index: Int) -> Fault {
        let name =
            switch character {
            case padding: "padding before the end"
            case UInt8(ascii: " "), 0x09, 0x0a, 0x0d: "white space"
            case UInt8(ascii: "-"), UInt8(ascii: "_"): "a character of the URL-safe alphabet"
            default: "a character that is none of base 64"
            }
        return Fault(offset: index, message: "There is \(name).")
    }
}

extension Schema where Value == [UInt8] {
    /// Bytes as base 64, at most `bytesMax` of them.
    public static func base64(bytesMax: Int) -> Schema<[UInt8]> {
        Schema(
            document: [
                "type": "string", "contentEncoding": "base64", "maxLength": .integer(Int64((bytesMax + 2) / 3 * 4)),
            ],
            decode: { json, pointer, violations in read(json, pointer, &violations, bytesMax) },
            encode: { .string(Base64.encode($0)) })
    }

    private static func read(
        _ json: JSONValue, _ pointer: JSONPointer, _ violations: inout [Violation], _ bytesMax: Int
    ) -> [UInt8]? {
        guard case .string(let text) = json else {
            violations.append(.wrongType(pointer, expected: "a string", found: json))
            return nil
        }
        do throws(Base64.Fault) {
            let bytes = try Base64.decode(text)
            if bytes.count <= bytesMax { return bytes }
            let message = "Expected at most \(bytesMax) bytes, found \(bytes.count)."
            violations.append(Violation(pointer, rule: "string_too_long", message))
        } catch {
            violations.append(Violation(pointer, notBase64: error))
        }
        return nil
    }
}
