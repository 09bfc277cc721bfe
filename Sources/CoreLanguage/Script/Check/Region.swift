/// A part of a script with names of its own.
struct Region {
    enum Kind: Hashable {
        case script
        case threadError
        /// A branch of the decision with this number.
        case branch(decision: Int)
        case lane
        case each(isParallel: Bool)
        case pipe(isParallel: Bool)
        case `repeat`
    }

    let kind: Kind
    let parent: Int
    let depth: Int

    /// Whether several of it can run at once.
    var isParallel: Bool {
        switch kind {
        case .each(let isParallel), .pipe(let isParallel): isParallel
        default: false
        }
    }

    /// What happens to names that were bound in it, to end “is bound …” with; nil where they stay.
    var boundWords: String {
        switch kind {
        case .script: "further down"
        case .threadError: "in `on thread error`"
        case .branch: "in one branch of a `decide` only"
        case .lane: "in a lane of `together`"
        case .each: "inside `each`, anew in each iteration"
        case .pipe: "inside `pipe`, anew for each item"
        case .repeat: "inside `repeat`, anew in each round"
        }
    }
}
