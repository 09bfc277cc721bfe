/// A writing system, by its code in ISO 15924.
public enum TextScript: String, Hashable, Sendable, CaseIterable {
    case latin = "Latn", cyrillic = "Cyrl", greek = "Grek", arabic = "Arab", hebrew = "Hebr", devanagari = "Deva",
        thai = "Thai"
    case han = "Hani", japanese = "Jpan", hangul = "Kore"
    case other = "Zzzz"

    /// The script of a letter; nil for what belongs to none.
    static func of(_ scalar: Unicode.Scalar) -> TextScript? {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: .latin
        case 0x400...0x481, 0x48A...0x52F: .cyrillic
        case 0x370...0x373, 0x386...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x5D0...0x5EA: .hebrew
        case 0x620...0x64A, 0x66E...0x6D3, 0x750...0x77F: .arabic
        case 0x904...0x939, 0x958...0x961: .devanagari
        case 0xE01...0xE30, 0xE40...0xE46: .thai
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC: .japanese
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF: .han
        case 0xAC00...0xD7A3: .hangul
        case 0..<0x80: nil
        default: ScalarKind.of(scalar) == .letter ? .other : nil
        }
    }
}
