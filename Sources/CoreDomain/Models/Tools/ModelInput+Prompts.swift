import CoreLanguage

extension ModelInput {
    /// What is asked, behind the context where there is one.
    func opening(_ text: String) -> String {
        guard let context = self["context"] else { return text }
        return "Context:\n\(context.promptText)\n\n\(text)"
    }

    /// The type of the answer; nil for a text.
    var answerType: AnswerType? {
        get throws(CoreError) {
            guard let type = self["type"] else { return nil }
            return try AnswerType(type)
        }
    }
}

extension JSONValue {
    /// A text as it is, and any other value as JSON.
    var promptText: String { stringValue ?? serializedString() }
}
