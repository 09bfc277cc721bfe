/// A part of a document, small enough to be looked up on its own.
public struct TextChunk: Hashable, Sendable {
    /// Counted from 1.
    public let ordinal: Int
    /// Exactly what stands in the document, page breaks as line feeds.
    public let text: String
    public let firstPage: Int
    public let lastPage: Int
    /// The titles above it, from the highest.
    public let headingPath: [String]
    public let words: Int
    /// Unicode scalars.
    public let characters: Int
    /// Where it begins in the source.
    let start: Int
}

/// Cuts a document into chunks at the ends of sentences.
public struct Chunker: Sendable {
    /// What the limit counts.
    public enum Unit: String, Sendable, CaseIterable {
        case words, characters
    }

    private let unit: Unit
    private let limit: Int
    private let overlap: Int

    /// What a word has at most, so that text without blanks is cut too.
    private static let scalarsPerWord = 40

    /// Chunks of at most `limit` words or characters, of which up to `overlap` come again in the next; less than half the limit.
    public init(unit: Unit, limit: Int, overlap: Int) {
        self.unit = unit
        self.limit = max(1, limit)
        self.overlap = min(max(0, overlap), max(1, limit) / 2)
    }

    /// A sentence, or a part of one that is longer than the limit.
    private struct Piece {
        let range: Range<Int>
        let words: Int
        let isHeading: Bool
        let heading: Int?
    }

    /// The chunks, in order. All text outside white space is in one.
    public func chunks(_ layout: DocumentLayout, flag: CancellationFlag) throws(CoreError) -> [TextChunk] {
        let pieces = try pieces(layout, flag)
        let paths = HeadingPaths(layout)
        var chunks: [TextChunk] = []
        var first = 0
        var ticker = Ticker(flag)
        while first < pieces.count {
            var end = first + 1
            var words = pieces[first].words
            while end < pieces.count, fits(pieces, first, end, words) {
                words += pieces[end].words
                end += 1
                try ticker.tick()
            }
            while end < pieces.count, end - 1 > first, pieces[end - 1].isHeading {
                end -= 1
                words -= pieces[end].words
            }
            let range = pieces[first].range.lowerBound..<pieces[end - 1].range.upperBound
            try ticker.tick(range.count)
            let path = (first..<end).first { !pieces[$0].isHeading } ?? first
            chunks.append(
                TextChunk(
                    ordinal: chunks.count + 1, text: layout.source.text(range),
                    firstPage: layout.source.pageNumber(at: range.lowerBound),
                    lastPage: layout.source.pageNumber(at: range.upperBound - 1),
                    headingPath: pieces[path].heading.map { paths.path(to: $0) } ?? [], words: words,
                    characters: range.count, start: range.lowerBound))
            first = next(pieces, first, end)
        }
        return chunks
    }

    private func fits(_ pieces: [Piece], _ first: Int, _ end: Int, _ words: Int) -> Bool {
        let scalars = pieces[end].range.upperBound - pieces[first].range.lowerBound
        switch unit {
        case .characters: if scalars > limit { return false }
        case .words: if words + pieces[end].words > limit || scalars > limit * Self.scalarsPerWord { return false }
        }
        // A new part of the document begins a new chunk, when this one is worth it.
        guard pieces[end].isHeading else { return true }
        return unit == .words
            ? words * 2 < limit : (pieces[end - 1].range.upperBound - pieces[first].range.lowerBound) * 2 < limit
    }

    /// Where the chunk after `first..<end` begins: some sentences earlier, as the overlap says.
    private func next(_ pieces: [Piece], _ first: Int, _ end: Int) -> Int {
        guard end < pieces.count, !pieces[end].isHeading else { return end }
        var start = end
        var words = 0
        while start - 1 > first, !pieces[start - 1].isHeading {
            words += pieces[start - 1].words
            let size = unit == .words ? words : pieces[end - 1].range.upperBound - pieces[start - 1].range.lowerBound
            if size > overlap { break }
            start -= 1
        }
        // What comes again must leave room for something new.
        return start < end && !fits(pieces, start, end, pieces[start..<end].reduce(0) { $0 + $1.words }) ? end : start
    }

