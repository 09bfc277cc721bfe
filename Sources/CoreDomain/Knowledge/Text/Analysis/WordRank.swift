/// TextRank of words (Mihalcea and Tarau 2004): words that stand near one another vouch for one another.
enum WordRank {
    private static let window = 2
    private static let damping = 0.85
    private static let roundsMax = 40

    /// The rank of each term; the greatest is 1. Terms that never are candidates have 0.
    static func ranks(_ words: TermWords, flag: CancellationFlag) throws(CoreError) -> [Double] {
        var ticker = Ticker(flag)
        var edges: [UInt64] = []
        for index in words.items.indices where words.items[index].isCandidate {
            let item = words.items[index]
            try ticker.tick()
            for next in words.items.indices[index...].dropFirst().prefix(window) {
                let other = words.items[next]
                guard other.sentence == item.sentence else { break }
                guard other.isCandidate, other.term != item.term else { continue }
                let edge = UInt64(min(item.term, other.term)) << 32 | UInt64(max(item.term, other.term))
                edges.append(edge)
                if item.isHeading { edges.append(edge) }
            }
        }
        try flag.check()
        edges.sort()
        return try rank(Self.weighed(edges), words, &ticker)
    }

    private static func weighed(_ edges: [UInt64]) -> [(first: Int, second: Int, weight: Double)] {
        var weighed: [(first: Int, second: Int, weight: Double)] = []
        var index = 0
        while index < edges.count {
            var end = index + 1
            while end < edges.count, edges[end] == edges[index] { end += 1 }
            weighed.append((Int(edges[index] >> 32), Int(edges[index] & 0xFFFF_FFFF), Double(end - index)))
            index = end
        }
        return weighed
    }

    private static func rank(
        _ edges: [(first: Int, second: Int, weight: Double)], _ words: TermWords, _ ticker: inout Ticker
    ) throws(CoreError) -> [Double] {
        var weights = [Double](repeating: 0, count: words.termCount)
        for edge in edges {
            weights[edge.first] += edge.weight
            weights[edge.second] += edge.weight
        }
        var base = [Double](repeating: 0, count: words.termCount)
        for item in words.items where item.isCandidate {
            base[Int(item.term)] = max(base[Int(item.term)], item.isHeading ? 2 : 1)
        }
        var ranks = base
        for _ in 0..<roundsMax {
            var next = base.map { $0 * (1 - damping) }
            for edge in edges {
                try ticker.tick()
                next[edge.first] += damping * ranks[edge.second] * edge.weight / weights[edge.second]
                next[edge.second] += damping * ranks[edge.first] * edge.weight / weights[edge.first]
            }
            var change = 0.0
            for index in next.indices { change = max(change, abs(next[index] - ranks[index]) / max(1, next[index])) }
            ranks = next
            if change < 0.000_1 { break }
        }
        let most = ranks.max() ?? 0
        return most > 0 ? ranks.map { $0 / most } : ranks
    }
}
