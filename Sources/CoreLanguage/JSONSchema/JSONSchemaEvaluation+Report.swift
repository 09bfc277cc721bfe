extension JSONSchemaEvaluation {
    /// So many bytes of names are written out as the places of faults.
    private static let placeBytesMax = 1_000_000

    /// The faults in words, each once. Those that are left when their places are too long to be told are left out, but
    /// never the first. What is spent on words, such as names that may be meant, is taken of the budget, too.
    mutating func violations() -> [JSONSchemaViolation] {
        var seen: Set<JSONSchemaFinding.Identity> = []
        var violations: [JSONSchemaViolation] = []
        var placeBytes = 0
        for finding in findings where seen.insert(identity(of: finding)).inserted {
            let (pointer, found) = places.find(Int(finding.place), in: value)
            placeBytes += pointer.tokens.reduce(0) { $0 + $1.utf8.count + 1 }
            guard violations.isEmpty || placeBytes <= Self.placeBytesMax else {
                break
            }
            violations.append(violation(finding, pointer, found))
        }
        return violations
    }

    private func identity(of finding: JSONSchemaFinding) -> JSONSchemaFinding.Identity {
        let (parent, position) = places.step(to: Int(finding.place))
        return JSONSchemaFinding.Identity(
            node: finding.node, source: finding.source, place: parent, position: position, detail: finding.detail)
    }

    private mutating func violation(
        _ finding: JSONSchemaFinding, _ pointer: JSONPointer, _ found: JSONValue
    ) -> JSONSchemaViolation {
        let node = plan.nodes[Int(finding.node)]
        let name = pointer.tokens.last.map(JSONSchemaWords.shortened) ?? ""
        let (keyword, tokens, message) = words(for: finding, node, found, name)
        let schema = plan.places.pointer(to: Int(node.place))
        let prefix = places.isMemberName(Int(finding.place)) ? "The name of this member does not fit. " : ""
        return JSONSchemaViolation(
            instance: pointer,
            schema: JSONPointer(tokens: schema.tokens + tokens),
            document: plan.documentURIs[plan.places.root(of: Int(node.place))] ?? "",
            keyword: keyword, message: prefix + message, isUndecided: finding.isHalt)
    }

    /// The keyword, where it stands in the schema of the node, and what is wrong.
    private mutating func words(
        for finding: JSONSchemaFinding, _ node: JSONSchemaNode, _ found: JSONValue, _ name: String
    ) -> (keyword: String, tokens: [String], message: String) {
        switch finding.source {
        case .assertion(let number):
            let assertion = plan.assertion(number)
            if case .never = assertion.test {
                return (applyingKeyword(of: node), [], refusal(node, name))
            }
            let keyword = assertion.keyword.rawValue
            return (keyword, [keyword], message(assertion.test, found, finding.detail))
        case .applicator(let number):
            let applicator = plan.applicator(number)
            let keyword = applicator.keyword.rawValue
            return (keyword, [keyword], message(applicator.rule, finding.detail))
        case .halt(let reason):
            return ("$ref", [], message(reason))
        }
    }

    /// The keyword that applies a schema: the last or last but one token of its place.
    private func applyingKeyword(of node: JSONSchemaNode) -> String {
        let tokens = plan.places.pointer(to: Int(node.place)).tokens
        let keyword = tokens.suffix(2).last { JSONSchemaKeyword(rawValue: $0).map { $0.shape != .none } ?? false }
        return keyword ?? "false"
    }

    /// What to say where the schema `false` stands.
    private mutating func refusal(_ node: JSONSchemaNode, _ name: String) -> String {
        let keyword = applyingKeyword(of: node)
        switch keyword {
        case "additionalProperties", "unevaluatedProperties":
            return "The member \"\(name)\" is not known here. Remove it."
                + JSONSchemaWords.suggestion(for: name, among: knownNames(around: node), &budget)
        case "properties", "patternProperties": return "The member \"\(name)\" must not be here. Remove it."
        case "items", "unevaluatedItems": return "There are too many elements. Remove this one."
        default: return "No value is allowed here. Remove it."
        }
    }

    /// The names that `properties` has beside the schema of `node`.
    private func knownNames(around node: JSONSchemaNode) -> [String] {
        guard plan.nodes.indices.contains(Int(node.owner)) else {
            return []
        }
        for number in plan.nodes[Int(node.owner)].applicators {
            if case .members(let members) = plan.applicator(number).rule {
                return members.named.names
            }
        }
        return []
    }
}
