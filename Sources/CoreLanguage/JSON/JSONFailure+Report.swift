extension JSONFailure {
    /// The public form of the failure, with its place counted in `bytes`.
    func error(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
        let place = JSONPlace(offset: offset, in: bytes)
        let message = reason.message(found: JSONFoundText(at: offset, in: bytes))
        return JSONError(
            kind: reason.kind, message: message, line: place.line, column: place.column, offset: offset)
    }
}

/// A place in a text as a reader counts it.
private struct JSONPlace {
    private(set) var line = 1
    private(set) var column = 1

    /// Everything before `offset` has been read and is UTF-8, so each byte that does not continue a scalar begins one.
    init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var previous: UInt8 = 0
        for byte in bytes.prefix(offset) {
            if byte == JSONByte.carriageReturn || byte == JSONByte.lineFeed {
                let endsSameLine = byte == JSONByte.lineFeed && previous == JSONByte.carriageReturn
                line += endsSameLine ? 0 : 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            previous = byte
        }
    }
}

/// What stands at the place of a failure, for its message.
struct JSONFoundText {
    private let scalar: Unicode.Scalar?
    private let byte: UInt8?

    init(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let rest = bytes.dropFirst(offset)
        byte = rest.first
        var decoder = UTF8()
        var iterator = rest.makeIterator()
        if case .scalarValue(let decoded) = decoder.decode(&iterator) {
            scalar = decoded
        } else {
            scalar = nil
        }
    }

    /// The visible ASCII character there, or nil.
    var character: Character? {
        guard let scalar, scalar.isASCII, scalar.value > 0x20, scalar.value < 0x7F else {
            return nil
        }
        return Character(scalar)
    }

    /// How a sentence names it: `“x”`, `U+0009`, `the byte 0xFF`, `the end of the text`.
    var name: String {
        if let character {
            return "\"\(character)\""
        }
        if let scalar {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        }
        guard let byte else {
            return "the end of the text"
        }
        let digits = String(byte, radix: 16, uppercase: true)
        return "the byte 0x" + (byte < 0x10 ? "0" : "") + digits
    }
}
