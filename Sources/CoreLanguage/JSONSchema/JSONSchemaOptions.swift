/// How a schema is to be applied.
public struct JSONSchemaOptions: Hashable, Sendable {
    /// What `format` does (JSON Schema Validation 2020-12 section 7.2).
    public enum Formats: Hashable, Sendable {
        /// It only says what is meant. A metaschema with the vocabulary format-assertion still makes it check.
        case annotation
        /// It checks strings against the formats that are known.
        case assertion
    }

    /// What `format` does.
    public var formats: Formats

    /// How many violations are reported at most. At least one is.
    public var violationsMax: Int

    /// How many steps a check may take, besides those of ``stepsPerByte``, before it is given up. A step is the work of
    /// some 10 nanoseconds, see ``WorkBudget``. Everything is charged that takes time: schemas applied to values, the
    /// bytes and states that patterns go through, comparisons, lookups, what was evaluated and what was not, and the
    /// collection of violations.
    public var stepsMax: Int

    /// How many steps more a check may take for each byte of the value's text, so that large values are not refused for
    /// being large. Counted are names, strings and long numbers with 2 bytes around them, other values as 2 bytes.
    public var stepsPerByte: Int

    /// Formats as annotations, 100 violations, 40 million steps (some 400 milliseconds) and 4 steps for each byte.
    public static let standard = JSONSchemaOptions()

    /// Creates options; what is not given is as in ``standard``.
    public init(
        formats: Formats = .annotation, violationsMax: Int = 100, stepsMax: Int = 40_000_000, stepsPerByte: Int = 4
    ) {
        self.formats = formats
        self.violationsMax = violationsMax
        self.stepsMax = stepsMax
        self.stepsPerByte = stepsPerByte
    }

    /// The budget of a check of `value`.
    public func budget(for value: JSONValue) -> WorkBudget {
        var budget = WorkBudget(stepsMax: stepsMax)
        budget.extend(by: stepsAllowed(for: value))
        return budget
    }

    /// The steps for the bytes of a value.
    func stepsAllowed(for value: JSONValue) -> Int {
        let (steps, overflow) = JSONSchemaSize.byteCount(of: value).multipliedReportingOverflow(by: stepsPerByte)
        return overflow ? .max : steps
    }
}
