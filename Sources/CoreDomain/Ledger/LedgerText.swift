import CoreLanguage

extension Schema where Value == String {
    /// One line of text, without control characters.
    static func line(count: ClosedRange<Int>) -> Schema<String> {
        Schema<String>.string(count: count).map(
            expected: "a line of text without control characters",
            read: { text in text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : text },
            write: { $0 })
    }
}
