/// A part of the paths of a program's steps. Parts form a tree; each knows the one around it.
struct PathNode {
    enum Part: Hashable {
        /// An ordinal, or a word such as `undo`.
        case step(String)
        /// The number of an iteration is in this register.
        case iteration(Int32)
        /// The number of a round is in this register; 0 has no mark.
        case round(Int32)
    }

    /// The number of the part around this one; -1 at the beginning of the fiber's own path.
    let outer: Int32
    let part: Part
}

/// Where in the program an instruction stands.
struct CodePlace {
    /// The number of the step's ``PathNode``; -1 for the fiber itself.
    var path: Int32
    /// Which of the step's expressions it is of; the empty text for none.
    var role: String
    /// Where the step begins.
    var start: Int32
    /// The kind of fiber.
    var kind: Int32
}

/// Instructions whose errors go to one place.
struct ErrorRegion {
    enum Catch: UInt8 {
        /// All errors but those of the machine's bounds.
        case all
        /// Paths that lead nowhere.
        case missing
        /// None: the thread pauses.
        case pause
    }

    let catches: Catch
    /// Where the error is handled.
    var handler: Int32
    /// Where the error goes; -1 for nowhere.
    let register: Int32
    /// The region around this one; -1 for none.
    let outer: Int32
}
