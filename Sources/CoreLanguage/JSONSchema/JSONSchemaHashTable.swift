/// Numbers from 0 found again by hashes: open addressing in a table that is at most half full.
struct JSONSchemaHashTable: Sendable {
    /// 0 for a free slot, otherwise one more than a number.
    private var slots: [Int32]

    /// A table for `capacity` numbers.
    init(capacity: Int) {
        var size = 4
        while size < capacity * 2 {
            size *= 2
        }
        slots = Array(repeating: 0, count: size)
    }

    var byteCount: Int {
        slots.count * 4
    }

    /// The first number in the run of `hash` of which `isWanted` says true.
    func first(_ hash: Int, where isWanted: (Int) -> Bool) -> Int? {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if isWanted(number) {
                return number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Puts a number in; of no more numbers than there is room for.
    mutating func insert(_ number: Int, _ hash: Int) {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: number + 1)
    }
}
