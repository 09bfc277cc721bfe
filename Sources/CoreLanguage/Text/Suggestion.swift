/// Names from outside in messages, and "did you mean": the known name nearest to a mistyped one.
public enum Suggestion {
    /// A longer name is no slip of a finger, and comparing takes the product of the lengths.
    private static let nameBytesMax = 64
    /// Candidates looked at at most.
    private static let candidatesMax = 1_000
    /// Scalars of a name from outside that are repeated at most.
    private static let clippedCountMax = 128

    /// The name, or the beginning of a long one.
    static func clipped(_ name: String) -> String {
        let beginning = name.unicodeScalars.prefix(clippedCountMax)
        return beginning.endIndex == name.endIndex ? name : String(beginning) + "…"
    }

    /// The nearest of `candidates` by edit distance, when it is near enough to be worth saying.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        guard name.utf8.count <= nameBytesMax else { return nil }
        let scalars = Array(name.unicodeScalars)
        guard scalars.count > 1 else { return nil }
        let allowed = max(1, scalars.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(candidatesMax) where candidate.utf8.count <= nameBytesMax {
            let distance = editDistance(scalars, Array(candidate.unicodeScalars))
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// ` Did you mean "x"?` or an empty text, to end a message with.
    public static func sentence(for name: String, among candidates: some Sequence<String>) -> String {
        nearest(to: name, among: candidates).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let substitution = last[j] + (left[i] == right[j] ? 0 : 1)
                var cost = min(last[j + 1] + 1, row[j] + 1, substitution)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
