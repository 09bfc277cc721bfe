/// Text as a terminal shows it: scalars and the columns they take.
struct Cells {
    private var scalars: [Unicode.Scalar] = []
    private var columns: [Int] = []
    private(set) var width = 0
    /// The column at which the place in question begins.
    private(set) var markStart: Int?
    /// The column behind it.
    private(set) var markEnd: Int?

    private static let tabColumns = 4

    /// Appends the text of `bytes`, the first of which is at `offset`, and notes the columns of `range`.
    mutating func append(decoding bytes: ArraySlice<UInt8>, from offset: Int, marking range: SourceRange) {
        var place = offset
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if place >= range.start, markStart == nil { markStart = width }
            if place >= range.end, markEnd == nil { markEnd = width }
            if scalar == "\t" {
                repeat { append(" ", 1) } while width % Self.tabColumns != 0
            } else {
                let shown = Self.shown(scalar)
                append(shown, Self.width(of: shown))
            }
            place += scalar.utf8.count
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ columnCount: Int) {
        scalars.append(scalar)
        columns.append(width)
        width += columnCount
    }

    var text: String { String(String.UnicodeScalarView(scalars)) }

    /// What begins in these columns, the column it begins at, and whether it goes to the end.
    func window(_ first: Int, _ end: Int) -> (text: Cells, first: Int, isLast: Bool) {
        var part = Cells()
        var front: Int?
        for (scalar, column) in zip(scalars, columns) where column >= first && column < end {
            front = front ?? column
            part.append(scalar, Self.width(of: scalar))
        }
        return (part, front ?? first, end >= width)
    }

    /// The scalar, or what is shown in its place: controls and marks that turn the direction of writing are not obeyed.
    static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: "\u{FFFD}"
        default: scalar
        }
    }

    /// How many columns a scalar takes: none for marks that combine, two for wide ones (Unicode Standard Annex 11).
    static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
