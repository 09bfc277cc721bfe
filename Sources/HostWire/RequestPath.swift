import CoreDomain

/// The path of a request, decoded once: the route and the form of errors are both found from the same segments.
struct RequestPath: Sendable {
    /// As sent.
    let text: String
    /// Decoded; one that cannot be decoded stands as it was sent.
    let segments: [String]
    /// Why the path leads nowhere, when a segment cannot be decoded.
    let fault: CoreError?

    init(_ text: String) {
        self.text = text
        var segments: [String] = []
        var fault: CoreError?
        let bytes = text.utf8.first == UInt8(ascii: "/") ? text.utf8.dropFirst() : text.utf8[...]
        for segment in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            do throws(CoreError) {
                // What has no escape was text before, and still is.
                let isPlain = !segment.contains(UInt8(ascii: "%"))
                segments.append(isPlain ? String(Substring(segment)) : try PathSegment.decode(segment))
            } catch {
                segments.append(String(Substring(segment)))
                fault = fault ?? error
            }
        }
        self.segments = segments
        self.fault = fault
    }

    /// Whether the path begins at the root, as all that lead somewhere do.
    var isRooted: Bool { text.utf8.first == UInt8(ascii: "/") }
}

/// One segment of a path.
enum PathSegment {
    /// Decodes percent-encoding, once.
    ///
    /// - Throws: `REQUEST_INVALID` for a broken escape, an encoded slash, NUL, or what is not UTF-8.
    static func decode(_ segment: Substring.UTF8View.SubSequence) throws(CoreError) -> String {
        try PercentEncoding.decode(segment, of: "path") { byte throws(CoreError) in
            if byte == UInt8(ascii: "/") { throw PercentEncoding.invalid("path", "an encoded slash") }
        }
    }
}

/// Percent-encoding (RFC 3986 §2.1).
public enum PercentEncoding {
    /// The text that `encoded` stands for; nil when it is broken.
    public static func text(_ encoded: Substring) -> String? {
        do throws(CoreError) {
            return try decode(encoded.utf8, of: "text")
        } catch {
            return nil
        }
    }

    /// The text behind `bytes`, a piece of the `part` of a URL that messages name.
    ///
    /// - Throws: `REQUEST_INVALID` for a broken escape, NUL, what is not UTF-8, and what `check` throws for a byte that
    ///   was encoded.
    static func decode(
        _ bytes: some Sequence<UInt8>, of part: String, check: (UInt8) throws(CoreError) -> Void = { _ in }
    ) throws(CoreError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.underestimatedCount)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = digit(iterator.next()), let low = digit(iterator.next()) else {
                throw invalid(part, "a percent sign that no two hexadecimal digits follow")
            }
            let byte = high << 4 | low
            if byte == 0 { throw invalid(part, "the character NUL") }
            try check(byte)
            decoded.append(byte)
        }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw invalid(part, "bytes that are not UTF-8")
        }
        return text
    }

    static func invalid(_ part: String, _ what: String) -> CoreError {
        CoreError(.requestInvalid, "The \(part) contains \(what).")
    }

    private static func digit(_ byte: UInt8?) -> UInt8? { byte.flatMap(Hexadecimal.value) }
}
