/// What is wrong with the text of a script, before its grammar is looked at.
extension DiagnosticCode {
    static let invalidText = DiagnosticCode("E101", "Text that is no UTF-8")
    static let textTooLong = DiagnosticCode("E102", "A script that is too long")
    static let unknownIndentation = DiagnosticCode("E103", "Indentation that fits no line above")
    static let nestedTooDeeply = DiagnosticCode("E104", "Nesting that is too deep")
    static let nameTooLong = DiagnosticCode("E105", "A name that is too long")
    static let numberTooLarge = DiagnosticCode("E106", "A number beyond its range")
    static let malformedDuration = DiagnosticCode("E107", "A malformed duration")
    static let unknownEscape = DiagnosticCode("E108", "An unknown escape in a text")
    static let unterminatedText = DiagnosticCode("E109", "A text without an end")
    static let shallowTextLine = DiagnosticCode("E110", "A line of a text with too little indentation")
    static let malformedNumber = DiagnosticCode("E111", "A malformed number")
    static let unknownCharacter = DiagnosticCode("E112", "A character without meaning")
    static let foreignOperator = DiagnosticCode("E113", "An operator of another language")
    static let quoteInInsertion = DiagnosticCode("E114", "A quote within an insertion")

    static let mixedIndentation = DiagnosticCode("W101", "Indentation of tabs and spaces")
    static let braceIsText = DiagnosticCode("W102", "A brace that inserts nothing")
    static let textIsPlain = DiagnosticCode("W103", "A path in a text that inserts nothing")
    static let unknownAnnotation = DiagnosticCode("W104", "An unknown annotation")
    static let foreignInsertion = DiagnosticCode("W105", "An insertion as in another language")
    static let directionControl = DiagnosticCode("W106", "A character that turns the direction of writing")
}
