extension JSONValue {
    /// Reads one JSON text as RFC 8259 has it, in UTF-8 without byte order mark.
    ///
    /// The grammar is followed strictly. Of members with the same name the last value stays, in the place of the first.
    ///
    /// - Throws: ``JSONError`` for the first thing that is wrong. A text past a limit counts as wrong; the place of one
    ///   that is too long is its beginning.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        do throws(JSONFailure) {
            guard bytes.count <= limits.maxBytes else {
                throw JSONFailure(reason: .sizeExceeded(limit: limits.maxBytes), offset: 0)
            }
            guard let input = bytes.baseAddress else {
                throw JSONFailure(reason: .unexpectedEnd, offset: 0)
            }
            var parser = JSONParser(input: input, count: bytes.count, maxDepth: limits.maxDepth)
            return try parser.readDocument()
        } catch {
            throw error.error(in: bytes)
        }
    }

    /// Reads one JSON text from an array of bytes, as ``parse(_:limits:)-(UnsafeBufferPointer<UInt8>,_)`` does.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads one JSON text from a span of bytes, as ``parse(_:limits:)-(UnsafeBufferPointer<UInt8>,_)`` does.
    public static func parse(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
            try parse(bytes, limits: limits)
        }
    }

    /// Reads one JSON text from a string, as ``parse(_:limits:)-(UnsafeBufferPointer<UInt8>,_)`` does.
    public static func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try parse(text.utf8.span, limits: limits)
    }
}
