/// A path to one value inside a JSON value (RFC 6901).
///
/// Reference tokens compare byte by byte, as member names do.
public struct JSONPointer: Sendable {
    /// The member names and element numbers from the outside inwards, without escapes. None for the whole value.
    public private(set) var tokens: [String]

    /// Points at the whole value.
    public static let root = JSONPointer(tokens: [])

    /// Creates a pointer from tokens without escapes.
    public init(tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the text of a pointer: nothing, or `/` before each token, in which `~0` stands for `~` and `~1` for `/`.
    ///
    /// - Throws: ``JSONPointerError`` when the text begins with something else or `~` stands before something else.
    public static func parse(_ text: String) throws(JSONPointerError) -> JSONPointer {
        guard !text.utf8.isEmpty else {
            return root
        }
        guard text.utf8.first == slash else {
            throw JSONPointerError(offset: 0, message: "A JSON Pointer is empty or begins with \"/\".")
        }
        var tokens: [String] = []
        var offset = 1
        for escaped in text.utf8.dropFirst().split(separator: slash, omittingEmptySubsequences: false) {
            tokens.append(try unescape(escaped, offset: offset))
            offset += escaped.count + 1
        }
        return JSONPointer(tokens: tokens)
    }

    /// The pointer to the member `key` of what this points at.
    public func appending(key: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [key])
    }

    /// The pointer to the element `index`, from 0, of what this points at.
    public func appending(index: Int) -> JSONPointer {
        appending(key: String(index))
    }

    /// The value this points at inside `value`, or nil when there is none.
    ///
    /// In an array a token must be an element's number without leading zeros. `-`, the place behind the last element,
    /// holds no value.
    public func resolve(in value: JSONValue) -> JSONValue? {
        var current = value
        for token in tokens {
            let child: JSONValue? =
                switch current {
                case .object(let object): object[token]
                case .array: Self.elementNumber(token).flatMap { current[$0] }
                default: nil
                }
            guard let child else {
                return nil
            }
            current = child
        }
        return current
    }

    /// RFC 6901 section 4: digits only, and no zero before another digit.
    private static func elementNumber(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.allSatisfy({ JSONByte.digit($0) < 10 }), digits.count == 1 || digits.first != JSONByte.zero else {
            return nil
        }
        return Int(token)
    }

    private static let slash: UInt8 = 0x2F
    private static let tilde: UInt8 = 0x7E

    private static func unescape(_ token: Substring.UTF8View, offset: Int) throws(JSONPointerError) -> String {
        var bytes: [UInt8] = []
        var rest = token[...]
        while let byte = rest.popFirst() {
            guard byte == tilde else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case JSONByte.zero: bytes.append(tilde)
            case JSONByte.zero + 1: bytes.append(slash)
            default:
                let place = offset + token.count - rest.count
                throw JSONPointerError(
                    offset: place, message: "Write \"~\" as \"~0\" and \"/\" as \"~1\" inside a token.")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONPointer: Hashable {
    /// Whether both have the same tokens, byte by byte.
    public static func == (lhs: JSONPointer, rhs: JSONPointer) -> Bool {
        lhs.tokens.count == rhs.tokens.count && zip(lhs.tokens, rhs.tokens).allSatisfy { JSONText.areEqual($0, $1) }
    }

    /// Hashes the bytes of the tokens.
    public func hash(into hasher: inout Hasher) {
        for token in tokens {
            JSONText.hash(token, into: &hasher)
        }
        hasher.combine(tokens.count)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The text of the pointer, which ``parse(_:)`` reads.
    public var description: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(Self.slash)
            for byte in token.utf8 {
                switch byte {
                case Self.tilde: bytes += [Self.tilde, JSONByte.zero]
                case Self.slash: bytes += [Self.tilde, JSONByte.zero + 1]
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
