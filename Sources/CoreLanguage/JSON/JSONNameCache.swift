/// Remembers the member names read last, because the objects of an array tend to have the same ones.
///
/// A name has one slot; a new name takes the slot over. What an adversary can make collide is only slower to read.
struct JSONNameCache {
    private struct Entry {
        /// Where the name was read, and how many bytes it has. -1 for a free entry.
        var start = 0
        var count = -1
        var name = ""
    }

    private static let slots = 64

    private var entries: [Entry] = []

    /// The slot of a name, 0 to 63. Equal names have equal slots.
    @inline(__always)
    static func slot(of name: UnsafePointer<UInt8>, count: Int) -> Int {
        guard count > 0 else {
            return 0
        }
        let ends = UInt(name[0]) | UInt(name[count - 1]) << 8 | UInt(name[count >> 1]) << 16
        let mixed = (ends ^ UInt(truncatingIfNeeded: count) << 24) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 58)
    }

    /// The name that stands `start` bytes into the input, which must be valid UTF-8.
    @inline(__always)
    mutating func name(
        in input: UnsafePointer<UInt8>, from start: Int, count: Int, slot: Int, isASCII: Bool
    ) -> String {
        if entries.isEmpty {
            entries = Array(repeating: Entry(), count: Self.slots)
        }
        if entries[slot].count == count, isSame(input + entries[slot].start, input + start, count: count) {
            return entries[slot].name
        }
        let name = JSONParser.string(input + start, count: count, isASCII: isASCII)
        entries[slot] = Entry(start: start, count: count, name: name)
        return name
    }

    @inline(__always)
    private func isSame(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
        var offset = 0
        while offset + JSONWord.size <= count {
            guard JSONWord.load(left + offset) == JSONWord.load(right + offset) else {
                return false
            }
            offset += JSONWord.size
        }
        while offset < count {
            guard left[offset] == right[offset] else {
                return false
            }
            offset += 1
        }
        return true
    }
}
