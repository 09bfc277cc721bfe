// What a transaction offers, a pair of protocols for each kind of record: one that reads, one that also writes.
// An insert of an id that exists fails the write with ALREADY_EXISTS.

/// Reads organizations.
public protocol OrganizationReader {
    /// The organization with this id, or nil.
    func find(_ id: Identifier) throws(CoreError) -> Organization?
}

/// Reads and writes organizations.
public protocol OrganizationRepository: OrganizationReader {
    func insert(_ organization: Organization) throws(CoreError)
}

/// Reads principals and their memberships.
public protocol PrincipalReader {
    /// The principal with this id, or nil.
    func find(_ id: Identifier) throws(CoreError) -> Principal?
    /// The membership of `principal` in `organization`, or nil.
    func membership(of principal: Identifier, in organization: Identifier) throws(CoreError) -> Membership?
    /// Any one principal that owns `organization`, the one that joined first; nil when there is none.
    func owner(of organization: Identifier) throws(CoreError) -> Principal?
    /// The operator of this store; nil before the first start.
    func findOperator() throws(CoreError) -> Principal?
    /// The operator's organization, which never changes; nil when there is no operator yet.
    func operatorHome() throws(CoreError) -> Identifier?
}

/// Reads and writes principals and their memberships.
public protocol PrincipalRepository: PrincipalReader {
    func insert(_ principal: Principal) throws(CoreError)
    func insert(_ membership: Membership) throws(CoreError)
}

/// Reads credentials.
public protocol CredentialReader {
    /// The credential whose secret has this SHA-256, with its holder, or nil.
    func find(digest: [UInt8]) throws(CoreError) -> CredentialHolder?
    /// The credential with this id, when it is one of `principal`; otherwise nil.
    func find(_ id: Identifier, of principal: Identifier) throws(CoreError) -> Credential?
    /// The credentials of `principal` whose ids come before `id`, the greatest id first; at most `limit`.
    func list(of principal: Identifier, before id: Identifier, limit: Int) throws(CoreError) -> [Credential]
    /// Whether `principal` has a credential, other than `excluded`, that works at `time`.
    func hasUsable(principal: Identifier, except excluded: Identifier?, at time: Timestamp) throws(CoreError) -> Bool
}

extension CredentialReader {
    /// Whether `principal` has a credential that works at `time`.
    public func hasUsable(principal: Identifier, at time: Timestamp) throws(CoreError) -> Bool {
        try hasUsable(principal: principal, except: nil, at: time)
    }
}

/// Reads and writes credentials.
public protocol CredentialRepository: CredentialReader {
    func insert(_ credential: Credential) throws(CoreError)
    /// Revokes a credential at `time`, unless it was revoked before, and takes its replacement key away. False when there
    /// is none with this id.
    @discardableResult
    func revoke(_ id: Identifier, at time: Timestamp) throws(CoreError) -> Bool
    /// Revokes a credential at `time` for another one, made by a call whose key is `replacementKey`. False, and nothing
    /// is changed, when it was revoked before: only one takes its place.
    func replace(_ id: Identifier, at time: Timestamp, replacementKey: [UInt8]?) throws(CoreError) -> Bool
    /// Removes up to `limit` credentials that expired or were revoked before `time`; returns how many went.
    func removeDead(before time: Timestamp, limit: Int) throws(CoreError) -> Int
}

/// Reads the store's own settings: small values by name, none of them a caller's.
public protocol SettingReader {
    /// The value of `name`, or nil.
    func value(_ name: String) throws(CoreError) -> [UInt8]?
}

/// Reads and writes the store's own settings.
public protocol SettingRepository: SettingReader {
    /// Sets `name`, whatever it was before.
    func set(_ name: String, _ value: [UInt8]) throws(CoreError)
}

/// Reads stored answers.
public protocol IdempotencyReader {
    /// The answer under this key, or nil; an expired one may still be there.
    func find(_ key: IdempotencyRecord.Key) throws(CoreError) -> IdempotencyRecord?
}

/// Reads and writes stored answers.
public protocol IdempotencyRepository: IdempotencyReader {
    /// Stores `record`, in the place of one with the same key that has expired by `time`.
    ///
    /// Another one fails the write with ALREADY_EXISTS.
    func put(_ record: IdempotencyRecord, at time: Timestamp) throws(CoreError)
    /// Removes up to `limit` answers that expired before `time`, the oldest first; returns how many went.
    func removeExpired(before time: Timestamp, limit: Int) throws(CoreError) -> Int
}

/// Appends to the audit trail, which is never edited.
public protocol AuditRepository {
    func append(_ entry: AuditEntry) throws(CoreError)
    /// The newest entries, at most `limit`, newest first.
    func newest(limit: Int) throws(CoreError) -> [AuditEntry]
}
