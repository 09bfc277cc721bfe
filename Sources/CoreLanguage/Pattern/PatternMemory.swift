internal import Synchronization

/// The table of a pattern between two texts. Whoever finds it taken makes one anew.
final class PatternMemory: Sendable {
    /// Larger tables are not kept.
    static let byteCountMax = 65_536

    private let table = Mutex<PatternTable?>(nil)

    func take() -> PatternTable? {
        table.withLock { table in
            defer { table = nil }
            return table
        }
    }

    func give(_ table: PatternTable) {
        guard table.byteCount <= Self.byteCountMax else {
            return
        }
        self.table.withLock { $0 = table }
    }
}
