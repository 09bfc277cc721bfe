/// The constraints of fields.
enum ConstraintKind: String, CaseIterable {
    case range, min, max, length, pattern, unique
    case minItems = "min_items"
    case maxItems = "max_items"

    init?(_ name: String) { self.init(rawValue: name) }

    /// How it is written.
    var form: String {
        switch self {
        case .range: "range(least, greatest)"
        case .min: "min(least)"
        case .max: "max(greatest)"
        case .length: "length(least, greatest)"
        case .pattern: "pattern(\"…\")"
        case .minItems: "min_items(count)"
        case .maxItems: "max_items(count)"
        case .unique: "unique"
        }
    }

    var argumentCount: Int {
        switch self {
        case .range, .length: 2
        case .unique: 0
        default: 1
        }
    }

    /// What it constrains, for messages.
    var typeWords: String {
        switch self {
        case .range, .min, .max: "numbers"
        case .length, .pattern: "texts"
        case .minItems, .maxItems, .unique: "lists"
        }
    }

    /// Whether it says something of values of the type.
    func fits(_ type: ScriptType) -> Bool {
        switch (self, type) {
        case (_, .unknown): true
        case (.range, .number), (.min, .number), (.max, .number): true
        case (.range, .integer), (.min, .integer), (.max, .integer): true
        case (.length, .text), (.pattern, .text), (.length, .binary): true
        case (.minItems, .list), (.maxItems, .list), (.unique, .list): true
        default: false
        }
    }
}
