import CoreLanguage
import Testing

@Suite("Pattern and Unicode")
struct PatternUnicodeTests {
    private static let rows: [(name: String, fits: String, other: String)] = [
        ("L", "aÉпאあ", "1 -_"), ("Letter", "é", "1"), ("Lu", "AÉ", "aé1"), ("gc=Lu", "A", "a"),
        ("General_Category=Uppercase_Letter", "A", "a"), ("Ll", "aé", "A"), ("LC", "aAǅ", "あ1"), ("Lt", "ǅ", "Aa"),
        ("M", "\u{301}", "e"), ("Combining_Mark", "\u{301}", "e"), ("N", "1٣½Ⅷ", "a"), ("Nd", "1٣", "½a"),
        ("digit", "0", "x"), ("P", "!-_", "+a"), ("punct", ".", "a"), ("Sc", "€$", "+"), ("Sm", "+<", "$"),
        ("Zs", " \u{A0}", "\n"), ("Cc", "\u{0}\n", " "), ("cntrl", "\u{7F}", "a"), ("Cn", "\u{10FFFF}", "a"),
        ("Co", "\u{E000}", "a"), ("Any", "a😀\u{0}", ""), ("ASCII", "a\u{7F}", "\u{80}é"),
        ("Assigned", "a", "\u{10FFFF}"),
        ("Alphabetic", "aあⅧ", "1"), ("White_Space", " \n\u{2003}", "a"), ("Uppercase", "AⅧ", "a"),
        ("Lowercase", "aª", "A"), ("ASCII_Hex_Digit", "0fF", "g٣"), ("ID_Start", "a", "1"), ("Emoji", "😀", "a"),
        ("ID_Continue", "a1_", "-"), ("Ideographic", "漢", "あ"),
    ]

    @Test("a property fits its scalars, and its negation the others", arguments: rows)
    func properties(_ row: (name: String, fits: String, other: String)) throws {
        let property = try Pattern("^\\p{\(row.name)}$")
        let negation = try Pattern("^[\\P{\(row.name)}]$")
        for scalar in row.fits.unicodeScalars {
            #expect(property.matches(String(scalar)) && !negation.matches(String(scalar)), "\(scalar.debugDescription)")
        }
        for scalar in row.other.unicodeScalars {
            #expect(!property.matches(String(scalar)) && negation.matches(String(scalar)), "\(scalar.debugDescription)")
        }
    }

    @Test("a class agrees with the standard library on scalars from everywhere")
    func everywhere() throws {
        let letters = try Pattern("^\\p{Lo}$")
        let space = try Pattern("^\\s$")
        for value in stride(from: UInt32(0), to: 0x110000, by: 61) {
            guard let scalar = Unicode.Scalar(value) else {
                continue
            }
            #expect(letters.matches(String(scalar)) == (scalar.properties.generalCategory == .otherLetter))
            let isSpace = scalar.properties.isWhitespace && value != 0x85 || value == 0xFEFF
            #expect(space.matches(String(scalar)) == isSpace)
        }
    }

    @Test("scalars are told apart that are canonically equivalent")
    func noNormalization() throws {
        #expect(try !Pattern("^é$").matches("e\u{301}"))
        #expect(try Pattern("^e.$").matches("e\u{301}"))
    }
}
