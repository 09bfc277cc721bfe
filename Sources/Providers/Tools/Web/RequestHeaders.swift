import CoreDomain
import CoreLanguage

/// The headers that a script gives for a request.
struct RequestHeaders {
    /// Headers, and bytes of names and values together.
    static let (countMax, bytesMax) = (100, 65_536)

    /// What the transport says itself: another word would let one request be read as two, or go elsewhere.
    private static let reserved: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
        "proxy-connection", "proxy-authorization", "accept-encoding",
    ]
    private static let tokenMarks = Set("!#$%&'*+-.^_`|~".utf8)

    /// Names in lower case.
    private(set) var list: [(name: String, value: String)] = []

    /// Reads the member `headers`: names with a text, a number, true, false, or a list of these.
    init(_ input: ToolInput) throws(CoreError) {
        var bytes = 0
        for (name, value) in try input.object("headers") {
            let pointer = input.pointer("headers").appending(key: name)
            let lowered = name.lowercased()
            try Self.check(lowered, pointer)
            guard let texts = PlainTexts.texts(value) else {
                throw Self.fault(
                    pointer, "wrong_type", "A header's value is a text, a number, true, false or a list of these.")
            }
            for text in texts {
                try Self.check(value: text, pointer)
                bytes += name.utf8.count + text.utf8.count
                list.append((lowered, text))
            }
            guard list.count <= Self.countMax, bytes <= Self.bytesMax else {
                throw Self.fault(
                    input.pointer("headers"), "too_many",
                    "There are more than \(Self.countMax) headers, or more than \(Self.bytesMax) bytes of them.")
            }
        }
    }

    /// Adds a header unless the script gave one of this name.
    mutating func addMissing(_ name: String, _ value: String) {
        if !list.contains(where: { $0.name == name }) { list.append((name, value)) }
    }

    private static func check(_ name: String, _ pointer: JSONPointer) throws(CoreError) {
        let isToken = name.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || tokenMarks.contains(byte)
        }
        guard isToken, (1...256).contains(name.utf8.count) else {
            throw fault(pointer, "header_name_invalid", "A header's name has letters, digits and hyphens, at most 256.")
        }
        guard !reserved.contains(name) else {
            throw fault(pointer, "header_reserved", "This header is set by the server. Leave it out.")
        }
    }

    private static func check(value: String, _ pointer: JSONPointer) throws(CoreError) {
        guard !value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }) else {
            throw fault(
                pointer, "header_value_invalid",
                "A header's value holds a line end or another control character. Leave it out.")
        }
    }

    private static func fault(_ pointer: JSONPointer, _ rule: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(pointer, rule: rule, message)])
    }
}

/// Values that have one text each, for headers and queries.
enum PlainTexts {
    /// The texts of a value or of a list's values; nil when one has none.
    static func texts(_ value: JSONValue) -> [String]? {
        guard let list = value.arrayValue else { return text(value).map { [$0] } }
        let texts = list.compactMap(text)
        return texts.count == list.count ? texts : nil
    }

    private static func text(_ value: JSONValue) -> String? {
        value.stringValue ?? value.numberText ?? value.boolValue.map { $0 ? "true" : "false" }
    }
}
