/// The functions that every script can call.
///
/// All are pure. What gives something else with each call (the time, chance) is an effect, and no builtin.
public enum Builtins {
    /// Functions that belong together.
    public struct Chapter: Sendable {
        /// What they are about.
        public let title: String
        /// The functions, in the order of the documentation.
        public let builtins: [Builtin]
    }

    /// All of them.
    public static let chapters: [Chapter] = [
        Chapter(
            title: "Text",
            builtins: CaseBuiltins.all + TrimBuiltins.all + SplitBuiltins.all + SearchBuiltins.all + LayoutBuiltins.all
                + PatternBuiltins.all),
        Chapter(title: "Numbers", builtins: NumberBuiltins.all + RoundingBuiltins.all),
        Chapter(
            title: "Lists",
            builtins: TransformBuiltins.all + OrderBuiltins.all + PartBuiltins.all + ListBuiltins.all),
        Chapter(title: "Objects", builtins: ObjectBuiltins.all + GroupBuiltins.all),
        Chapter(
            title: "Dates and times",
            builtins: DateBuiltins.all + DatePartBuiltins.all + DateArithmeticBuiltins.all + DateFormatBuiltins.all),
        Chapter(title: "Statistics", builtins: StatisticsBuiltins.all),
        Chapter(title: "Similarity", builtins: SimilarityBuiltins.all),
        Chapter(title: "JSON and encodings", builtins: JSONBuiltins.all + EncodingBuiltins.all),
        Chapter(title: "Types", builtins: TypeBuiltins.all + ConversionBuiltins.all + SchemaBuiltins.all),
    ]

    /// Each by its name.
    public static let table: [String: Builtin] = Dictionary(
        chapters.flatMap { $0.builtins }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
