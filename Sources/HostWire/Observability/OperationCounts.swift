import CoreDomain

/// What is counted of one operation.
struct OperationCounts: Sendable {
    /// Upper bounds of the histogram's buckets in seconds; what is longer is in the last one, which has no bound.
    static let bounds: [(nanoseconds: Int64, text: String)] = [
        (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"),
        (25_000_000, "0.025"), (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"),
        (500_000_000, "0.5"), (1_000_000_000, "1"), (2_500_000_000, "2.5"), (5_000_000_000, "5"),
        (10_000_000_000, "10"),
    ]
    /// Methods that have a label of their own; any other is `other`, so that clients cannot make labels.
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    struct Kind: Hashable, Comparable, Sendable {
        let method: String
        /// The first digit of the status.
        let statusClass: Int

        static func < (left: Kind, right: Kind) -> Bool {
            (left.method, left.statusClass) < (right.method, right.statusClass)
        }
    }

    private(set) var kinds: [Kind: UInt64] = [:]
    /// How many fell into each bucket alone; the last has no bound.
    private(set) var buckets = [UInt64](repeating: 0, count: bounds.count + 1)
    private(set) var nanoseconds: UInt64 = 0
    private(set) var bytesIn: UInt64 = 0
    private(set) var bytesOut: UInt64 = 0

    mutating func add(_ request: AnsweredRequest) {
        let method = Self.methods.contains(request.method) ? request.method : "other"
        kinds[Kind(method: method, statusClass: min(max(request.status / 100, 1), 5)), default: 0] += 1
        let length = max(0, request.duration.saturatedNanoseconds)
        buckets[Self.bounds.firstIndex { length <= $0.nanoseconds } ?? Self.bounds.count] += 1
        nanoseconds &+= UInt64(length)
        bytesIn &+= UInt64(max(0, request.bytesIn))
        bytesOut &+= UInt64(max(0, request.bytesOut))
    }
}
