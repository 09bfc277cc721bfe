/// The lines in which two texts differ, for people.
enum GoldenDifference {
    private static let linesMax = 24

    /// The first lines that were and that are, with their numbers.
    static func text(was: String, is new: String) -> String {
        let old = was.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        var front = 0
        while front < min(old.count, new.count), old[front] == new[front] { front += 1 }
        var back = 0
        while back < min(old.count, new.count) - front, old[old.count - 1 - back] == new[new.count - 1 - back] {
            back += 1
        }
        let before = front > 0 ? ["  \(front): \(old[front - 1])"] : []
        return (before + lines(old, "-", front..<old.count - back) + lines(new, "+", front..<new.count - back))
            .joined(separator: "\n")
    }

    private static func lines(_ lines: [Substring], _ mark: String, _ range: Range<Int>) -> [String] {
        let shown = range.prefix(linesMax).map { "\(mark) \($0 + 1): \(lines[$0])" }
        return range.count > linesMax ? shown + ["\(mark) … and \(range.count - linesMax) lines more"] : shown
    }
}
