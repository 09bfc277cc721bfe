/// The names of Unicode's general categories (Unicode Character Database, PropertyValueAliases.txt).
enum PatternCategory {
    private typealias Row = (names: [String], category: Unicode.GeneralCategory)

    /// The categories in the order of their groups: a group is a run of rows whose short names begin alike.
    private static let rows: [Row] = [
        (["Lu", "Uppercase_Letter"], .uppercaseLetter),
        (["Ll", "Lowercase_Letter"], .lowercaseLetter),
        (["Lt", "Titlecase_Letter"], .titlecaseLetter),
        (["Lm", "Modifier_Letter"], .modifierLetter),
        (["Lo", "Other_Letter"], .otherLetter),
        (["Mn", "Nonspacing_Mark"], .nonspacingMark),
        (["Mc", "Spacing_Mark"], .spacingMark),
        (["Me", "Enclosing_Mark"], .enclosingMark),
        (["Nd", "Decimal_Number", "digit"], .decimalNumber),
        (["Nl", "Letter_Number"], .letterNumber),
        (["No", "Other_Number"], .otherNumber),
        (["Pc", "Connector_Punctuation"], .connectorPunctuation),
        (["Pd", "Dash_Punctuation"], .dashPunctuation),
        (["Ps", "Open_Punctuation"], .openPunctuation),
        (["Pe", "Close_Punctuation"], .closePunctuation),
        (["Pi", "Initial_Punctuation"], .initialPunctuation),
        (["Pf", "Final_Punctuation"], .finalPunctuation),
        (["Po", "Other_Punctuation"], .otherPunctuation),
        (["Sm", "Math_Symbol"], .mathSymbol),
        (["Sc", "Currency_Symbol"], .currencySymbol),
        (["Sk", "Modifier_Symbol"], .modifierSymbol),
        (["So", "Other_Symbol"], .otherSymbol),
        (["Zs", "Space_Separator"], .spaceSeparator),
        (["Zl", "Line_Separator"], .lineSeparator),
        (["Zp", "Paragraph_Separator"], .paragraphSeparator),
        (["Cc", "Control", "cntrl"], .control),
        (["Cf", "Format"], .format),
        (["Cs", "Surrogate"], .surrogate),
        (["Co", "Private_Use"], .privateUse),
        (["Cn", "Unassigned"], .unassigned),
    ]

    private static let groups: [(names: [String], initial: Character)] = [
        (["L", "Letter"], "L"),
        (["M", "Mark", "Combining_Mark"], "M"),
        (["N", "Number"], "N"),
        (["P", "Punctuation", "punct"], "P"),
        (["S", "Symbol"], "S"),
        (["Z", "Separator"], "Z"),
        (["C", "Other"], "C"),
    ]

    /// The categories a name stands for, or nil for a name that is none.
    static func named(_ name: String) -> Set<Unicode.GeneralCategory>? {
        if let row = rows.first(where: { $0.names.contains(name) }) {
            return [row.category]
        }
        if name == "LC" || name == "Cased_Letter" {
            return [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
        }
        guard let group = groups.first(where: { $0.names.contains(name) }) else {
            return nil
        }
        return Set(rows.filter { $0.names[0].first == group.initial }.map(\.category))
    }
}
