/// Finds the place of a name among the members of a large object: a hash table with open addressing.
///
/// It is empty for small objects, which are searched from first to last. Names are hashed with the seeded hash of the
/// standard library, so that no input can be made to collide on purpose.
struct JSONKeyIndex: Sendable {
    /// Objects with more members than this have an index.
    static let smallObject = 16

    /// 0 for a free slot, otherwise one more than the place of a member. The number of slots is a power of two and at
    /// least twice the number of members.
    private var slots: [Int] = []

    /// Creates the index of no members.
    init() {}

    /// Whether there is none, because the object is small.
    var isEmpty: Bool {
        slots.isEmpty
    }

    /// The place of the member named `key`, or nil.
    func position(of key: String, in members: [JSONObject.Member]) -> Int? {
        var slot = firstSlot(of: key)
        while slots[slot] != 0 {
            let position = slots[slot] - 1
            if JSONText.areEqual(members[position].key, key) {
                return position
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Takes note of the last of `members`, whose name no other has.
    mutating func insertLast(of members: [JSONObject.Member]) {
        if members.count * 2 > slots.count {
            rebuild(for: members)
        } else if let last = members.last {
            insert(last.key, at: members.count - 1)
        }
    }

    /// Starts anew with `members`, whose names all differ.
    mutating func rebuild(for members: [JSONObject.Member]) {
        guard members.count > Self.smallObject else {
            slots = []
            return
        }
        var capacity = 64
        while capacity < members.count * 3 {
            capacity *= 2
        }
        slots = Array(repeating: 0, count: capacity)
        for position in members.indices {
            insert(members[position].key, at: position)
        }
    }

    private mutating func insert(_ key: String, at position: Int) {
        var slot = firstSlot(of: key)
        while slots[slot] != 0 {
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = position + 1
    }

    private func firstSlot(of key: String) -> Int {
        var hasher = Hasher()
        JSONText.hash(key, into: &hasher)
        return hasher.finalize() & (slots.count - 1)
    }
}
