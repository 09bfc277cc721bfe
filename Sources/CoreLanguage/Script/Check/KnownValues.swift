/// A value that reads the same wherever it is read: what a name is bound to, or a member below it.
struct AccessPath: Hashable {
    /// The most members that are told apart; nobody writes more in a row.
    static let membersMax = 8

    let entry: Int
    var members: [String] = []
}

/// The values that are known to be there at a place, because a condition on every way to it says so (“flow typing”).
///
/// What is learned holds up to a ``rollBack(to:)``, at the end of what the condition guards. A name that gets another value
/// in a loop is forgotten there for good.
struct KnownValues {
    private var known: [Int: Set<[String]>] = [:]
    private var learned: [AccessPath] = []
    /// Entries of which something is known, and which a loop may give another value.
    private var changing: Set<Int> = []

    var isEmpty: Bool { known.isEmpty }

    /// A place to come back to.
    var mark: Int { learned.count }

    func contains(_ path: AccessPath) -> Bool { known[path.entry]?.contains(path.members) ?? false }

    mutating func learn(_ path: AccessPath, isChanging: Bool) {
        guard known[path.entry, default: []].insert(path.members).inserted else { return }
        learned.append(path)
        if isChanging { changing.insert(path.entry) }
    }

    /// What was learned since `mark`, and still holds.
    func learned(since mark: Int) -> [AccessPath] { learned[mark...].filter(contains) }

    mutating func rollBack(to mark: Int) {
        while learned.count > mark, let path = learned.popLast() {
            known[path.entry]?.remove(path.members)
            if known[path.entry]?.isEmpty == true { known[path.entry] = nil }
        }
    }

    /// The name has another value from here on.
    mutating func forget(_ entry: Int) { known[entry] = nil }

    /// What follows may be done again when names have other values.
    mutating func forgetChanging() {
        for entry in changing { known[entry] = nil }
        changing.removeAll()
    }
}
