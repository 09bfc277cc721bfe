extension JSONSchemaEvaluation {
    mutating func applyMembers(_ members: JSONSchemaMembers, _ top: Int) {
        if case .object(let object) = frames[top].value {
            while frames[top].cursor < object.count, !isDecided(top) {
                if applyMember(members, object, top) {
                    return
                }
            }
        }
        frames[top].startNextApplicator()
    }

    /// Applies what there is for the member at the cursor; true when a schema is on the stack now.
    private mutating func applyMember(_ members: JSONSchemaMembers, _ object: JSONObject, _ top: Int) -> Bool {
        let position = frames[top].cursor
        spend(JSONSchemaCost.name + object.members[position].key.utf8.count / 16, top)
        while !isStopped, let node = nextNode(members, object.members[position].key, top) {
            if frames[top].tracks {
                frames[top].marks.insert(position)
            }
            let member = below(node, object.members[position].value, at: position, count: object.count, top)
            if apply(member, top) {
                return true
            }
        }
        frames[top].cursor += 1
        frames[top].inner = 0
        frames[top].isMemberKnown = false
        return false
    }

    private mutating func nextNode(_ members: JSONSchemaMembers, _ name: String, _ top: Int) -> Int? {
        if frames[top].inner == 0 {
            frames[top].inner = 1
            if let node = members.named.node(name, triedFirstAt: frames[top].cursor) {
                frames[top].isMemberKnown = true
                return node
            }
        }
        while frames[top].inner <= members.patterned.count {
            let (pattern, node) = members.patterned[frames[top].inner - 1]
            frames[top].inner += 1
            if matches(pattern, name, top) {
                frames[top].isMemberKnown = true
                return node
            }
        }
        guard !frames[top].isMemberKnown, !isStopped else {
            return nil
        }
        frames[top].isMemberKnown = true
        return members.additional
    }

    private mutating func matches(_ pattern: Pattern, _ name: String, _ top: Int) -> Bool {
        spend(JSONSchemaCost.test, top)
        if let isMatch = pattern.matches(name, budget: &budget) {
            return isMatch
        }
        // Once more with what the size of the value allows.
        spend(0, top)
        let isMatch = isStopped ? nil : pattern.matches(name, budget: &budget)
        spend(0, top)
        return isMatch ?? false
    }

    mutating func applyMemberNames(_ node: Int, _ top: Int) {
        if case .object(let object) = frames[top].value {
            while frames[top].cursor < object.count, !isDecided(top) {
                let position = frames[top].cursor
                frames[top].cursor += 1
                let place = places.memberName(of: frames[top].place, at: position)
                let name = JSONValue.string(object.members[position].key)
                if apply(Application(node: node, value: name, place: place, isHere: false), top) {
                    return
                }
            }
        }
        frames[top].startNextApplicator()
    }

    mutating func applyElements(_ first: [Int], _ rest: Int?, _ top: Int) {
        if case .array(let elements) = frames[top].value {
            while frames[top].cursor < elements.count, !isDecided(top) {
                let position = frames[top].cursor
                guard let node = position < first.count ? first[position] : rest else {
                    break
                }
                frames[top].cursor += 1
                if frames[top].tracks {
                    frames[top].marks.insert(position)
                }
                if apply(below(node, elements[position], at: position, count: elements.count, top), top) {
                    return
                }
            }
        }
        frames[top].startNextApplicator()
    }

    mutating func applyContains(_ node: Int, min least: Int, max most: Int?, _ top: Int) {
        if case .array(let elements) = frames[top].value {
            while frames[top].cursor < elements.count, !isCounted(min: least, max: most, top) {
                let position = frames[top].cursor
                frames[top].cursor += 1
                var element = below(node, elements[position], at: position, count: elements.count, top)
                element.isQuiet = true
                if apply(element, top) {
                    return
                }
            }
            let tally = frames[top].tally
            if tally < least || tally > most ?? tally {
                fail(top, detail: tally)
            }
        }
        frames[top].startNextApplicator()
    }

    /// Whether further elements change nothing.
    private func isCounted(min least: Int, max most: Int?, _ top: Int) -> Bool {
        isStopped
            || !frames[top].tracks && !isExplaining
                && (most.map { frames[top].tally > $0 } ?? (frames[top].tally >= least))
    }

    /// What nobody else has evaluated. In a schema that has failed already nothing more is to be learned.
    mutating func applyUnevaluated(_ node: Int, _ rule: JSONSchemaRule, _ top: Int) {
        let children = Self.children(of: frames[top].value, for: rule)
        while frames[top].cursor < children, frames[top].isValid || frames[top].inner == 1, !isStopped {
            let position = frames[top].cursor
            if position % JSONSchemaCost.marksPerStep == 0 {
                spend(1, top)
            }
            frames[top].cursor += 1
            frames[top].inner = 1
            guard !isDecided(top), !frames[top].marks.contains(position),
                let child = Self.child(of: frames[top].value, at: position)
            else {
                continue
            }
            frames[top].marks.insert(position)
            if apply(below(node, child, at: position, count: children, top), top) {
                return
            }
        }
        frames[top].startNextApplicator()
    }

    private static func children(of value: JSONValue, for rule: JSONSchemaRule) -> Int {
        switch (value, rule) {
        case (.object(let object), .unevaluatedMembers): object.count
        case (.array(let elements), .unevaluatedElements): elements.count
        default: 0
        }
    }

    private static func child(of value: JSONValue, at position: Int) -> JSONValue? {
        if case .object(let object) = value {
            return object.members[position].value
        }
        return value[position]
    }

    private mutating func below(
        _ node: Int, _ value: JSONValue, at position: Int, count: Int, _ top: Int
    ) -> Application {
        if position == 0 {
            spend(count / JSONSchemaCost.placesPerStep, top)
        }
        let place = places.child(of: frames[top].place, at: position, count: count)
        return Application(node: node, value: value, place: place, isHere: false)
    }
}
