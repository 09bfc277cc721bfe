extension JSONSchemaEvaluation {
    /// The faults in words, each once.
    func violations() -> [JSONSchemaViolation] {
        var seen: Set<JSONSchemaViolation> = []
        return findings.map(violation).filter { seen.insert($0).inserted }
    }

    private func violation(_ finding: JSONSchemaFinding) -> JSONSchemaViolation {
        let node = plan.nodes[finding.node]
        let (keyword, tokens, message) = words(for: finding, node)
        let pointer = plan.places.pointer(to: node.place)
        let prefix = places.isMemberName(finding.place) ? "The name of this member does not fit. " : ""
        return JSONSchemaViolation(
            instance: places.pointer(to: finding.place, in: value),
            schema: JSONPointer(tokens: pointer.tokens + tokens),
            document: plan.documentURIs[plan.places.root(of: node.place)] ?? "",
            keyword: keyword, message: prefix + message)
    }

    /// The keyword, where it stands in the schema of the node, and what is wrong.
    private func words(
        for finding: JSONSchemaFinding, _ node: JSONSchemaNode
    ) -> (keyword: String, tokens: [String], message: String) {
        switch finding.source {
        case .assertion(let number):
            let assertion = node.assertions[number]
            if case .never = assertion.test {
                return (applyingKeyword(of: node), [], refusal(finding, node))
            }
            let keyword = assertion.keyword.rawValue
            return (keyword, [keyword], message(assertion.test, finding))
        case .applicator(let number):
            let applicator = node.applicators[number]
            let keyword = applicator.keyword.rawValue
            return (keyword, [keyword], message(applicator.rule, finding.detail))
        case .halt(let reason):
            return ("$ref", [], message(reason))
        }
    }

    /// The keyword that applies a schema: the last or last but one token of its place.
    private func applyingKeyword(of node: JSONSchemaNode) -> String {
        let tokens = plan.places.pointer(to: node.place).tokens
        let keyword = tokens.suffix(2).last { JSONSchemaKeyword(rawValue: $0).map { $0.shape != .none } ?? false }
        return keyword ?? "false"
    }

    /// What to say where the schema `false` stands.
    private func refusal(_ finding: JSONSchemaFinding, _ node: JSONSchemaNode) -> String {
        let keyword = applyingKeyword(of: node)
        let name = places.pointer(to: finding.place, in: value).tokens.last.map(JSONSchemaWords.shortened) ?? ""
        switch keyword {
        case "additionalProperties", "unevaluatedProperties":
            let known = knownNames(around: node)
            return "The member \"\(name)\" is not known here. Remove it."
                + JSONSchemaWords.suggestion(for: name, among: known)
        case "properties", "patternProperties": return "The member \"\(name)\" must not be here. Remove it."
        case "items", "unevaluatedItems": return "There are too many elements. Remove this one."
        default: return "No value is allowed here. Remove it."
        }
    }

    /// The names that `properties` has beside the schema of `node`.
    private func knownNames(around node: JSONSchemaNode) -> [String] {
        let parent = plan.places.parent(of: node.place)
        guard let owner = plan.nodes.first(where: { $0.place == parent && !$0.isFlat }) else {
            return []
        }
        for case .members(let members) in owner.applicators.map(\.rule) {
            return members.named.names
        }
        return []
    }
}
