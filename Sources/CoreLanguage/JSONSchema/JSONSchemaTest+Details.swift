extension JSONSchemaTest {
    /// What a message about `value`, which does not pass, needs to know: for missing members one number for each of
    /// them, its place among all names of the keyword.
    func details(of value: JSONValue) -> [Int] {
        guard case .object(let object) = value else {
            return [0]
        }
        switch self {
        case .required(let names):
            return names.indices.filter { object[names[$0]] == nil }
        case .dependentRequired:
            return dependencies.indices.filter {
                object[dependencies[$0].name] != nil && object[dependencies[$0].other] == nil
            }
        default:
            return [0]
        }
    }

    /// The pairs of `dependentRequired`: where there is `name`, `other` must be too.
    var dependencies: [(name: String, other: String)] {
        guard case .dependentRequired(let pairs) = self else {
            return []
        }
        return pairs.flatMap { pair in pair.others.map { (pair.name, $0) } }
    }
}
