/// Cases of the test suite whose answer here is meant to differ from the suite's, by what they have in common.
struct JSONSchemaKnownDifferences {
    let reason: String
    let group: String
    let cases: [String]

    static func names(_ differences: [JSONSchemaKnownDifferences]) -> [String] {
        differences.flatMap { difference in difference.cases.map { "\(difference.group) / \($0)" } }.sorted()
    }

    /// None of the required cases differs.
    static let required: [JSONSchemaKnownDifferences] = []

    private static let dependencies = "draft-07's `dependencies` is no keyword of 2020-12"

    static let optional = [
        JSONSchemaKnownDifferences(
            reason: "documents of other drafts are read as 2020-12",
            group: "cross-draft.json / refs to historic drafts are processed as historic drafts",
            cases: ["first item not a string is valid"]),
        JSONSchemaKnownDifferences(
            reason: dependencies, group: "dependencies-compatibility.json / boolean subschemas",
            cases: [
                "object with both properties is invalid", "object with property having schema false is invalid",
            ]),
        JSONSchemaKnownDifferences(
            reason: dependencies, group: "dependencies-compatibility.json / dependencies with escaped characters",
            cases: ["CRLF missing dependent", "quoted quotes missing dependent"]),
        JSONSchemaKnownDifferences(
            reason: dependencies, group: "dependencies-compatibility.json / multiple dependents required",
            cases: ["missing both dependencies", "missing dependency", "missing other dependency"]),
        JSONSchemaKnownDifferences(
            reason: dependencies,
            group: "dependencies-compatibility.json / schema dependencies with escaped characters",
            cases: [
                "quoted quote", "quoted quote invalid under dependent schema",
                "quoted tab invalid under dependent schema",
            ]),
        JSONSchemaKnownDifferences(
            reason: dependencies, group: "dependencies-compatibility.json / single dependency",
            cases: ["missing dependency"]),
        JSONSchemaKnownDifferences(
            reason: dependencies, group: "dependencies-compatibility.json / single schema dependency",
            cases: ["wrong type", "wrong type both", "wrong type other"]),
    ]

    static let formats = [
        JSONSchemaKnownDifferences(
            reason: "labels of internationalized names are not decoded: there is no table of IDNA here",
            group: "hostname.json / validation of A-label (punycode) host names",
            cases: [
                "Arabic-Indic digits mixed with Extended Arabic-Indic digits", "Begins with a Nonspacing Mark",
                "Begins with a Spacing Combining Mark", "Begins with an Enclosing Mark",
                "Exceptions that are DISALLOWED, left-to-right chars",
                "Exceptions that are DISALLOWED, right-to-left chars", "Greek KERAIA not followed by Greek",
                "Greek KERAIA not followed by anything", "Hebrew GERESH not preceded by Hebrew",
                "Hebrew GERESH not preceded by anything", "Hebrew GERSHAYIM not preceded by Hebrew",
                "Hebrew GERSHAYIM not preceded by anything",
                "KATAKANA MIDDLE DOT with no Hiragana, Katakana, or Han",
                "KATAKANA MIDDLE DOT with no other characters", "MIDDLE DOT with no following 'l'",
                "MIDDLE DOT with no preceding 'l'", "MIDDLE DOT with nothing following",
                "MIDDLE DOT with nothing preceding", "ZERO WIDTH JOINER not preceded by Virama",
                "ZERO WIDTH JOINER not preceded by anything", "contains \"--\" in the 3rd and 4th position",
                "contains illegal char U+302E Hangul single dot tone mark", "invalid Punycode",
            ])
    ]
}
