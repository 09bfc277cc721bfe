/// Why a text is no YAML that can be read as JSON, and where.
public struct YAMLError: Error, Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
    /// What is wrong there, and how to mend it.
    public let message: String
}
