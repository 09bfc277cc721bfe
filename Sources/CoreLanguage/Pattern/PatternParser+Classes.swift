extension PatternParser {
    /// Reads what follows a “[” that stands at `start`, up to its “]”.
    mutating func parseClass(start: Int) throws(PatternError) -> PatternScalarSet {
        let isNegated = skip("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !skip("]") {
            let place = position
            let member = try parseMember(classStart: start)
            if current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                ranges.append(try range(from: member, to: parseMember(classStart: start), at: place))
            } else {
                ranges += member.set.ranges
            }
        }
        let set = PatternScalarSet(ranges)
        return isNegated ? set.inverted : set
    }

    private mutating func parseMember(classStart: Int) throws(PatternError) -> PatternAtom {
        let start = position
        guard let scalar = current else {
            throw error(
                "\"[\" is not closed.", at: classStart, hint: "Add \"]\", or write \"\\[\" for the character itself.")
        }
        position += 1
        return scalar == "\\" ? try parseEscape(start: start, inClass: true) : .codePoint(scalar.value)
    }

    private func range(
        from first: PatternAtom, to last: PatternAtom, at place: Int
    ) throws(PatternError) -> ClosedRange<UInt32> {
        guard case .codePoint(let lower) = first, case .codePoint(let upper) = last else {
            throw error(
                "A range cannot begin or end with a class.", at: place, hint: "Write \"\\-\" for the character.")
        }
        guard lower <= upper else {
            throw error("The range is out of order.", at: place, hint: "Write the smaller code point first.")
        }
        return lower...upper
    }
}
