/// Takes HTML apart, in the spirit of the standard's tokenizer (https://html.spec.whatwg.org/multipage/parsing.html): no
/// input is refused, each byte is looked at a bounded number of times, and nothing is nested.
struct HTMLTokenizer {
    /// A piece of a document.
    enum Token: Hashable {
        case text([UInt8])
        case open(name: String, language: String?, charset: String?)
        case close(name: String)
    }

    /// Elements whose contents are text up to their own end tag; of the first two, references count.
    private static let escapable: Set<String> = ["title", "textarea"]
    private static let raw: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes"]
    /// Bytes of a name or a value that are kept.
    private static let keptMax = 100

    private let bytes: [UInt8]
    private var index = 0
    /// The element whose end tag is awaited.
    private var awaited: String?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next piece; nil at the end.
    mutating func next() -> Token? {
        if let name = awaited {
            awaited = nil
            if let text = rawText(until: name) { return text }
        }
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else { return text() }
            if let token = markup() { return token }
        }
        return nil
    }

    /// Text up to the next `<`.
    private mutating func text() -> Token {
        let start = index
        index = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        return .text(Self.resolved(bytes[start..<index]))
    }

    /// What begins with `<`; nil for what says nothing, such as a comment.
    private mutating func markup() -> Token? {
        guard index + 1 < bytes.count else { return literal() }
        switch bytes[index + 1] {
        case UInt8(ascii: "!"):
            skipDeclaration()
            return nil
        case UInt8(ascii: "?"):
            skip(behind: UInt8(ascii: ">"))
            return nil
        case UInt8(ascii: "/"):
            guard index + 2 < bytes.count, HTMLByte.isLetter(bytes[index + 2]) else {
                skip(behind: UInt8(ascii: ">"))
                return nil
            }
            index += 2
            let name = self.name()
            return attributes().map { _ in .close(name: name) }
        case let byte where HTMLByte.isLetter(byte):
            index += 1
            return openTag()
        default: return literal()
        }
    }

    /// A `<` that begins nothing.
    private mutating func literal() -> Token {
        index += 1
        return .text([UInt8(ascii: "<")])
    }

    /// A comment ends at `-->` or `--!>`, and at the end of the document; any other declaration at `>`.
    private mutating func skipDeclaration() {
        guard bytes[index...].starts(with: Array("<!--".utf8)) else { return skip(behind: UInt8(ascii: ">")) }
        index += 4
        // `<!-->` and `<!--->` are whole comments.
        for short in [">", "->"] where bytes[index...].starts(with: Array(short.utf8)) {
            index += short.utf8.count
            return
        }
        while index < bytes.count {
            skip(behind: UInt8(ascii: "-"))
            let rest = bytes[min(index, bytes.count)...]
            for end in ["->", "-!>"] where rest.starts(with: Array(end.utf8)) {
                index += end.utf8.count
                return
            }
        }
    }

    private mutating func skip(behind byte: UInt8) {
        index = bytes[index...].firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
    }

    private mutating func openTag() -> Token? {
        let name = self.name()
        guard let attributes = attributes() else { return nil }
        if Self.raw.contains(name) || Self.escapable.contains(name) { awaited = name }
        return .open(name: name, language: attributes.language, charset: attributes.charset)
    }

    /// The name of a tag, in lower case.
    private mutating func name() -> String {
        let start = index
        index = bytes[start...].firstIndex { HTMLByte.isSpace($0) || $0 == 0x2f || $0 == 0x3e } ?? bytes.count
        return String(
            decoding: bytes[start..<index].prefix(Self.keptMax).map(HTMLByte.lowercased), as: UTF8.self)
    }

    // MARK: Attributes

    private struct Attributes {
        var language: String?
        var charset: String?
    }

    /// The attributes that are of use, up to the tag's end; nil for a tag that does not end, which is none.
    private mutating func attributes() -> Attributes? {
        var attributes = Attributes()
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") {
                index += 1
                return attributes
            }
            if HTMLByte.isSpace(byte) || byte == UInt8(ascii: "/") {
                index += 1
                continue
            }
            let name = attributeName()
            let value = attributeValue()
            switch name {
            case "lang", "xml:lang": attributes.language = attributes.language ?? value
            case "charset": attributes.charset = value
            case "content": attributes.charset = attributes.charset ?? value.flatMap { MediaCharset.inside($0) }
            default: break
            }
        }
        return nil
    }

    private mutating func attributeName() -> String {
        let start = index
        // An equals sign at the beginning belongs to the name.
        index =
            bytes[(start + 1)...].firstIndex { HTMLByte.isSpace($0) || [0x2f, 0x3e, 0x3d].contains($0) } ?? bytes.count
        return String(
            decoding: bytes[start..<index].prefix(Self.keptMax).map(HTMLByte.lowercased), as: UTF8.self)
    }

    private mutating func attributeValue() -> String? {
        var place = bytes[index...].firstIndex { !HTMLByte.isSpace($0) } ?? bytes.count
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return nil }
        place = bytes[(place + 1)...].firstIndex { !HTMLByte.isSpace($0) } ?? bytes.count
        guard place < bytes.count else {
            index = bytes.count
            return nil
        }
        let quote = bytes[place]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        let start = isQuoted ? place + 1 : place
        let end =
            bytes[start...].firstIndex { byte in
                isQuoted ? byte == quote : HTMLByte.isSpace(byte) || byte == UInt8(ascii: ">")
            } ?? bytes.count
        index = min(isQuoted ? end + 1 : end, bytes.count)
        return String(decoding: bytes[start..<end].prefix(Self.keptMax), as: UTF8.self)
    }

    // MARK: Raw text

    /// Everything up to the end tag of `name`; nil when there is nothing. An element that is never ended takes the rest.
    private mutating func rawText(until name: String) -> Token? {
        let start = index
        var end = bytes.count
        var place = start
        while let found = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            if isEndTag(of: name, at: found) {
                end = found
                break
            }
            place = found + 1
        }
        index = end
        let text = bytes[start..<end]
        if text.isEmpty { return nil }
        return .text(Self.escapable.contains(name) ? Self.resolved(text) : Array(text))
    }

    private func isEndTag(of name: String, at place: Int) -> Bool {
        let rest = bytes[place...].dropFirst(2)
        guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "/") else { return false }
        guard rest.prefix(name.utf8.count).map(HTMLByte.lowercased).elementsEqual(name.utf8) else { return false }
        guard let behind = rest.dropFirst(name.utf8.count).first else { return true }
        return HTMLByte.isSpace(behind) || behind == UInt8(ascii: "/") || behind == UInt8(ascii: ">")
    }

    /// The text with its character references replaced.
    private static func resolved(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
        var resolved: [UInt8] = []
        resolved.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "&"), let (character, end) = HTMLEntities.reference(text, at: index) {
                resolved += Array(String(character).utf8)
                index = end
            } else {
                resolved.append(text[index])
                index += 1
            }
        }
        return resolved
    }
}

/// `charset=` inside of a media type, as `<meta http-equiv>` has it.
enum MediaCharset {
    static func inside(_ value: String) -> String? {
        let text = value.lowercased()
        let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1)
        guard parts.count == 2, parts[0].suffix(7).elementsEqual("charset".utf8) else { return nil }
        return String(Substring(parts[1])).filter { $0 != "\"" && $0 != "'" && $0 != " " }
    }
}
