/// Takes the marks of links, code and emphasis out of a paragraph, in one pass.
///
/// What is emphasised where is told by a simpler rule than CommonMark's: a mark ends the nearest of its own kind before it.
/// How many of each kind are open is counted, so that nothing is looked for in vain.
struct MarkdownInline {
    private struct Open {
        let kind: Int
        /// Where the mark stands in the text so far.
        let place: Int
        let length: Int
    }

    /// Longer runs of backticks are text. Of each length one run at most is looked for in vain.
    private static let ticksMax = 80

    private let source: ArraySlice<UInt8>
    private var index: Int
    private var text: [UInt8] = []
    private var opened: [Open] = []
    private var counts = [Int: Int]()
    /// The brackets that may begin a link, with the mark of a picture before them.
    private var brackets: [(place: Int, length: Int)] = []
    /// What goes in the end: places and lengths, by rising place once sorted.
    private var removed: [(place: Int, length: Int)] = []

    /// The text of `source` without marks.
    static func text(_ source: ArraySlice<UInt8>) -> [UInt8] {
        guard source.contains(where: isMark) else { return Array(source) }
        var inline = MarkdownInline(source)
        return inline.result()
    }

    private init(_ source: ArraySlice<UInt8>) {
        self.source = source
        index = source.startIndex
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: "&"):
            true
        default: false
        }
    }

    private mutating func result() -> [UInt8] {
        while index < source.endIndex {
            let byte = source[index]
            switch byte {
            case UInt8(ascii: "\\"): takeEscape()
            case UInt8(ascii: "`"): takeCode()
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): takeEmphasis(byte)
            case UInt8(ascii: "["): takeBracket()
            case UInt8(ascii: "]"): takeLink()
            case UInt8(ascii: "<"): takeAddress()
            case UInt8(ascii: "&"): takeReference()
            default: take(1)
            }
        }
        return withoutRemoved()
    }

    private mutating func take(_ count: Int) {
        text += source[index..<index + count]
        index += count
    }

    /// A backslash before punctuation of ASCII takes its meaning away.
    private mutating func takeEscape() {
        let next = index + 1 < source.endIndex ? source[index + 1] : 0
        let isPunctuation = (0x21...0x7e).contains(next) && !HTMLByte.isAlphanumeric(next)
        if isPunctuation { index += 1 }
        take(1)
    }

    private mutating func takeReference() {
        guard let (character, end) = HTMLEntities.reference(source, at: index), character.value >= 0x20,
            !(0x7f..<0xa0).contains(character.value)
        else { return take(1) }
        text += Array(String(character).utf8)
        index = end
    }

    /// Between two runs of as many backticks nothing has a meaning.
    private mutating func takeCode() {
        let count = source[index...].prefix { $0 == UInt8(ascii: "`") }.count
        guard count <= Self.ticksMax else { return take(count) }
        var place = index + count
        while let start = source[place...].firstIndex(of: UInt8(ascii: "`")) {
            let length = source[start...].prefix { $0 == UInt8(ascii: "`") }.count
            if length == count {
                text += source[(index + count)..<start]
                index = start + length
                return
            }
            place = start + length
        }
        take(count)
    }

    // MARK: Emphasis

    private mutating func takeEmphasis(_ mark: UInt8) {
        let length = source[index...].prefix { $0 == mark }.count
        let before = index > source.startIndex ? source[index - 1] : 0x20
        let after = index + length < source.endIndex ? source[index + length] : 0x20
        let isKnown = mark == UInt8(ascii: "~") ? length == 2 : length <= 3
        var (opens, closes) = (after > 0x20, before > 0x20)
        if mark == UInt8(ascii: "_") {
            // Inside of a word it is a letter.
            if Self.isWordByte(before) { opens = false }
            if Self.isWordByte(after) { closes = false }
        }
        let kind = Int(mark) * 4 + length
        if isKnown, closes, counts[kind, default: 0] > 0 {
            close(kind, length)
        } else if isKnown, opens {
            opened.append(Open(kind: kind, place: text.count, length: length))
            counts[kind, default: 0] += 1
        }
        take(length)
    }

    /// Ends the nearest mark of this kind; those opened since are marks no more.
    private mutating func close(_ kind: Int, _ length: Int) {
        while let open = opened.popLast() {
            counts[open.kind, default: 0] -= 1
            guard open.kind == kind else { continue }
            removed.append((open.place, open.length))
            removed.append((text.count, length))
            return
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { HTMLByte.isAlphanumeric(byte) || byte >= 0x80 }

    // MARK: Links

    private mutating func takeBracket() {
        let isPicture = text.last == UInt8(ascii: "!")
        brackets.append((text.count - (isPicture ? 1 : 0), isPicture ? 2 : 1))
        take(1)
    }

    /// `](address)`, `][name]` and `[]`; any other bracket stays.
    private mutating func takeLink() {
        guard let open = brackets.popLast(), let end = linkEnd() else { return take(1) }
        removed.append((open.place, open.length))
        index = end
    }

    /// Where the address or the name behind a `]` ends. What is looked through ends at the next bracket, so that each byte
    /// is looked at once for one bracket only.
    private func linkEnd() -> Int? {
        let start = index + 1
        guard start < source.endIndex else { return nil }
        if source[start] == UInt8(ascii: "[") {
            let rest = source[(start + 1)...]
            guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[") }) else {
                return nil
            }
            return source[end] == UInt8(ascii: "]") ? end + 1 : nil
        }
        guard source[start] == UInt8(ascii: "(") else { return nil }
        var depth = 0
        for place in start..<source.endIndex {
            switch source[place] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: "["), UInt8(ascii: "]"): return nil
            default: break
            }
        }
        return nil
    }

    /// `<address>`: the address stays.
    private mutating func takeAddress() {
        let rest = source[(index + 1)...]
        let end = rest.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
        guard let end, source[end] == UInt8(ascii: ">"),
            rest[..<end].contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") })
        else { return take(1) }
        text += source[(index + 1)..<end]
        index = end + 1
    }

    private mutating func withoutRemoved() -> [UInt8] {
        guard !removed.isEmpty else { return text }
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var place = 0
        for part in removed.sorted(by: { $0.place < $1.place }) where part.place >= place {
            kept += text[place..<part.place]
            place = part.place + part.length
        }
        return kept + text[place...]
    }
}
