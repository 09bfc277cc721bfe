public import CoreDomain

/// The name of a request in logs and in the audit trail, where the caller brings one along.
public enum RequestIdentity {
    /// The caller's name for the request; nil when it sent none that has 128 bits, or several.
    ///
    /// `X-Request-Id` (a UUID, or 32 hexadecimal digits) counts before the trace id of `traceparent`
    /// (https://www.w3.org/TR/trace-context/).
    public static func incoming(requestID: [String], traceparent: [String]) -> Identifier? {
        if requestID.count == 1, let name = requestID.first.flatMap(identifier) { return name }
        return traceparent.count == 1 ? traceparent.first.flatMap(traceID) : nil
    }

    private static func identifier(_ text: String) -> Identifier? {
        guard let name = text.utf8.count == 32 ? hexadecimal(text.utf8) : IdentifierForm.uuid.parse(text) else {
            return nil
        }
        return isZero(name) ? nil : name
    }

    /// `00-TRACE-PARENT-FLAGS`; later versions may append fields, version `ff` is forbidden.
    private static func traceID(_ text: String) -> Identifier? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            let version = hexadecimal(parts[0]), version.low != 0xff, version.low != 0 || parts.count == 4,
            let parent = hexadecimal(parts[2]), !isZero(parent), hexadecimal(parts[3]) != nil,
            let name = hexadecimal(parts[1]), !isZero(name)
        else { return nil }
        return name
    }

    private static func isZero(_ name: Identifier) -> Bool { name.high == 0 && name.low == 0 }

    private static func hexadecimal(_ digits: some Sequence<UInt8>) -> Identifier? {
        var (high, low): (UInt64, UInt64) = (0, 0)
        for byte in digits {
            guard let digit = Hexadecimal.value(of: byte) else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit)
        }
        return Identifier(high: high, low: low)
    }
}
