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
        guard value.first == "\"" else { return Secret(value) }
        guard value.count >= 2, value.last == "\"" else {
            throw CoreError(.idempotencyKeyInvalid, "The header `Idempotency-Key` begins with a quote that never ends.")
        }
        return Secret(String(value.dropFirst().dropLast()))
    }

    /// The one value of a header; nil when it is absent.
    private static func single(_ request: WireRequest, _ name: String) throws(CoreError) -> String? {
        let values = Set(request.values(name).map { String($0[...].trimmingSpaces) })
        guard values.count <= 1 else {
            throw CoreError(.requestInvalid, "The header `\(name)` was sent with two different values.")
        }
        return values.first
    }
}

extension Substring {
    /// Without the spaces and tabs around it (RFC 9110 §5.5).
    var trimmingSpaces: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
