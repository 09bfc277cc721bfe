/// The formats as regular expressions, put together as the grammars of their standards are.
enum JSONSchemaFormatPatterns {
    /// These few are worth large tables.
    private static let tableEntriesMax = 65_536
    private static let tableStepsMax = 2_000_000

    /// The patterns, compiled when first asked for. A test makes sure that each can be.
    static let patterns: [JSONSchemaFormat: Pattern] = {
        var patterns: [JSONSchemaFormat: Pattern] = [:]
        for format in JSONSchemaFormat.allCases {
            var budget = WorkBudget.unlimited
            var tableSteps = tableStepsMax
            patterns[format] = source(format).flatMap {
                try? Pattern(  // reason: texts of this program; a test compiles every one
                    "^(?:" + $0 + ")$", budget: &budget, tableSteps: &tableSteps, tableEntriesMax: tableEntriesMax)
            }
        }
        return patterns
    }()

    /// Nil for the one that is not a pattern.
    private static func source(_ format: JSONSchemaFormat) -> String? {
        switch format {
        case .date: date
        case .time: time
        case .dateTime: "\(date)[Tt]\(time)"
        case .duration: duration
        case .email: "(?:\(dotAtom)|\(quotedString))@(?:\(hostname)|\\[\(ipv4)\\]|\\[IPv6:\(ipv6)\\])"
        case .hostname: hostname
        case .ipv4: ipv4
        case .ipv6: ipv6
        case .uri: JSONSchemaFormatURI.uri
        case .uriReference: JSONSchemaFormatURI.reference
        case .uuid: "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
        case .jsonPointer: pointer
        case .relativeJSONPointer: "(?:0|[1-9][0-9]*)(?:#|\(pointer))"
        case .regex: nil
        }
    }

    // RFC 3339 section 5.6
    private static let date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    private static let hourAndMinute = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    private static let time = "\(hourAndMinute):(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-]\(hourAndMinute))"

    // RFC 3339 appendix A
    private static let durationDate = units("Y", "M", "D")
    private static let durationTime = "T" + units("H", "M", "S")
    private static let duration = "P(?:\(durationDate)(?:\(durationTime))?|\(durationTime)|[0-9]+W)"

    /// Numbers with units of which none in the middle may be left out.
    private static func units(_ first: String, _ second: String, _ third: String) -> String {
        let last = "[0-9]+\(third)"
        let middle = "[0-9]+\(second)(?:\(last))?"
        return "(?:[0-9]+\(first)(?:\(middle))?|\(middle)|\(last))"
    }

    // RFC 1123 section 2.1
    private static let label = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?"
    private static let hostname = "\(label)(?:\\.\(label))*"

    // RFC 5321 section 4.1.2
    private static let atom = "[A-Za-z0-9!#$%&'*+\\-\\/=?^_`{|}~]+"
    private static let dotAtom = "\(atom)(?:\\.\(atom))*"
    private static let quotedString = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\""

    // RFC 2673 section 3.2
    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
    static let ipv4 = "\(octet)(?:\\.\(octet)){3}"

    // RFC 4291 section 2.2, in the form of RFC 3986 section 3.2.2
    private static let group = "[0-9A-Fa-f]{1,4}"
    private static let lastGroups = "(?:\(group):\(group)|\(ipv4))"
    static let ipv6 =
        "(?:"
        + [
            "(?:\(group):){6}\(lastGroups)",
            "::(?:\(group):){5}\(lastGroups)",
            "(?:\(group))?::(?:\(group):){4}\(lastGroups)",
            "(?:(?:\(group):){0,1}\(group))?::(?:\(group):){3}\(lastGroups)",
            "(?:(?:\(group):){0,2}\(group))?::(?:\(group):){2}\(lastGroups)",
            "(?:(?:\(group):){0,3}\(group))?::\(group):\(lastGroups)",
            "(?:(?:\(group):){0,4}\(group))?::\(lastGroups)",
            "(?:(?:\(group):){0,5}\(group))?::\(group)",
            "(?:(?:\(group):){0,6}\(group))?::",
        ].joined(separator: "|") + ")"

    // RFC 6901 section 3
    private static let pointer = "(?:\\/(?:[^~\\/]|~[01])*)*"
}
