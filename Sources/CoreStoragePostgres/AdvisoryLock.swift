/// What advisory locks are for: each is one of a pair of numbers, of which the second counts within a purpose. A schema has
/// locks of its own, as it has tables of its own.
enum AdvisoryLock: String {
    /// Turns at what all writers do one after the other.
    case turns
    /// The parts of accounts that everybody adds to.
    case shards

    /// The first number, in SQL: 32 bits of a digest, the same on every server.
    var key: String { "\(bits)::INTEGER" }

    /// The same as pg_locks tells it, where it is not negative.
    var listedKey: String { "\(bits)::BIGINT" }

    private var bits: String {
        "('x' || substr(md5('scriptorium \(rawValue) ' || current_schema()), 1, 8))::BIT(32)"
    }
}
