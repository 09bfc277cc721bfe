import CoreTesting

/// Changes seeds: bytes, words of the language, pieces of other seeds.
struct FuzzMutator {
    private var random: SeededRandom
    private let seeds: [[UInt8]]

    init(seed: UInt64, seeds: [[UInt8]]) {
        random = SeededRandom(seed: seed)
        self.seeds = seeds
    }

    private static let words = [
        "let ", "each ", " in ", "pipe ", " from ", "decide with rules\n", "  when ", "  otherwise -> \"a\"\n",
        "\"a\":\n", "check ", "  on fail: goto \"a\"\n", "together\n", "  lane a:\n", "repeat ", " times", " until ",
        "wait ", "emit ", "yield ", "send ", "ask ", "agent with llm ", "plan ", "run ", "do with echo ",
        "  on error: ignore\n", "  undo with echo ", "-> a\n", "->> a\n", "input\n  a : integer\n", "list<", "?", "?.",
        "??", "{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "{a}", "x => ", " and ", "not ", "-", "1", "0",
        "9223372036854775807",
        "1e308", "30s", "null", "true", "--", "-- @tag a\n", "\n", "\n  ", "\r\n", "\t", "\u{0}", "é", ",", ":", "=",
        "\\u{", "\"op\":", "\"steps\":[]", "\"do\":\"emit\"", "[[[[[[[[", "]]]]", "-1", "\"~0\"", "\u{FFFD}",
    ].map { Array($0.utf8) }

    private mutating func number(below bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }

    /// The next changed seed.
    mutating func next() -> [UInt8] {
        guard var bytes = seeds.isEmpty ? nil : seeds[number(below: seeds.count)] else { return [] }
        for _ in 0...number(below: 6) { change(&bytes) }
        return Array(bytes.prefix(FuzzTarget.bytesMax))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = number(below: bytes.count + 1)
        let end = min(bytes.count, place + number(below: number(below: 2) == 0 ? 4 : 80))
        switch number(below: 7) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: Self.words[number(below: Self.words.count)], at: place)
        case 2: bytes.replaceSubrange(place..<end, with: Self.words[number(below: Self.words.count)])
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: number(below: bytes.count + 1))
        case 4: bytes.insert(contentsOf: piece(), at: place)
        case 5: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
        default: if place < bytes.count { bytes[place] ^= 1 << UInt8(number(below: 8)) }
        }
    }

    private mutating func piece() -> ArraySlice<UInt8> {
        let other = seeds[number(below: seeds.count)]
        let start = number(below: other.count + 1)
        return other[start..<min(other.count, start + number(below: 200))]
    }
}
