/// Lines and columns of a text that stays as it is: each in a time that does not depend on how long its line is.
public struct TextPlaces: Sendable {
    private static let blockBytes = 1_024

    private let text: EditedText
    private let unit: ColumnUnit
    /// How many units stand before each block of so many bytes.
    private let counts: [Int]

    /// The places of `text`, with columns in `unit`.
    public init(_ text: EditedText, in unit: ColumnUnit) {
        self.text = text
        self.unit = unit
        var counts = [0]
        var count = 0
        for (place, byte) in text.bytes.enumerated() {
            count += unit.count(byte)
            if (place + 1) % Self.blockBytes == 0 { counts.append(count) }
        }
        self.counts = counts
    }

    /// The line and column of `offset`, from 0; of an offset in the middle of a scalar those of its front.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let place = text.scalarStart(offset)
        let line = text.lineIndex(of: place)
        return (line, count(before: place) - count(before: text.lineStart(line)))
    }

    private func count(before place: Int) -> Int {
        let block = place / Self.blockBytes
        return text.bytes[(block * Self.blockBytes)..<place].reduce(counts[block]) { $0 + unit.count($1) }
    }
}
