public import CoreDomain
public import CoreLanguage

/// Reads JSON that came from outside, for every host.
public enum JSONInput {
    /// The one JSON value in `bytes`.
    ///
    /// - Throws: `JSON_INVALID` with line and column; `PAYLOAD_TOO_LARGE` when it is too long.
    public static func parse(_ bytes: [UInt8]) throws(CoreError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes)
        } catch {
            if error.kind == .sizeExceeded { throw CoreError(.payloadTooLarge, error.message) }
            throw CoreError(
                .jsonInvalid, "Line \(error.line), column \(error.column): \(error.message)",
                details: .init(members: [
                    "line": .integer(Int64(error.line)), "column": .integer(Int64(error.column)),
                    "offset": .integer(Int64(error.offset)),
                ]))
        }
    }
}
