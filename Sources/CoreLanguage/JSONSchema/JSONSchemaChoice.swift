/// The values of `enum`.
struct JSONSchemaChoice: Sendable {
    /// So many values are compared one by one.
    private static let valuesWithoutTable = 4

    let values: [JSONValue]

    /// The hash of each value, when there are many.
    private let digests: [Int]
    private let table: JSONSchemaHashTable

    /// Nil when the budget ran out.
    init?(_ values: [JSONValue], budget: inout WorkBudget) {
        self.values = values
        var digests: [Int] = []
        var table = JSONSchemaHashTable(capacity: 0)
        if values.count > Self.valuesWithoutTable {
            digests.reserveCapacity(values.count)
            table = JSONSchemaHashTable(capacity: values.count)
            for (number, value) in values.enumerated() {
                guard let digest = JSONSchemaDigest.of(value, budget: &budget) else {
                    return nil
                }
                digests.append(digest)
                table.insert(number, digest)
            }
        }
        self.digests = digests
        self.table = table
    }

    var byteCount: Int {
        digests.count * 8 + table.byteCount + 64
    }

    /// Whether one of the values is equal. False, too, when the budget ran out.
    func accepts(_ value: JSONValue, _ budget: inout WorkBudget) -> Bool {
        guard !digests.isEmpty else {
            return values.contains { JSONSchemaEquality.areEqual($0, value, &budget) }
        }
        guard let digest = JSONSchemaDigest.of(value, budget: &budget) else {
            return false
        }
        return table.first(digest) {
            digests[$0] == digest && JSONSchemaEquality.areEqual(values[$0], value, &budget)
        } != nil
    }
}
