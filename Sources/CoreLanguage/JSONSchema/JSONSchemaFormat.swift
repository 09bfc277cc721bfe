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

    /// Whether a string is in the format. False, too, when the budget ran out.
    func accepts(_ text: String, _ budget: inout WorkBudget) -> Bool {
        switch self {
        case .regex: return Self.isPattern(text, &budget)
        case .hostname where text.utf8.count > Self.hostnameLengthMax: return false
        default: break
        }
        guard let pattern = JSONSchemaFormatPatterns.patterns[self], pattern.matches(text, budget: &budget) == true
        else {
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

    /// Whether a text can be read as a pattern, for which no more is spent than a pattern by itself may take.
    private static func isPattern(_ text: String, _ budget: inout WorkBudget) -> Bool {
        let most = min(budget.stepsLeft, Pattern.compileStepsMax)
        var part = WorkBudget(stepsMax: most)
        defer {
            // What a pattern may not take is a fault of the pattern; what is not there is none.
            budget.charge(most < Pattern.compileStepsMax ? part.stepsUsed : min(part.stepsUsed, most))
        }
        var noTable = 0
        do throws(PatternError) {
            _ = try Pattern(text, budget: &part, tableSteps: &noTable, tableEntriesMax: 0)
            return true
        } catch {
            return false
        }
    }
}
