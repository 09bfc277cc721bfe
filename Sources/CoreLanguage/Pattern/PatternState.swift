/// What a machine can be in: where it stands, and what it has just passed.
struct PatternState: Hashable, Sendable {
    var places: [Int32]
    var before: PatternNeighbor

    /// The state before any text.
    static let start = PatternState(places: [0], before: .edge)

    static func == (lhs: PatternState, rhs: PatternState) -> Bool {
        lhs.before == rhs.before && lhs.places == rhs.places
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(before)
        places.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
