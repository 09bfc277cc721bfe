import CoreLanguage
import CoreTesting
import Testing

@Suite("Texts that change")
struct EditedTextTests {
    /// Lines as an editor counts them, by another way: scalar by scalar.
    private static func positions(_ text: String, _ unit: ColumnUnit) -> [(line: Int, column: Int, offset: Int)] {
        var places: [(Int, Int, Int)] = []
        var (line, column, offset) = (0, 0, 0)
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            places.append((line, column, offset))
            offset += scalar.utf8.count
            let isPair = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if scalar == "\n" || scalar == "\r" && !isPair {
                (line, column) = (line + 1, 0)
            } else {
                switch unit {
                case .utf8: column += scalar.utf8.count
                case .utf16: column += scalar.utf16.count
                case .utf32: column += 1
                }
            }
        }
        places.append((line, column, offset))
        return places
    }

    private static let pieces = ["a", "é", "🧾", "👩‍👧", "\n", "\r\n", "\r", " ", "let x = 1", "漢"]

    private static func text(_ random: inout SeededRandom, _ count: UInt64) -> String {
        (0..<(random.next() % count)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }

    @Test("Positions and offsets are each other's, in each unit", arguments: ColumnUnit.allCases)
    func positions(_ unit: ColumnUnit) {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            let text = Self.text(&random, 30)
            let edited = EditedText(bytes: Array(text.utf8))
            let shown = TextPlaces(edited, in: unit)
            let places = Self.positions(text, unit)
            #expect(edited.lineCount == (places.last?.line ?? 0) + 1)
            for (index, place) in places.enumerated() {
                let found = shown.position(of: place.offset)
                #expect(found.line == place.line && found.column == place.column, "\(text.debugDescription) \(place)")
                // A line feed behind a carriage return is in no line.
                let isInside =
                    index > 0 && index < places.count && text.utf8.count > place.offset
                    && Array(text.utf8)[place.offset] == 0x0A && Array(text.utf8)[place.offset - 1] == 0x0D
                if !isInside {
                    #expect(edited.offset(line: place.line, column: place.column, in: unit) == place.offset)
                }
            }
        }
    }

    @Test("Edits give the text that replacing in the whole text gives", arguments: [UInt64](0..<10))
    func edits(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<40 {
            var bytes = Array(Self.text(&random, 20).utf8)
            var edited = EditedText(bytes: bytes)
            for _ in 0..<20 {
                let start = Int(random.next() % UInt64(bytes.count + 1))
                let end = min(bytes.count, start + Int(random.next() % 5))
                let new = Array(Self.text(&random, 4).utf8)
                bytes.replaceSubrange(start..<end, with: new)
                edited.replace(SourceRange(start, end), with: new)
                let whole = EditedText(bytes: bytes)
                #expect(edited.bytes == bytes)
                #expect(edited.lineCount == whole.lineCount)
                let (places, wholePlaces) = (TextPlaces(edited, in: .utf16), TextPlaces(whole, in: .utf16))
                for offset in 0...bytes.count {
                    let (left, right) = (
                        places.position(of: offset), wholePlaces.position(of: offset)
                    )
                    #expect(left.line == right.line && left.column == right.column)
                }
            }
        }
    }

    @Test("Columns of long lines", arguments: ColumnUnit.allCases)
    func longLines(_ unit: ColumnUnit) {
        let text = "--\r\n" + String(repeating: "a🧾é", count: 1_000) + "\n" + String(repeating: "é", count: 3_000)
        let places = TextPlaces(EditedText(bytes: Array(text.utf8)), in: unit)
        for (place, expected) in Self.positions(text, unit).enumerated() where place % 37 == 0 {
            let found = places.position(of: expected.offset)
            #expect(found.line == expected.line && found.column == expected.column)
        }
    }

    @Test("Places that are not there are the nearest before")
    func clamping() {
        let text = EditedText(bytes: Array("a🧾b\r\nc".utf8))
        #expect(text.offset(line: 0, column: 2, in: .utf16) == 1, "the middle of a pair")
        #expect(text.offset(line: 0, column: 3, in: .utf8) == 1, "the middle of a scalar")
        #expect(text.offset(line: 0, column: 99, in: .utf16) == 6)
        #expect(text.offset(line: 0, column: .max, in: .utf8) == 6)
        #expect(text.offset(line: 9, column: 0, in: .utf16) == 9)
        #expect(text.offset(line: -1, column: 0, in: .utf16) == 0)
        #expect(TextPlaces(text, in: .utf16).position(of: 3) == (0, 1))
        #expect(TextPlaces(text, in: .utf16).position(of: 99) == (1, 1))
    }
}
