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
    private var entries: [Key: Entry] = [:]
    /// How many inputs may still be compared.
    private var comparisonsLeft: Int

    init(_ rules: [RehearsalRule], comparisonsMax: Int) {
        self.rules = rules
        comparisonsLeft = comparisonsMax
        timesLeft = rules.map { $0.times ?? .max }
        for (number, rule) in rules.enumerated() {
            entries[Key(target: rule.target, path: rule.path), default: Entry()].numbers.append(number)
        }
    }

    /// Whether too much was compared: no answer counts any more.
    var isExhausted: Bool { comparisonsLeft <= 0 }

    /// The rule that answers an effect, which it uses up once.
    mutating func take(_ target: RehearsalRule.Target, path: String, input: JSONValue) -> RehearsalRule? {
        let own = first(of: Key(target: target, path: path), input, before: .max)
        let any = first(of: Key(target: target, path: nil), input, before: own ?? .max)
        guard let number = any ?? own else { return nil }
        if timesLeft[number] != .max { timesLeft[number] -= 1 }
        return rules[number]
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
    /// Whether it equals `part`; an object may have more members, at any depth.
    fileprivate func holds(_ part: JSONValue) -> Bool {
        var waiting = [(self, part)]
        while let (whole, part) = waiting.popLast() {
            switch (whole, part) {
            case (.object(let whole), .object(let part)):
                for (name, value) in part {
                    guard let other = whole[name] else { return false }
                    waiting.append((other, value))
                }
            case (.array(let whole), .array(let part)):
                guard whole.count == part.count else { return false }
                waiting += zip(whole, part)
            default: guard whole == part else { return false }
            }
        }
        return true
    }
}
