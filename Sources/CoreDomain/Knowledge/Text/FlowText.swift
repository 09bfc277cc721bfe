/// What a line is for. Only `body` is read as prose.
enum LineRole: UInt8 {
    case body, heading
    /// A running head or foot, or a page number.
    case furniture
    /// An entry of a table of contents.
    case contents
    case reference, code
    /// Copyright, ISBN and the like.
    case notice
}

/// The text as it is read: lines joined to paragraphs, also over page breaks, white space mended, hyphens at the ends of lines undone,
/// ligatures taken apart. Every scalar knows where it stands in the source.
struct FlowText {
    struct Paragraph {
        let range: Range<Int>
        let role: LineRole
    }

    private(set) var scalars: [Unicode.Scalar] = []
    /// For each scalar its place in the source.
    private(set) var origins: [Int32] = []
    private(set) var paragraphs: [Paragraph] = []

    private let source: SourceText
    private let roles: [LineRole]
    private let mendsHyphens: Bool

    /// The flow of all lines whose role is in `kept`.
    init(
        _ source: SourceText, roles: [LineRole], keeping kept: (LineRole) -> Bool, mendsHyphens: Bool = true,
        flag: CancellationFlag
    ) throws(CoreError) {
        self.source = source
        self.mendsHyphens = mendsHyphens
        self.roles = roles
        scalars.reserveCapacity(source.scalars.count)
        origins.reserveCapacity(source.scalars.count)
        var ticker = Ticker(flag)
        var previous: Int?
        var begin = 0
        for index in source.lines.indices where kept(roles[index]) {
            try ticker.tick(source.lines[index].range.count + 1)
            if let last = previous {
                if continues(last, index) {
                    join(to: index)
                } else {
                    close(begin, roles[last])
                    begin = scalars.count
                }
            }
            append(index)
            previous = index
        }
        if let previous { close(begin, roles[previous]) }
    }

    /// What stands in `range` of the flow.
    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// The place in the source of what stands in `range`.
    func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard let last = range.last else { return 0..<0 }
        return Int(origins[range.lowerBound])..<Int(origins[last]) + 1
    }

    private mutating func close(_ begin: Int, _ role: LineRole) {
        if scalars.count > begin { paragraphs.append(Paragraph(range: begin..<scalars.count, role: role)) }
    }

    /// Whether the line at `index` goes on with the paragraph of the line at `last`.
    private func continues(_ last: Int, _ index: Int) -> Bool {
        guard roles[last] == roles[index], roles[index] != .heading, roles[index] != .contents else { return false }
        let line = source.lines[index]
        let first = source.scalars[Int(line.start)]
        if ListMark.begins(source.scalars, line.range) { return false }
        if source.lines[last].page != line.page || (last + 1 < index && line.followsBlank) {
            return goesOn(after: last, with: first)
        }
        if last + 1 < index { return goesOn(after: last, with: first) }
        if line.followsBlank || isLabel(last, before: first) { return false }
        return !(line.indent > 0 && source.scalars[Int(line.start) - 1].value == 0x3000)
    }

    /// Whether the line at `last` is a label of few words, such as "Details", with a new sentence in the next line.
    private func isLabel(_ last: Int, before first: Unicode.Scalar) -> Bool {
        let line = source.lines[last]
        guard line.followsBlank, line.range.count <= 30, first.isUpper, source.scalars[Int(line.start)].isUpper else {
            return false
        }
        let end = ScalarKind.of(source.scalars[Int(line.end) - 1])
        return end == .letter && source.scalars[line.range].count { $0 == " " } <= 2
    }

    /// Whether a sentence is open at the end of `last` that `first` can go on with: over a page break, or around what was left out.
    private func goesOn(after last: Int, with first: Unicode.Scalar) -> Bool {
        let end = source.scalars[Int(source.lines[last].end) - 1]
        switch ScalarKind.of(end) {
        case .stop, .terminator, .wideTerminator: return false
        case .closer where first.isUpper, .quote where first.isUpper: return false
        case .hyphen: return true
        default: break
        }
        let kind = ScalarKind.of(first)
        if kind.isUnspaced { return ScalarKind.of(end).isUnspaced || end == "、" }
        return first.isLower || (ScalarKind.of(end) == .comma) || (kind == .letter && !first.isUpper)
            || (source.lines[last].range.count > 60 && kind != .symbol)
    }

    /// Mends the break between the last line and the one at `index`: a hyphen is undone, a blank put where the script has blanks.
    private mutating func join(to index: Int) {
        guard let last = scalars.last else { return }
        let first = source.scalars[Int(source.lines[index].start)]
        let beforeLast = scalars.count > 1 ? scalars[scalars.count - 2] : " "
        if ScalarKind.of(last) == .hyphen, ScalarKind.of(beforeLast) == .letter, first.isLower {
            guard mendsHyphens else { return }
            scalars.removeLast()
            origins.removeLast()
            return
        }
        if Self.isWide(last) && Self.isWide(first) { return }
        if last != " " { put(" ", source.lines[index].range.lowerBound - 1) }
    }

    /// Whether the scalar belongs to a script that has no blanks between words, punctuation included.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        ScalarKind.of(scalar).isUnspaced || (0x3001...0x303F).contains(scalar.value)
            || (0xFF01...0xFF65).contains(scalar.value)
    }

    private mutating func append(_ index: Int) {
        let range = source.lines[index].range
        for place in range {
            let scalar = source.scalars[place]
            switch ScalarKind.of(scalar) {
            case .control: continue
            case .space: if scalars.last != " ", place > range.lowerBound { put(" ", place) }
            default: Ligature.parts(of: scalar) { put($0, place) }
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar, _ place: Int) {
        scalars.append(scalar)
        origins.append(Int32(place))
    }
}

/// Letters that a typesetter joined.
enum Ligature {
    /// Gives the letters of `scalar`, which are itself for all but U+FB00…U+FB06.
    static func parts(of scalar: Unicode.Scalar, _ take: (Unicode.Scalar) -> Void) {
        guard (0xFB00...0xFB06).contains(scalar.value) else { return take(scalar) }
        for part in joined[Int(scalar.value) - 0xFB00].unicodeScalars { take(part) }
    }

    private static let joined = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]
}

/// The bullet or number that begins an item of a list.
enum ListMark {
    static func begins(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        length(scalars, range) > 0
    }

    /// How long the mark is that begins `range`, with the white space after it; 0 when there is none.
    static func length(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int {
        var at = range.lowerBound
        switch scalars[at] {
        case "•", "‣", "▪", "●", "○", "◦", "·", "・", "–", "—", "-", "*", "+": at += 1
        default:
            while at < range.upperBound, at - range.lowerBound < 3, ScalarKind.of(scalars[at]) == .digit { at += 1 }
            if at == range.lowerBound, scalars[at].isLower, range.count > 1, scalars[at + 1] == ")" { at += 1 }
            guard at > range.lowerBound, at < range.upperBound, scalars[at] == ")" || scalars[at] == "." else {
                return 0
            }
            at += 1
        }
        guard at < range.upperBound, ScalarKind.of(scalars[at]) == .space else { return 0 }
        while at < range.upperBound, ScalarKind.of(scalars[at]) == .space { at += 1 }
        return at - range.lowerBound
    }
}
