/// LexRank (Erkan and Radev 2004): sentences that are like many others are central.
struct SentenceRank {
    /// The rank of each sentence; the greatest is 1.
    let ranks: [Double]
    /// The terms of each sentence with their weights, ascending; the squares of the weights add up to 1.
    let vectors: [[(term: Int32, weight: Double)]]

    private static let threshold = 0.08
    private static let damping = 0.85
    private static let roundsMax = 60
    /// From so many sentences on, terms of more than a tenth of them are left out: they tell little and cost most.
    private static let pruneFrom = 400

    /// Ranks sentences by their terms; `frequency` tells in how many of `total` sentences of the document a term stands.
    init(_ sentences: [[Int32]], frequency: [Int32], total: Int, flag: CancellationFlag) throws(CoreError) {
        var ticker = Ticker(flag)
        var vectors: [[(term: Int32, weight: Double)]] = []
        for terms in sentences {
            try ticker.tick(terms.count)
            vectors.append(Self.vector(terms, frequency, total))
        }
        self.vectors = vectors
        let edges = try Self.edges(vectors, terms: frequency.count, &ticker)
        ranks = try Self.ranks(edges, vectors.count, &ticker)
    }

    private static func vector(_ terms: [Int32], _ frequency: [Int32], _ total: Int) -> [(term: Int32, weight: Double)]
    {
        let sorted = terms.sorted()
        var vector: [(term: Int32, weight: Double)] = []
        for term in sorted {
            let idf = log2(Double(total + 1) / Double(max(1, frequency[Int(term)])))
            if vector.last?.term == term { vector[vector.count - 1].weight += idf } else { vector.append((term, idf)) }
        }
        let length = vector.reduce(0.0) { $0 + $1.weight * $1.weight }.squareRoot()
        return length > 0 ? vector.map { ($0.term, $0.weight / length) } : []
    }

    /// The logarithm to base 2 of a number above 0, good to eight digits, the same on every machine.
    static func log2(_ value: Double) -> Double {
        var result = Double(value.exponent)
        var rest = value.significand
        var bit = 0.5
        for _ in 0..<30 {
            rest *= rest
            if rest >= 2 {
                rest /= 2
                result += bit
            }
            bit /= 2
        }
        return result
    }

    /// How alike two sentences are, 0 to 1.
    func likeness(_ first: Int, _ second: Int) -> Double {
        let a = vectors[first]
        let b = vectors[second]
        var i = 0
        var j = 0
        var sum = 0.0
        while i < a.count, j < b.count {
            if a[i].term == b[j].term {
                sum += a[i].weight * b[j].weight
                i += 1
                j += 1
            } else if a[i].term < b[j].term {
                i += 1
            } else {
                j += 1
            }
        }
        return sum
    }

    private static func edges(
        _ vectors: [[(term: Int32, weight: Double)]], terms: Int, _ ticker: inout Ticker
    ) throws(CoreError) -> [[(other: Int32, weight: Double)]] {
        var postings = [[(sentence: Int32, weight: Double)]](repeating: [], count: terms)
        for (index, vector) in vectors.enumerated() {
            for entry in vector { postings[Int(entry.term)].append((Int32(index), entry.weight)) }
        }
        let most = vectors.count >= pruneFrom ? max(40, vectors.count / 10) : Int.max
        var edges: [[(other: Int32, weight: Double)]] = []
        var sums = [Double](repeating: 0, count: vectors.count)
        for (index, vector) in vectors.enumerated() {
            var touched: [Int32] = []
            for entry in vector where postings[Int(entry.term)].count <= most {
                let posting = postings[Int(entry.term)]
                try ticker.tick(posting.count)
                for other in posting where Int(other.sentence) != index {
                    if sums[Int(other.sentence)] == 0 { touched.append(other.sentence) }
                    sums[Int(other.sentence)] += entry.weight * other.weight
                }
            }
            touched.sort()
            edges.append(touched.compactMap { sums[Int($0)] >= threshold ? (other: $0, weight: sums[Int($0)]) : nil })
            for other in touched { sums[Int(other)] = 0 }
        }
        return edges
    }

    private static func ranks(
        _ edges: [[(other: Int32, weight: Double)]], _ count: Int, _ ticker: inout Ticker
    ) throws(CoreError) -> [Double] {
        guard count > 0 else { return [] }
        let totals = edges.map { $0.reduce(0.0) { $0 + $1.weight } }
        var ranks = [Double](repeating: 1 / Double(count), count: count)
        for _ in 0..<roundsMax {
            var next = [Double](repeating: (1 - damping) / Double(count), count: count)
            for index in 0..<count where totals[index] > 0 {
                try ticker.tick(edges[index].count)
                let share = damping * ranks[index] / totals[index]
                for edge in edges[index] { next[Int(edge.other)] += share * edge.weight }
            }
            var change = 0.0
            for index in 0..<count { change = max(change, abs(next[index] - ranks[index])) }
            ranks = next
            if change * Double(count) < 0.000_1 { break }
        }
        let most = ranks.max() ?? 0
        return most > 0 ? ranks.map { $0 / most } : ranks
    }
}
