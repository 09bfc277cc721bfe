import CoreDomain

/// What a call takes from a request's headers.
enum RequestHeaders {
    /// The conditions of the call.
    ///
    /// - Throws: `REQUEST_INVALID`, `CREDENTIAL_INVALID` or `IDEMPOTENCY_KEY_INVALID` for a header that cannot be read.
    static func call(_ request: WireRequest, requestID: Identifier) throws(CoreError) -> Call {
        Call(
            authority: try authority(request),
            organization: try organization(request),
            idempotencyKey: try idempotencyKey(request),
            requestID: requestID)
    }

    /// The number of the last event that the client has seen, when it resumes a stream (HTML, server-sent events).
    static func lastEventID(_ request: WireRequest) throws(CoreError) -> StreamPosition? {
        guard let value = try single(request, "last-event-id"), !value.isEmpty else { return nil }
        guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let position = StreamPosition(value) else {
            throw CoreError(
                .requestInvalid, "The header `Last-Event-ID` holds no number of an event.",
                fix: "Send the `id` of the last event that came, or leave the header out.")
        }
        return position
    }

    private static func authority(_ request: WireRequest) throws(CoreError) -> Authority {
        guard let value = try single(request, "authorization") else { return .anonymous }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw CoreError(
                .credentialInvalid, "The header `Authorization` holds no bearer token.",
                fix: "Send `Authorization: Bearer scrypted_…`.")
        }
        return .bearer(Secret(String(parts[1].trimmingSpaces)))
    }

    private static func organization(_ request: WireRequest) throws(CoreError) -> Identifier? {
        guard let value = try single(request, "x-organization-id") else { return nil }
        guard let identifier = IdentifierForm.uuid.parse(value) else {
            throw CoreError(.requestInvalid, "The header `x-organization-id` holds no UUID.")
        }
        return identifier
    }

    /// The key, bare or as a quoted structured-field string (draft-ietf-httpapi-idempotency-key-header).
    private static func idempotencyKey(_ request: WireRequest) throws(CoreError) -> Secret? {
        guard let value = try single(request, "idempotency-key") else { return nil }
        guard value.utf8.first == UInt8(ascii: "\"") else { return Secret(value) }
        guard let key = StructuredString.parse(value) else {
            throw CoreError(
                .idempotencyKeyInvalid, "The header `Idempotency-Key` begins with a quote, and is no quoted text.",
                fix: "Send the key bare, or in double quotes with nothing behind them.")
        }
        return Secret(key)
    }

    /// The one value of a header; nil when it is absent.
    static func single(_ request: WireRequest, _ name: String) throws(CoreError) -> String? {
        var single: String?
        for header in request.headers where header.name == name {
            let value = String(header.value[...].trimmingSpaces)
            guard single == nil || single == value else {
                throw CoreError(.requestInvalid, "The header `\(name)` was sent with two different values.")
            }
            single = value
        }
        return single
    }
}

/// A string of Structured Field Values (RFC 9651 §3.3.3).
enum StructuredString {
    /// The text inside the quotes; nil when `value` is anything else, or more.
    static func parse(_ value: String) -> String? {
        let bytes = Array(value.utf8)
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return nil }
        var text: [UInt8] = []
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            guard (0x20...0x7e).contains(byte) else { return nil }
            if isEscaped {
                guard byte == quote || byte == backslash else { return nil }
            } else if byte == backslash {
                isEscaped = true
                continue
            } else if byte == quote {
                return nil
            }
            isEscaped = false
            text.append(byte)
        }
        return isEscaped ? nil : String(decoding: text, as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
}

extension Substring {
    /// Without the spaces and tabs around it (RFC 9110 §5.5).
    var trimmingSpaces: Substring {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var text = utf8.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return Substring(text)
    }
}
