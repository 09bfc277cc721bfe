import CoreLanguage

/// What a program is given when it begins.
struct ThreadInput: Sendable {
    let thread: Identifier
    let values: JSONObject
    /// The variables that it reads.
    let environment: JSONObject

    init(_ values: JSONObject, environment: JSONObject = JSONObject(), of thread: Identifier) {
        self.values = values
        self.environment = environment
        self.thread = thread
    }
}
