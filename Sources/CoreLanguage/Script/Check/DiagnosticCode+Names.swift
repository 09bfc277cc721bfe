extension DiagnosticCode {
    // Names
    static let unknownName = DiagnosticCode("E301", "A name that nothing has")
    static let reservedName = DiagnosticCode("E302", "A reserved name")
    static let boundTwice = DiagnosticCode("E303", "A name that is bound twice")
    static let notBoundHere = DiagnosticCode("E304", "A name that is not bound on every way")
    static let declaredTwice = DiagnosticCode("E305", "Something that is declared twice")
    static let noValue = DiagnosticCode("E306", "A name that stands for no value")
    static let unusedBinding = DiagnosticCode("W301", "A binding that nothing reads")
    static let unusedImport = DiagnosticCode("W302", "A tool that is imported and not used")
    static let hiddenName = DiagnosticCode("W303", "A name that hides another")

    // Flow
    static let notExhaustive = DiagnosticCode("E501", "A decision that may find no branch")
    static let jumpTarget = DiagnosticCode("E502", "A jump to where it can't go")
    static let emitAtOnce = DiagnosticCode("E503", "An emit among things that run at once")
    static let endsWithoutEmit = DiagnosticCode("E504", "A way that ends without an emit")
    static let retryNothing = DiagnosticCode("E505", "A retry without a step before")
    static let branchUnknown = DiagnosticCode("E506", "A branch that is missing, or there twice")
    static let streamMisused = DiagnosticCode("E507", "A stream that is made or read where that can't be")
    static let unreachable = DiagnosticCode("W501", "A step that is never reached")
    static let branchUnused = DiagnosticCode("W502", "A branch that no case leads to")

    // What a script takes and gives
    static let versionMalformed = DiagnosticCode("E601", "A version that is none")
    static let outputMissing = DiagnosticCode("E602", "A field of the result that is missing")
    static let outputUnknown = DiagnosticCode("E603", "A field that the result does not have")
    static let outputType = DiagnosticCode("E604", "A field of the result with another type")
    static let noStream = DiagnosticCode("E605", "A yield without a stream")
    static let undeclaredVariable = DiagnosticCode("W601", "A variable that env does not declare")

    // Tools
    static let unknownTool = DiagnosticCode("E701", "A tool that is not known")
    static let unknownToolYet = DiagnosticCode("W701", "A tool that is not known here")
    static let unknownArgument = DiagnosticCode("E702", "An argument that there is not")
    static let missingArgument = DiagnosticCode("E703", "An argument that is missing")
    static let argumentType = DiagnosticCode("E704", "An argument with another type")
    static let argumentTwice = DiagnosticCode("E705", "An argument that is there twice")
    static let unknownSource = DiagnosticCode("E706", "A source of tools that there is not")
    static let toolNotImported = DiagnosticCode("E707", "A tool that is not imported")
    static let notRunnable = DiagnosticCode("E708", "Something to run that is no plan")
}
