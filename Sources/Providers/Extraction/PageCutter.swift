/// Cuts a text without pages of its own into pages that are worth citing: of about ``target`` characters, ending where a
/// paragraph does, else where a line, else where a word does.
struct PageCutter {
    /// Unicode scalars of a usual page.
    static let target = 3_000
    /// No page is shorter, but the last.
    static let least = 1_500
    /// No page is longer.
    static let most = 4_500

    private let text: [UInt8]
    /// Where each page begins, in bytes of the text.
    private(set) var starts: [Int] = []

    /// The pages of `text`, which is UTF-8.
    init(_ text: [UInt8]) {
        self.text = text
        var start = 0
        while start < text.count {
            starts.append(start)
            start = end(of: start)
        }
    }

    /// Each page, without the empty lines around it.
    var pages: [String] {
        starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : text.count
            return TextCleaning.trimLines(String(decoding: text[starts[index]..<end], as: UTF8.self))
        }
    }

    /// The page, from 1, that the byte at `offset` stands on.
    func page(at offset: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return max(1, low)
    }

    /// Where the page that begins at `start` ends. Looks at no more than one page.
    private func end(of start: Int) -> Int {
        var (count, index) = (0, start)
        var (paragraph, line, word): (Int?, Int?, Int?)
        while index < text.count {
            let byte = text[index]
            if byte & 0xc0 != 0x80 {
                if count == Self.most { return paragraph ?? line ?? word ?? index }
                count += 1
            }
            index += 1
            guard count >= Self.least, byte == 0x0a || byte == 0x20 else { continue }
            word = index
            guard byte == 0x0a else { continue }
            line = index
            let isParagraphEnd = index >= 2 && text[index - 2] == 0x0a
            let isNextEmpty = index < text.count && text[index] == 0x0a
            guard isParagraphEnd, !isNextEmpty else { continue }
            if count >= Self.target { return paragraph.map { nearer($0, index, start) } ?? index }
            paragraph = index
        }
        return text.count
    }

    /// Of two places the one that makes the page more nearly a usual one, by bytes.
    private func nearer(_ before: Int, _ after: Int, _ start: Int) -> Int {
        abs(after - start - Self.target) < abs(before - start - Self.target) ? after : before
    }
}