    private func pieces(_ layout: DocumentLayout, _ flag: CancellationFlag) throws(CoreError) -> [Piece] {
        let flow = try layout.everything(mendsHyphens: false, flag)
        var ticker = Ticker(flag)
        var pieces: [Piece] = []
        var sentences: [Range<Int>] = []
        var heading: Int?
        let starts = layout.headingLines.enumerated().compactMap { index, line in
            line.map { (start: Int(layout.source.lines[$0].start), index: index) }
        }.sorted { $0.start < $1.start }
        var next = 0
        for paragraph in flow.paragraphs {
            sentences.removeAll(keepingCapacity: true)
            try SentenceBreaks.sentences(in: flow.scalars, paragraph.range, into: &sentences, &ticker)
            for sentence in sentences {
                let begin = Int(flow.origins[sentence.lowerBound])
                while next < starts.count, starts[next].start <= begin {
                    heading = starts[next].index
                    next += 1
                }
                var words: [TextWord] = []
                try WordBreaks.words(in: flow.scalars, sentence, into: &words, &ticker)
                cut(sentence, words, flow, paragraph.role == .heading, heading, &pieces)
            }
        }
        return pieces
    }

    /// Cuts a sentence that is longer than the limit between words, or anywhere in a word that is.
    private func cut(
        _ sentence: Range<Int>, _ words: [TextWord], _ flow: FlowText, _ isHeading: Bool, _ heading: Int?,
        _ pieces: inout [Piece]
    ) {
        let lengthMax = unit == .characters ? limit : limit * Self.scalarsPerWord
        var start = sentence.lowerBound
        var count = 0
        var word = 0
        while start < sentence.upperBound {
            var end = start
            count = 0
            while end < sentence.upperBound {
                while word < words.count, Int(words[word].start) < end { word += 1 }
                let hasWord = word < words.count && Int(words[word].start) == end
                let stop = hasWord ? Int(words[word].end) : end + 1
                let units = hasWord ? words[word].units : 0
                let length = Int(flow.origins[stop - 1]) + 1 - Int(flow.origins[start])
                if length > lengthMax || (unit == .words && count + units > limit) { break }
                count += units
                end = stop
            }
            if end == start {
                // Not even one word fits: as much of it as the limit allows.
                end = start + 1
                let room = unit == .characters ? limit : max(1, limit * (words.isEmpty ? 1 : 2))
                while end < sentence.upperBound, end - start < room,
                    Int(flow.origins[end]) + 1 - Int(flow.origins[start]) <= lengthMax
                { end += 1 }
                count = 1
            }
            if flow.scalars[start..<end].contains(where: { $0 != " " }) {
                var low = start
                while flow.scalars[low] == " " { low += 1 }
                var high = end
                while flow.scalars[high - 1] == " " { high -= 1 }
                pieces.append(
                    Piece(range: flow.sourceRange(low..<high), words: count, isHeading: isHeading, heading: heading))
            }
            start = end
        }
    }
}

/// The titles above a heading.
struct HeadingPaths {
    private let titles: [String]
    private let parents: [Int?]

    init(_ layout: DocumentLayout) {
        titles = layout.headings.map(\.title)
        var open: [(level: Int, index: Int)] = []
        parents = layout.headings.enumerated().map { index, heading in
            while let last = open.last, last.level >= heading.level { open.removeLast() }
            defer { open.append((heading.level, index)) }
            return open.last?.index
        }
    }

    /// The titles from the highest down to that of `heading`.
    func path(to heading: Int) -> [String] {
        var path: [String] = []
        var next: Int? = heading
        while let index = next {
            path.append(titles[index])
            next = parents[index]
        }
        return path.reversed()
    }
}
