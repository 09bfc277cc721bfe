extension Migration {
    /// What is large apart from what is read often, and when a resting thread goes on.
    static let payloads = Migration(version: 5, name: "payloads") { dialect in
        [
            "ALTER TABLE events ADD COLUMN payload \(dialect.bytes)",
            "ALTER TABLE threads ADD COLUMN wake_at \(dialect.int64)",
        ]
    }
}
