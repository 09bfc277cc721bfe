extension Migration {
    /// Names of tokens, how one replaced another, and the ways to list and remove them.
    static let tokens = Migration(version: 3, name: "tokens") { dialect in
        [
            "ALTER TABLE credentials ADD COLUMN label \(dialect.text)",
            "ALTER TABLE credentials ADD COLUMN replacement_key \(dialect.bytes)",
            "DROP INDEX credentials_principal",
            "CREATE INDEX credentials_principal ON credentials (principal, id)",
            "CREATE INDEX credentials_revocation ON credentials (revoked_at) WHERE revoked_at IS NOT NULL",
            "CREATE INDEX credentials_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL",
        ]
    }
}
