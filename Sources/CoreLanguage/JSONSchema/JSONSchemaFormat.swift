/// The formats that are checked when `format` asserts (JSON Schema Validation 2020-12 section 7.3). Others let every
/// string pass.
enum JSONSchemaFormat: String, Sendable, CaseIterable {
    case date
    case time
    case dateTime = "date-time"
    case duration
    case email
    case hostname
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case uuid
    case regex
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"

    /// RFC 1035 section 2.3.4, without the length octets.
    private static let hostnameLengthMax = 253

    /// Whether a string is in the format.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .regex: return (try? Pattern(text)) != nil  // reason: only whether it can be read matters
        case .hostname where text.utf8.count > Self.hostnameLengthMax: return false
        default: break
        }
        guard let pattern = JSONSchemaFormatPatterns.patterns[self], pattern.matches(text) else {
            return false
        }
        switch self {
        case .date: return JSONSchemaFormatTime.isDay(text)
        case .time: return JSONSchemaFormatTime.isLeapSecondInPlace(text)
        case .dateTime:
            return JSONSchemaFormatTime.isDay(text)
                && JSONSchemaFormatTime.isLeapSecondInPlace(String(text.dropFirst("2000-01-01T".count)))
        default: return true
        }
    }
}
