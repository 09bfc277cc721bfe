/// The rules of a world, and which of them are used up.
///
/// The first rule that fits counts. Rules that are used up at the front of their list are never looked at again, and
/// rules for one path only are found by it, so that long lists of rules for single effects take no longer.
struct RehearsalRules {
    private struct Key: Hashable {
        let target: RehearsalRule.Target
        let path: String?
    }

    private struct Entry {
        var numbers: [Int] = []
        /// How many of them, from the front, are used up.
        var usedUp = 0
    }

    private let rules: [RehearsalRule]
    private var timesLeft: [Int]
    private var isUsed: [Bool]
    private var entries: [Key: Entry] = [:]
    /// How many inputs may still be compared.
    private var comparisonsLeft: Int

    init(_ rules: [RehearsalRule], comparisonsMax: Int) {
        self.rules = rules
        comparisonsLeft = comparisonsMax
        timesLeft = rules.map { $0.times ?? .max }
        isUsed = Array(repeating: false, count: rules.count)
        for (number, rule) in rules.enumerated() {
            entries[Key(target: rule.target, path: rule.path), default: Entry()].numbers.append(number)
        }
    }

    /// Whether too much was compared: no answer counts any more.
    var isExhausted: Bool { comparisonsLeft <= 0 }

    /// The numbers of the rules that answered nothing, from 0.
    var unused: [Int] { rules.indices.filter { !isUsed[$0] } }

    /// The rule that answers an effect, which it uses up once.
    mutating func take(_ target: RehearsalRule.Target, path: String, input: JSONValue) -> RehearsalRule? {
        let own = first(of: Key(target: target, path: path), input, before: .max)
        let any = first(of: Key(target: target, path: nil), input, before: own ?? .max)
        guard let number = any ?? own else { return nil }
        isUsed[number] = true
        if timesLeft[number] != .max { timesLeft[number] -= 1 }
        return rules[number]
    }

    /// What the first rule for the same says of why it does not answer; nil when there is none.
    func nearest(_ target: RehearsalRule.Target, path: String, _ input: JSONValue) -> String? {
        let numbers = [path, nil].compactMap { entries[Key(target: target, path: $0)] }.flatMap(\.numbers)
        guard let number = numbers.min() else {
            let other = rules.first { $0.target == target }.flatMap(\.path)
            return other.map { "There is one for the path \(Suggestion.clipped($0))." }
        }
        guard timesLeft[number] > 0 else { return "Rule \(number) is used up." }
        guard let wanted = rules[number].input, let fault = input.difference(from: wanted, isPlaced: true) else {
            return nil
        }
        let (place, got, asked) = fault
        return "Rule \(number) wants \(Suggestion.clipped(asked.description)) at \"\(place)\", where "
            + (got.map { "\(Suggestion.clipped($0.description)) is." } ?? "nothing is.")
    }

    private mutating func first(of key: Key, _ input: JSONValue, before end: Int) -> Int? {
        guard let index = entries.index(forKey: key) else { return nil }
        while let number = entries.values[index].numbers[entries.values[index].usedUp...].first,
            timesLeft[number] == 0
        {
            entries.values[index].usedUp += 1
        }
        for number in entries.values[index].numbers[entries.values[index].usedUp...] where timesLeft[number] > 0 {
            guard number < end else { return nil }
            guard let wanted = rules[number].input else { return number }
            comparisonsLeft -= 1
            if comparisonsLeft <= 0 { return nil }
            if input.holds(wanted) { return number }
        }
        return nil
    }
}

extension JSONValue {
    /// Whether it equals `part`, numbers by value; an object may have more members, at any depth.
    func holds(_ part: JSONValue) -> Bool { difference(from: part, isPlaced: false) == nil }

    /// Where it does not hold `part`, in a sentence; nil when it does.
    public func difference(from part: JSONValue) -> String? {
        guard let (place, value, wanted) = difference(from: part, isPlaced: true) else { return nil }
        let found = value.map { "found \(Suggestion.clipped($0.description))" } ?? "found nothing"
        return "\(place): expected \(Suggestion.clipped(wanted.description)), \(found)."
    }

    /// The first place where it does not hold `part`, with what is there and what should be; nil when it does. Places are not
    /// made where nobody reads them.
    fileprivate func difference(
        from part: JSONValue, isPlaced: Bool
    ) -> (place: JSONPointer, value: JSONValue?, wanted: JSONValue)? {
        var waiting = [(JSONPointer(tokens: []), self, part)]
        while let (place, whole, part) = waiting.popLast() {
            switch (whole, part) {
            case (.object(let whole), .object(let part)):
                for (name, value) in part {
                    let inner = isPlaced ? place.appending(key: name) : place
                    guard let other = whole[name] else { return (inner, nil, value) }
                    waiting.append((inner, other, value))
                }
            case (.array(let wholes), .array(let parts)):
                guard wholes.count == parts.count else { return (place, whole, part) }
                for (number, pair) in zip(wholes, parts).enumerated() {
                    waiting.append((isPlaced ? place.appending(index: number) : place, pair.0, pair.1))
                }
            default:
                let budget = EvaluationBudget()
                // Only texts too long for the budget cannot be compared: no rule is meant to match those.
                guard (try? Operators.areEqual(whole, part, budget)) == true else { return (place, whole, part) }
            }
        }
        return nil
    }
}
