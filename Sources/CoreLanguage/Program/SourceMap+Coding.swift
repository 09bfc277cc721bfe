extension SourceMap {
    /// The map as JSON: the paths in the order of the source, each with its line and column, and then for each argument
    /// its name, line and column.
    ///
    /// `{"map":1,"steps":{"0":[5,1,"url",6,9],"3.~0":[9,3]}}`
    public func encode() -> JSONValue {
        let sorted = entries.sorted { ($0.value.place, $0.key) < ($1.value.place, $1.key) }
        return ["map": 1, "steps": .object(JSONObject(sorted.map { ($0.key, $0.value.encode()) }))]
    }

    /// Reads what ``encode()`` writes.
    ///
    /// - Throws: ``ProgramError`` for the first fault.
    public init(decoding stored: JSONValue) throws(ProgramError) {
        let map = try StoredValue(value: stored).object()
        try map.allow(["map", "steps"])
        let version = try map.required("map")
        guard version.value.int64Value == 1 else {
            throw ProgramError(.unsupported, at: version.pointer, "A source map of the form 1 is read here.")
        }
        let steps = try map.required("steps").object()
        guard steps.members.count <= Self.countMax else {
            throw ProgramError(.malformed, at: steps.pointer, "A source map has at most \(Self.countMax) steps.")
        }
        for (key, value) in steps.members {
            let stored = StoredValue(value: value, place: .member(steps.place, key))
            guard StepPath(key) != nil else { throw stored.malformed("The name of this member is no path of a step.") }
            entries[key] = try Entry(decoding: stored)
        }
    }
}

extension SourceMap.Entry {
    fileprivate func encode() -> JSONValue {
        var numbers: [JSONValue] = [.integer(Int64(place.line)), .integer(Int64(place.column))]
        for (name, place) in arguments.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            numbers += [.string(name), .integer(Int64(place.line)), .integer(Int64(place.column))]
        }
        return .array(numbers)
    }

    fileprivate init(decoding stored: StoredValue) throws(ProgramError) {
        let parts = try stored.elements(countMax: SourceMap.countMax)
        guard parts.count % 3 == 2 else {
            throw stored.malformed(
                "A line and a column belong here, then a name, a line and a column for each argument.")
        }
        place = try SourceMap.Place(parts[0], parts[1])
        for start in stride(from: 2, to: parts.count, by: 3) {
            arguments[try parts[start].label()] = try SourceMap.Place(parts[start + 1], parts[start + 2])
        }
    }
}

extension SourceMap.Place: Comparable {
    /// Whether one place stands before another.
    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    /// No source has more lines, nor a line more columns.
    private static let range = 1...16 * 1_024 * 1_024

    fileprivate init(_ line: StoredValue, _ column: StoredValue) throws(ProgramError) {
        self.init(line: try line.integer(in: Self.range), column: try column.integer(in: Self.range))
    }
}
