/// Where the steps of a compiled script stand in its source.
///
/// It stands beside the program and never in it: a script that was only formatted anew has the same program, and another
/// map. Places are kept by the static part of a step's path, that is without the numbers of iterations and rounds; a lane
/// keeps its number, since each has steps of its own, and has a place itself.
public struct SourceMap: Hashable, Sendable {
    /// A place in a source, both numbers from 1; the column in Unicode scalars.
    public struct Place: Hashable, Sendable {
        /// The line.
        public var line: Int
        /// The column.
        public var column: Int

        /// A place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    struct Entry: Hashable {
        var place: Place
        var arguments: [String: Place] = [:]
    }

    var entries: [String: Entry] = [:]

    /// How many steps, and arguments of one, a map may have: those of the largest program, with its lanes and fallbacks.
    static let countMax = 4 * Block.stepsMax

    /// A map without places.
    public init() {}

    /// How many steps it knows.
    public var count: Int { entries.count }

    /// Notes where the step, lane or branch at a static path stands: `3.1`, `3.~0`, `3.fallback`, `error.0`.
    public mutating func add(_ path: StepPath, at place: Place) {
        entries[path.description, default: Entry(place: place)].place = place
    }

    /// Notes where an argument of the step at a static path stands. Does nothing when the step has no place yet.
    public mutating func add(argument name: String, of path: StepPath, at place: Place) {
        entries[path.description]?.arguments[name] = place
    }

    /// Where the step that has this path when it runs stands, or its argument.
    ///
    /// Without a place of its own an argument has the step's, and a step that of what it stands in; nil when there is
    /// none either.
    public func place(of path: StepPath, argument: String? = nil) -> Place? {
        var prefix = ""
        var found: (entry: Entry, isWhole: Bool)?
        for segment in path.segments {
            let next = prefix.isEmpty ? segment.text : prefix + "." + segment.text
            if let entry = entries[next] {
                found = (entry, true)
                prefix = next
            } else if case .step = segment {
                found?.isWhole = false
                prefix = next
            }
        }
        guard let found else { return nil }
        guard let argument, found.isWhole else { return found.entry.place }
        return found.entry.arguments[argument] ?? found.entry.place
    }
}

extension StepPath.Segment {
    fileprivate var text: String {
        switch self {
        case .step(let id): id
        case .iteration(let number): "~\(number)"
        }
    }
}
