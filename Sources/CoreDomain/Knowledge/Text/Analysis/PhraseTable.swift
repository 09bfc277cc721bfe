/// The phrases of a text: words that may be terms and stand next to one another, with how often they do.
struct PhraseTable {
    struct Phrase {
        /// Four terms of 16 bits, the first in the highest; 0 where there is none.
        let key: UInt64
        let length: Int
        let occurrences: Range<Int>
        var score = 0.0

        var count: Int { occurrences.count }

        /// The terms, by their place in the order of rank, from 1.
        var terms: [UInt64] { (0..<length).map { key >> UInt64(16 * (length - 1 - $0)) & 0xFFFF } }
    }

    private var phrases: [Phrase] = []
    /// The items that phrases begin with, phrase after phrase.
    private var starts: [Int32] = []
    private let rankOfNumber: [Double]
    /// For each item whether it is a single ideograph.
    private var oneIdeograph: [Bool] = []

    init(
        _ words: TermWords, _ flow: FlowText, _ ranks: [Double], termsMax: Int, wordsMax: Int, flag: CancellationFlag
    ) throws(CoreError) {
        let order = ranks.indices.filter { ranks[$0] > 0 }.sorted { (ranks[$1], $0) < (ranks[$0], $1) }.prefix(termsMax)
        var numbers = [UInt64](repeating: 0, count: ranks.count)
        for (number, term) in order.enumerated() { numbers[term] = UInt64(number + 1) }
        rankOfNumber = [0] + order.map { ranks[$0] }
        var entries: [(key: UInt64, start: Int32)] = []
        var ticker = Ticker(flag)
        for index in words.items.indices {
            try ticker.tick()
            var key: UInt64 = 0
            var length = 0
            for at in words.items.indices[index...].prefix(wordsMax) {
                let item = words.items[at]
                let number = numbers[Int(item.term)]
                guard item.isCandidate, number > 0 else { break }
                if length > 0, !Self.areAdjacent(words.items[at - 1], item, flow.scalars) { break }
                key = key << 16 | number
                length += 1
                if item.mayEnd { entries.append((key, Int32(index))) }
            }
            let range = words.items[index].range
            oneIdeograph.append(range.count == 1 && ScalarKind.of(flow.scalars[range.lowerBound]) == .han)
        }
        try flag.check()
        entries.sort { ($0.key, $0.start) < ($1.key, $1.start) }
        starts = entries.map(\.start)
        var begin = 0
        while begin < entries.count {
            try ticker.tick()
            var end = begin + 1
            while end < entries.count, entries[end].key == entries[begin].key { end += 1 }
            let key = entries[begin].key
            let length = key >> 48 > 0 ? 4 : key >> 32 > 0 ? 3 : key >> 16 > 0 ? 2 : 1
            phrases.append(Phrase(key: key, length: length, occurrences: begin..<end))
            begin = end
        }
    }

    /// The items a phrase begins with, in order.
    func places(_ phrase: Phrase) -> [Int] { starts[phrase.occurrences].map(Int.init) }

    private static func areAdjacent(_ first: TermWords.Item, _ second: TermWords.Item, _ scalars: [Unicode.Scalar])
        -> Bool
    {
        guard first.sentence == second.sentence else { return false }
        let gap = scalars[first.range.upperBound..<second.range.lowerBound]
        return gap.isEmpty || (gap.count == 1 && gap.first == " ")
    }

    /// The best phrases, no two of which say the same.
    func best(_ count: Int, among limit: Int) -> [Phrase] {
        let least = phrases.contains { $0.length == 1 && $0.count >= 3 } ? 2 : 1
        var counts: [UInt64: Int] = [:]
        for phrase in phrases where phrase.count >= least { counts[phrase.key] = phrase.count }
        var longer: [UInt64: Int] = [:]
        for phrase in phrases where phrase.length > 1 && phrase.count >= least {
            let head = phrase.key >> 16
            let tail = phrase.key & ~(0xFFFF << UInt64(16 * (phrase.length - 1)))
            longer[head] = max(longer[head] ?? 0, phrase.count)
            if tail != head { longer[tail] = max(longer[tail] ?? 0, phrase.count) }
        }
        var scored: [Phrase] = []
        for var phrase in phrases where phrase.count >= least {
            let inside = longer[phrase.key] ?? 0
            // What nearly always is part of a longer phrase is not a term of its own.
            if inside * 10 >= phrase.count * 7 { continue }
            phrase.score = score(phrase, alone: phrase.count - inside, counts) * (isOneIdeograph(phrase) ? 0.5 : 1)
            scored.append(phrase)
        }
        scored.sort { ($1.score, $0.occurrences.lowerBound) < ($0.score, $1.occurrences.lowerBound) }
        return distinct(scored.prefix(limit), count)
    }

    /// One ideograph alone is less of a term than a compound.
    private func isOneIdeograph(_ phrase: Phrase) -> Bool {
        phrase.length == 1 && starts[phrase.occurrences].allSatisfy { oneIdeograph[Int($0)] }
    }

    private func score(_ phrase: Phrase, alone: Int, _ counts: [UInt64: Int]) -> Double {
        let terms = phrase.terms
        let sum = terms.reduce(0.0) { $0 + rankOfNumber[Int($1)] }
        let weakest = terms.reduce(1.0) { min($0, rankOfNumber[Int($1)]) }
        let length = Double(phrase.length)
        let frequency = Double(phrase.count + alone) / 2
        let mean = (sum / length + weakest) / 2
        // A phrase that is a small part of what even its rarest word does is a chance meeting.
        let rarest = terms.reduce(Int.max) { min($0, counts[$1] ?? Int.max) }
        let cohesion = min(1, Double(phrase.count) / Double(rarest)).squareRoot()
        let doubt = phrase.length > 1 ? 1.5 : 3
        return mean * (1 + 0.5 * (length - 1)) * (0.3 + 0.7 * cohesion) * frequency / (frequency + doubt)
    }

    /// Leaves out what is part of a better one or holds one that is better, unless it is far more common.
    private func distinct(_ scored: ArraySlice<Phrase>, _ count: Int) -> [Phrase] {
        var chosen: [Phrase] = []
        var uses: [UInt64: Int] = [:]
        for phrase in scored {
            if chosen.count == count { break }
            let terms = phrase.terms
            if terms.contains(where: { uses[$0] ?? 0 >= 3 }) { continue }
            let clashes = chosen.contains { other in
                let others = other.terms
                if terms.allSatisfy(others.contains) { return phrase.count < other.count * 3 }
                return others.allSatisfy(terms.contains) && phrase.count * 12 < other.count
            }
            if clashes { continue }
            for term in terms { uses[term, default: 0] += 1 }
            chosen.append(phrase)
        }
        return chosen
    }
}
