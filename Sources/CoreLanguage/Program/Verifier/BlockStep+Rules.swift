extension BlockStep {
    /// Refuses parts that do not go together.
    func checkParts(_ place: VerifierPlace) throws(ProgramError) {
        try Self.check(text: label, place.member("label"))
        let word = action.word.rawValue
        if let binding {
            guard action.hasValue else {
                throw place.error("A step of the kind \"\(word)\" has no value to bind.")
            }
            guard !binding.isStream || action.canStream else {
                throw place.error("A step of the kind \"\(word)\" gives no stream. Bind its value instead.")
            }
        }
        if onError != nil, !action.canFail {
            throw place.member("on_error").error("A step of the kind \"\(word)\" has no on_error: leave it out.")
        }
        if undo != nil, !action.canFail {
            throw place.member("undo").error("A step of the kind \"\(word)\" cannot be undone: leave it out.")
        }
        if case .fallback(let call)? = onError?.action {
            try call.tool.check(place.member("on_error").member("tool"))
        }
        try undo?.tool.check(place.member("undo").member("tool"))
        try action.checkParts(place)
    }

    fileprivate static func check(text: String?, _ place: VerifierPlace) throws(ProgramError) {
        guard text?.utf8.count ?? 0 <= labelBytesMax else {
            throw place.error("A text here has at most \(labelBytesMax) bytes.")
        }
    }
}

extension StepAction {
    fileprivate func checkParts(_ place: VerifierPlace) throws(ProgramError) {
        switch self {
        case .call(let call): try call.tool.check(place.member("tool"))
        case .decide(let decision): try decision.checkParts(place)
        case .together(let lanes):
            guard !lanes.isEmpty else { throw place.error("There is no lane.") }
            try Self.check(names: lanes.map(\.name), "lanes", place.member("lanes"))
        case .agent(_, let tools), .plan(_, let tools):
            guard tools.count <= ToolName.countMax else {
                throw place.member("tools").error("At most \(ToolName.countMax) tools stand here.")
            }
            for (number, tool) in tools.enumerated() { try tool.check(place.member("tools").element(number)) }
        case .run(.script(let name), _):
            try BlockStep.check(text: name, place.member("script"))
            guard !name.isEmpty else { throw place.member("script").error("The name of the script is missing.") }
        default: break
        }
    }

    fileprivate static func check(
        names: [String], _ what: String, _ place: VerifierPlace
    ) throws(ProgramError) {
        guard names.count <= Block.choicesMax else {
            throw place.error("There are at most \(Block.choicesMax) \(what).")
        }
        var known: Set<[UInt8]> = []
        for (number, name) in names.enumerated() {
            try BlockStep.check(text: name, place.element(number))
            guard known.insert(Array(name.utf8)).inserted else {
                throw place.element(number).error("Two \(what) are called \"\(Suggestion.clipped(name))\".")
            }
        }
    }
}

extension Decision {
    fileprivate func checkParts(_ place: VerifierPlace) throws(ProgramError) {
        try StepAction.check(names: branches.map(\.name), "branches", place.member("branches"))
        guard cases.count <= Block.choicesMax else {
            throw place.member("cases").error("There are at most \(Block.choicesMax) cases.")
        }
        guard !cases.isEmpty || otherwise != nil else {
            throw place.error("No case and no otherwise leads to a branch.")
        }
        for (number, part) in cases.enumerated() where !branches.indices.contains(part.branch) {
            throw place.member("cases").element(number).error(
                "There is no branch \(part.branch); there are \(branches.count), from 0.")
        }
        if let otherwise, !branches.indices.contains(otherwise) {
            throw place.member("otherwise").error(
                "There is no branch \(otherwise); there are \(branches.count), from 0.")
        }
    }
}

extension ToolName {
    private static let nameBytesMax = 128

    fileprivate func check(_ place: VerifierPlace) throws(ProgramError) {
        guard (1...Self.nameBytesMax).contains(name.utf8.count), name.utf8.allSatisfy(Self.continuesName) else {
            throw place.member("name").error(
                "The name of a tool is 1 to \(Self.nameBytesMax) letters, digits and \"_-./:\".")
        }
        guard Self.sources.contains(source) else {
            throw place.member("source").error(
                "\"\(Suggestion.clipped(source))\" is no source of tools; these are: "
                    + Self.sources.joined(separator: ", ") + ".")
        }
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        ExpressionByte.continuesName(byte) || "-./:".utf8.contains(byte)
    }
}
