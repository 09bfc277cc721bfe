public import CoreLanguage

extension Message {
    /// The message in a document that was stored.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it has another form.
    public static func stored(_ json: JSONValue) throws(CoreError) -> Self {
        do throws(CoreError) {
            return try schema.decode(json)
        } catch {
            throw CoreError(.databaseCorrupt, "A stored record does not decode: \(error.message)")
        }
    }
}
