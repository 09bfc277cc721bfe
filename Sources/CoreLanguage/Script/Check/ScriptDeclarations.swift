/// What a script says of itself, with types.
struct ScriptDeclarations {
    /// A field of `input`, `output`, `stream` or `env`.
    struct Field: Hashable, Sendable {
        let name: String
        let range: SourceRange
        /// Without the null that ``isOptional`` adds.
        let type: ScriptType
        let isOptional: Bool
        let constraints: FieldConstraints
        let defaultValue: JSONValue?
        let isSecret: Bool
        let description: String?

        /// Whether it has to be given.
        var isRequired: Bool { !isOptional && defaultValue == nil && !type.isNullable }
        /// What reading it gives: a default stands in for what is not given.
        var valueType: ScriptType { isOptional && defaultValue == nil ? type.orNull : type }
    }

    var title: LabelSyntax?
    var description: [LabelSyntax] = []
    var version: LabelSyntax?
    var inputs: [Field] = []
    var outputs: [Field] = []
    /// Nil without a `stream` block.
    var stream: [Field]?
    /// Nil without an `output` block: then anything may be emitted.
    var hasOutputs = false
    var env: [Field] = []
    var enumerations: [EnumerationType] = []
    /// Which enumerations have a member that can be named.
    var memberOwners: [String: [Int]] = [:]

    /// The enumeration of this name.
    func enumeration(_ name: String) -> EnumerationType? {
        positions[name].map { enumerations[$0] }
    }

    /// The ordinal of the enumeration of this name.
    func position(ofEnumeration name: String) -> Int? { positions[name] }

    private var positions: [String: Int] = [:]

    /// Takes in an enumeration; of two of one name the first stays.
    mutating func add(_ enumeration: EnumerationType) {
        guard positions[enumeration.name] == nil else { return }
        positions[enumeration.name] = enumerations.count
        if enumeration.isSymbolic {
            for member in enumeration.members {
                if let name = member.stringValue { memberOwners[name, default: []].append(enumerations.count) }
            }
        }
        enumerations.append(enumeration)
    }

    /// The declaration of a variable of the environment.
    func variable(_ name: String) -> Field? { variables[name].map { env[$0] } }

    private(set) var variables: [String: Int] = [:]

    mutating func setEnv(_ fields: [Field]) {
        env = fields
        variables = Dictionary(zip(fields.map(\.name), fields.indices)) { first, _ in first }
    }
}
