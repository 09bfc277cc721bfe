/// A URI reference in its five parts (RFC 3986 section 3 and appendix B). Characters are not checked.
struct JSONSchemaURI: Sendable {
    private var scheme: Substring?
    private var authority: Substring?
    private var path: Substring
    private var query: Substring?

    /// What stands behind “#”, as written; nil without “#”.
    private(set) var fragment: Substring?

    init(_ text: String) {
        var rest = text[...]
        fragment = Self.cut("#", from: &rest)
        query = Self.cut("?", from: &rest)
        if let colon = rest.utf8.firstIndex(of: 0x3A), Self.isScheme(rest[..<colon]) {
            scheme = rest[..<colon]
            rest = rest[rest.utf8.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: 0x2F) ?? rest.endIndex
            authority = rest[..<end]
            rest = rest[end...]
        }
        path = rest
    }

    /// Takes what stands behind the first `mark` away, and the mark.
    private static func cut(_ mark: Unicode.Scalar, from text: inout Substring) -> Substring? {
        guard let place = text.unicodeScalars.firstIndex(of: mark) else {
            return nil
        }
        let tail = text[text.unicodeScalars.index(after: place)...]
        text = text[..<place]
        return tail
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else {
            return false
        }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }

    /// Whether it says all by itself where it leads.
    var isAbsolute: Bool {
        scheme != nil
    }

    /// The text without “#” and what follows.
    var textWithoutFragment: String {
        var text = ""
        scheme.map { text += $0 + ":" }
        authority.map { text += "//" + $0 }
        text += path
        query.map { text += "?" + $0 }
        return text
    }

    /// What this leads to when it stands in a text from `base` (RFC 3986 section 5.2.2).
    func resolved(against base: JSONSchemaURI) -> JSONSchemaURI {
        var target = self
        if scheme != nil {
            target.path = Self.withoutDots(path)
            return target
        }
        target.scheme = base.scheme
        if authority != nil {
            target.path = Self.withoutDots(path)
            return target
        }
        target.authority = base.authority
        if path.isEmpty {
            target.path = base.path
            target.query = query ?? base.query
        } else {
            target.path = Self.withoutDots(path.utf8.first == 0x2F ? path : base.merged(with: path))
        }
        return target
    }

    /// RFC 3986 section 5.2.3.
    private func merged(with relative: Substring) -> Substring {
        if authority != nil, path.isEmpty {
            return "/" + relative
        }
        guard let slash = path.utf8.lastIndex(of: 0x2F) else {
            return relative
        }
        return path[...slash] + relative
    }

    /// RFC 3986 section 5.2.4. A path without “/” at its beginning still has none afterwards.
    private static func withoutDots(_ path: Substring) -> Substring {
        let isRooted = path.utf8.first == 0x2F
        let segments = path.dropFirst(isRooted ? 1 : 0).split(separator: "/", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        for segment in segments where segment != "." {
            if segment == ".." {
                _ = kept.popLast()
            } else {
                kept.append(segment)
            }
        }
        if let last = segments.last, last == "." || last == ".." {
            kept.append("")
        }
        return Substring((isRooted ? "/" : "") + kept.joined(separator: "/"))
    }
}

extension JSONSchemaURI {
    /// The fragment with its percent escapes decoded (RFC 3986 section 2.1); nil when one is broken or no UTF-8 results.
    var decodedFragment: String? {
        var bytes: [UInt8] = []
        var rest = (fragment ?? "").utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
