import CoreDomain

/// Rows that a counter numbers without gaps, by key: the events of an organization, in the order of their commits.
public struct SQLNumbering: Sendable {
    /// Gives the latest number of a key; no row for a key without any.
    public let latest: SQLStatement
    /// Raises the counter of a key by so many.
    public let raise: SQLStatement
    /// Adds a row with its number, which comes as the last parameter.
    public let insert: SQLStatement
    /// Adds a row once the counter was raised; the last parameter is how many rows follow it.
    public let insertCounted: SQLStatement
}

extension SQLNumbering {
    struct Number: SQLDecodable {
        let value: Int64
        init(row: any SQLRow) throws(CoreError) { value = try row.int64(0) }
    }
}

/// Counters that a transaction raised and has not stored: many writes of one commit store each of them once.
struct SQLCounters {
    private struct Counter {
        let raise: SQLStatement
        let stored: Int64
        var latest: Int64
    }
    private var counters: [[UInt8]: Counter] = [:]

    /// The latest number of `key`, as far as this transaction knows it.
    func latest(_ key: [UInt8]) -> Int64? { counters[key]?.latest }

    /// Takes the next `count` numbers of `key`, whose latest number in the store is `stored`; returns the first.
    mutating func take(
        _ count: Int64, _ numbering: SQLNumbering, _ key: [UInt8], stored: () throws(CoreError) -> Int64
    ) throws(CoreError) -> Int64 {
        var counter: Counter
        if let known = counters[key] {
            counter = known
        } else {
            let latest = try stored()
            counter = Counter(raise: numbering.raise, stored: latest, latest: latest)
        }
        let (latest, overflows) = counter.latest.addingReportingOverflow(count)
        if overflows { throw CoreError(.databaseCorrupt, "A counter of events is too high.") }
        defer { counters[key] = counter }
        counter.latest = latest
        return latest - count + 1
    }

    /// What is to be stored: the statement, the key, and by how much.
    var raises: [(statement: SQLStatement, key: [UInt8], count: Int64)] {
        counters.compactMap { key, counter in
            counter.latest > counter.stored ? (counter.raise, key, counter.latest - counter.stored) : nil
        }
    }
}
