/// A change of a source.
public struct ScriptEdit: Hashable, Sendable {
    /// What is taken away; empty to insert.
    public let range: SourceRange
    /// What takes its place.
    public let replacement: String

    /// A change of `range` into `replacement`.
    public init(_ range: SourceRange, _ replacement: String) {
        self.range = range
        self.replacement = replacement
    }

    /// The text after changes that do not overlap, in any order.
    static func apply(_ edits: [ScriptEdit], to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
        var place = 0
        for edit in edits.sorted(by: { $0.range.start < $1.range.start }) {
            let start = min(max(place, edit.range.start), bytes.count)
            result += bytes[place..<start]
            result += Array(edit.replacement.utf8)
            place = min(max(start, edit.range.end), bytes.count)
        }
        return result + bytes[place...]
    }
}
