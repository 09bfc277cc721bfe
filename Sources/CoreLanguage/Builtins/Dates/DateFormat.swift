/// A format of dates and times: characters that stand for themselves, and fields of `strftime`, such as `%Y`.
public struct DateFormat {
    enum Part: Equatable {
        case literal(Unicode.Scalar)
        /// The letter of a field.
        case field(Unicode.Scalar)
    }

    static let fields =
        "%Y year, %m month, %d day, %H hour, %I of 12, %p AM or PM, %M minute, %S second, %L millisecond, "
        + "%b Jan, %B January, %a Mon, %A Monday, %j day of the year, %u weekday, %V week, %% percent"

    /// The fields that each builtin takes whose argument `format` is one.
    private static let fieldsTaken: [String: Set<Unicode.Scalar>] = [
        "format_date": Set("YmdHIpMSLbBaAjuV".unicodeScalars), "parse_date": Set("YmdbBHIpMSL".unicodeScalars),
        "parse_timestamp": Set("YmdbBHIpMSL".unicodeScalars),
    ]

    let parts: [Part]

    /// What is wrong with a format that is given to a builtin, as the rest of a sentence about it: `has no field %Y, …`;
    /// nil where nothing is, and for builtins that take none.
    public static func fault(in format: String, of builtin: String) -> String? {
        guard let taken = fieldsTaken[builtin] else { return nil }
        guard let parts = parts(of: format) else { return "ends with a single %; a percent sign is written %%" }
        for case .field(let name) in parts where !taken.contains(name) {
            return "has the field %\(name), which \(builtin)() does not know; \(choice(builtin, taken))"
        }
        // Without a year no day is known, so nothing could ever be read.
        guard builtin == "format_date" || parts.contains(.field("Y")) else { return "has no field %Y, the year" }
        return nil
    }

    private static func choice(_ builtin: String, _ taken: Set<Unicode.Scalar>) -> String {
        guard builtin != "format_date" else { return "there are \(fields)" }
        return "there are " + taken.map { "%\($0)" }.sorted().joined(separator: ", ") + " and %% percent"
    }

    /// The parts; nil where the last is a single percent sign.
    private static func parts(of format: String) -> [Part]? {
        var parts: [Part] = []
        var isField = false
        for scalar in format.unicodeScalars {
            if !isField, scalar == "%" {
                isField = true
            } else {
                parts.append(isField && scalar != "%" ? .field(scalar) : .literal(scalar))
                isField = false
            }
        }
        return isField ? nil : parts
    }

    fileprivate init?(_ format: String) {
        guard let parts = Self.parts(of: format) else { return nil }
        self.parts = parts
    }
}

extension BuiltinCall {
    /// The argument at a place as a format for this builtin.
    func dateFormat(_ place: Int) throws(EvaluationError) -> DateFormat {
        let text = try text(place)
        try budget.charge(bytes: text.utf8.count * 8)
        if let fault = DateFormat.fault(in: text, of: builtin.name) { throw refused(place, fault) }
        guard let format = DateFormat(text) else { throw refused(place, "must be a format") }
        return format
    }
}
