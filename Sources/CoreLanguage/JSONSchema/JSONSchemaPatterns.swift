/// The patterns of a schema: each source is compiled once, and all together cost no more than a limit.
struct JSONSchemaPatterns {
    /// Some 100 milliseconds and 40 megabytes.
    private static let costMax = 10_000_000

    private var known: [JSONSchemaKey: Pattern] = [:]
    private var cost = 0

    /// The pattern of a source, or nil when there would be too much.
    mutating func pattern(_ source: String) throws(PatternError) -> Pattern? {
        let key = JSONSchemaKey(.string(source))
        if let pattern = known[key] {
            return pattern
        }
        let pattern = try Pattern(source)
        cost += pattern.cost
        guard cost <= Self.costMax else {
            return nil
        }
        known[key] = pattern
        return pattern
    }
}
