extension JSONValue {
    /// The value as JSON in UTF-8.
    ///
    /// Every number reads back as the same case and value, except those JSON cannot write: `null` stands for NaN, the
    /// infinities and a `decimal` whose text is no number. ``numberText`` tells them apart beforehand.
    public func serialized(_ style: JSONStyle = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.buffer.array
    }

    /// The value as JSON text; otherwise as ``serialized(_:)``.
    public func serializedString(_ style: JSONStyle = .compact) -> String {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.buffer.string
    }

    /// Appends what ``serialized(_:)`` returns to `bytes`.
    public func append(to bytes: inout [UInt8], style: JSONStyle = .compact) {
        var writer = JSONWriter(style: style)
        writer.write(self)
        writer.buffer.append(to: &bytes)
    }

    /// The value in the form ``JSONStyle/canonical``.
    public func canonicalBytes() -> [UInt8] {
        serialized(.canonical)
    }
}
