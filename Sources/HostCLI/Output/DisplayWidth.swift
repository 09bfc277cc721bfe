/// How many columns of a terminal a text takes.
enum DisplayWidth {
    /// The columns of `text`, which holds no control characters.
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The beginning of `text` that fits into `columns`, with an ellipsis where something was cut.
    static func clipped(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        var (result, width) = ("", 0)
        for character in text {
            let next = of(character)
            if width + next > max(0, columns - 1) { break }
            result.append(character)
            width += next
        }
        return columns > 0 ? result + "…" : ""
    }

    /// A character is as wide as its widest scalar; an emoji made of several is two columns wide.
    static func of(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            if scalar.value == 0xfe0f { return 2 }
            width = max(width, of(scalar))
        }
        return width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// Wide and full-width ranges (Unicode Standard Annex 11, East Asian Width `W` and `F`), joined over unassigned code points.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
        0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60,
        0xffe0...0xffe6, 0x16fe0...0x18aff, 0x1b000...0x1b2ff, 0x1f200...0x1f2ff, 0x20000...0x2fffd, 0x30000...0x3fffd,
    ]
}
