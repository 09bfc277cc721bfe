/// The names that can be read at a place, and all that were bound before.
///
/// A name is visible where it is bound on every way. What a branch or a loop binds is taken back at its end by
/// ``rollBack(to:)``, at the price of what was bound in it.
struct NameTable {
    /// What bound a name.
    enum Kind: Hashable {
        case input
        /// `let`, and loops that collect.
        case value
        /// The number of an iteration or a round.
        case index
        /// What a step did in the world; it may stay unread, since the thread shows it.
        case result
        case loop
        case parameter
        case stream
        /// `error` and `thread`.
        case root
    }

    struct Entry {
        let name: String
        let range: SourceRange
        let kind: Kind
        var type: ScriptType
        let region: Int
        /// The entries this one joins: one for each branch.
        var parts: [Int] = []
        var isRead = false
        /// The clause that may have put null in the place of the value, or of a part of it.
        var nullClause: SourceRange?
        /// How many pipes read the stream.
        var readers = 0
    }

    private struct Change {
        let name: String
        let entry: Int
        let previous: Int?
        let time: Int
    }

    private(set) var entries: [Entry] = []
    private var visible: [String: Int] = [:]
    private var changes: [Change] = []
    private var clock = 0

    /// The entry that `name` shows here.
    func lookup(_ name: String) -> Int? { visible[name] }

    /// The names that can be read here.
    var visibleNames: some Sequence<String> { visible.keys }

    /// What these names stand for, in the order of binding.
    var visibleEntries: [Int] { visible.values.sorted() }

    subscript(entry: Int) -> Entry {
        get { entries[entry] }
        set { entries[entry] = newValue }
    }

    /// Makes `entry` visible, and gives its number.
    @discardableResult
    mutating func bind(_ entry: Entry) -> Int {
        entries.append(entry)
        show(entry.name, entries.count - 1)
        return entries.count - 1
    }

    private mutating func show(_ name: String, _ entry: Int) {
        clock += 1
        changes.append(Change(name: name, entry: entry, previous: visible[name], time: clock))
        visible[name] = entry
    }

    /// A point in time, for ``hide(since:)``.
    var now: Int { clock + 1 }

    /// A place to come back to.
    var mark: Int { changes.count }

    /// Takes back what was bound since `mark`, and gives it in its order.
    @discardableResult
    mutating func rollBack(to mark: Int) -> [Int] {
        var bound: [Int] = []
        while changes.count > mark, let change = changes.popLast() {
            visible[change.name] = change.previous
            bound.append(change.entry)
        }
        return bound.reversed()
    }

    /// Hides what was bound at `time` or later, and gives it: a jump goes around it.
    mutating func hide(since time: Int) -> [Int] {
        var hidden: [Int] = []
        while let change = changes.last, change.time >= time {
            changes.removeLast()
            visible[change.name] = change.previous
            hidden.append(change.entry)
        }
        return hidden
    }

    /// Notes that the entry is read, and those it joins. Each is visited once.
    mutating func markRead(_ entry: Int) {
        var pending = [entry]
        while let next = pending.popLast() {
            guard !entries[next].isRead else { continue }
            entries[next].isRead = true
            pending += entries[next].parts
        }
    }
}
