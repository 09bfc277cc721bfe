import CoreDomain

struct MemoryTransaction: WriteTransaction {
    let tables: MemoryTables
    let now: Timestamp

    var snapshot: any ReadTransaction { MemorySnapshot(tables: tables, now: now) }
    var organizations: any OrganizationRepository { MemoryOrganizations(tables: tables) }
    var principals: any PrincipalRepository { MemoryPrincipals(tables: tables) }
    var credentials: any CredentialRepository { MemoryCredentials(tables: tables) }
    var settings: any SettingRepository { MemorySettings(tables: tables) }
    var idempotency: any IdempotencyRepository { MemoryIdempotency(tables: tables) }
    var ledger: any LedgerRepository { MemoryLedger(tables: tables) }
    var ingredients: any IngredientRepository { MemoryIngredients(tables: tables) }
    var programs: any ProgramRepository { MemoryPrograms(tables: tables) }
    var threads: any ThreadRepository { MemoryThreads(tables: tables) }
    var workers: any WorkerRepository { MemoryWorkers(tables: tables) }
    var events: any EventRepository { MemoryEvents(tables: tables) }
    var notes: any NoteRepository { MemoryNotes(tables: tables) }
    var waits: any WaitRepository { MemoryWaits(tables: tables) }
    var blobs: any BlobRepository { MemoryBlobs(tables: tables) }
    var scripts: any ScriptRepository { MemoryScripts(tables: tables) }
    var environment: any EnvironmentRepository { MemoryEnvironment(tables: tables) }
    var tools: any RegisteredToolRepository { MemoryRegisteredTools(tables: tables) }
    var audit: any AuditRepository { MemoryAudit(tables: tables) }
}

struct MemorySnapshot: ReadTransaction {
    let tables: MemoryTables
    let now: Timestamp

    var organizations: any OrganizationReader { MemoryOrganizations(tables: tables) }
    var principals: any PrincipalReader { MemoryPrincipals(tables: tables) }
    var credentials: any CredentialReader { MemoryCredentials(tables: tables) }
    var settings: any SettingReader { MemorySettings(tables: tables) }
    var idempotency: any IdempotencyReader { MemoryIdempotency(tables: tables) }
    var ledger: any LedgerReader { MemoryLedger(tables: tables) }
    var ingredients: any IngredientReader { MemoryIngredients(tables: tables) }
    var programs: any ProgramReader { MemoryPrograms(tables: tables) }
    var threads: any ThreadReader { MemoryThreads(tables: tables) }
    var workers: any WorkerReader { MemoryWorkers(tables: tables) }
    var events: any EventReader { MemoryEvents(tables: tables) }
    var notes: any NoteReader { MemoryNotes(tables: tables) }
    var waits: any WaitReader { MemoryWaits(tables: tables) }
    var blobs: any BlobReader { MemoryBlobs(tables: tables) }
    var scripts: any ScriptReader { MemoryScripts(tables: tables) }
    var environment: any EnvironmentReader { MemoryEnvironment(tables: tables) }
    var tools: any RegisteredToolReader { MemoryRegisteredTools(tables: tables) }
}

private struct MemoryOrganizations: OrganizationRepository {
    let tables: MemoryTables

    func find(_ id: Identifier) throws(CoreError) -> Organization? { tables.organizations[id] }

    func insert(_ organization: Organization) throws(CoreError) {
        try tables.organizations.insert(organization, as: organization.id)
    }
}

private struct MemoryPrincipals: PrincipalRepository {
    let tables: MemoryTables

    func find(_ id: Identifier) throws(CoreError) -> Principal? { tables.principals[id] }

    func membership(of principal: Identifier, in organization: Identifier) throws(CoreError) -> Membership? {
        tables.memberships[[organization, principal]]
    }

    func owner(of organization: Identifier) throws(CoreError) -> Principal? {
        let owners = tables.memberships.all.filter { $0.organization == organization && $0.role == .owner }
        let first = owners.min { ($0.createdAt, $0.principal) < ($1.createdAt, $1.principal) }
        return first.flatMap { tables.principals[$0.principal] }
    }

    func findOperator() throws(CoreError) -> Principal? {
        tables.principals.all.first { $0.kind == .operator }
    }

    func operatorHome() throws(CoreError) -> Identifier? { try findOperator()?.home }

    func insert(_ principal: Principal) throws(CoreError) {
        if principal.kind == .operator, try findOperator() != nil {
            throw CoreError(.alreadyExists, "The store has an operator already.")
        }
        try tables.principals.insert(principal, as: principal.id)
    }

    func insert(_ membership: Membership) throws(CoreError) {
        try tables.memberships.insert(membership, as: [membership.organization, membership.principal])
    }
}

private struct MemoryCredentials: CredentialRepository {
    let tables: MemoryTables

    func find(digest: [UInt8]) throws(CoreError) -> CredentialHolder? {
        guard let credential = tables.credentials[digest], let principal = tables.principals[credential.principal],
            let home = tables.organizations[principal.home]
        else { return nil }
        return CredentialHolder(
            credential: credential, principal: principal,
            homeRole: tables.memberships[[principal.home, principal.id]]?.role, homeStatus: home.status)
    }

    func find(_ id: Identifier, of principal: Identifier) throws(CoreError) -> Credential? {
        tables.credentials.all.first { $0.id == id && $0.principal == principal }
    }

    func list(of principal: Identifier, before id: Identifier, limit: Int) throws(CoreError) -> [Credential] {
        let found = tables.credentials.all.filter { $0.principal == principal && $0.id < id }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    func hasUsable(
        principal: Identifier, except excluded: Identifier?, at time: Timestamp
    ) throws(CoreError) -> Bool {
        tables.credentials.all.contains { $0.principal == principal && $0.id != excluded && $0.isUsable(at: time) }
    }

    func revoke(_ id: Identifier, at time: Timestamp) throws(CoreError) -> Bool {
        guard let credential = tables.credentials.all.first(where: { $0.id == id }) else { return false }
        tables.credentials[credential.digest] = credential.revoked(at: credential.revokedAt ?? time, nil)
        return true
    }

    func replace(_ id: Identifier, at time: Timestamp, replacementKey: [UInt8]?) throws(CoreError) -> Bool {
        guard let credential = tables.credentials.all.first(where: { $0.id == id }), credential.revokedAt == nil else {
            return false
        }
        tables.credentials[credential.digest] = credential.revoked(at: time, replacementKey)
        return true
    }

    func removeDead(before time: Timestamp, limit: Int) throws(CoreError) -> Int {
        let dead = tables.credentials.all.filter { credential in
            [credential.revokedAt, credential.expiresAt].contains { $0.map { $0 < time } == true }
        }
        for credential in dead.prefix(limit) { tables.credentials[credential.digest] = nil }
        return min(limit, dead.count)
    }

    func insert(_ credential: Credential) throws(CoreError) {
        guard !tables.credentials.all.contains(where: { $0.id == credential.id }) else {
            throw CoreError(.alreadyExists, "A record with this id exists already.")
        }
        try tables.credentials.insert(credential, as: credential.digest)
    }
}

extension Credential {
    fileprivate func revoked(at time: Timestamp, _ replacementKey: [UInt8]?) -> Credential {
        Credential(
            id: id, digest: digest, principal: principal, createdAt: createdAt, expiresAt: expiresAt, revokedAt: time,
            label: label, replacementKey: replacementKey)
    }
}

private struct MemorySettings: SettingRepository {
    let tables: MemoryTables

    func value(_ name: String) throws(CoreError) -> [UInt8]? { tables.settings[name] }
    func set(_ name: String, _ value: [UInt8]) throws(CoreError) { tables.settings[name] = value }
}

private struct MemoryIdempotency: IdempotencyRepository {
    let tables: MemoryTables

    func find(_ key: IdempotencyRecord.Key) throws(CoreError) -> IdempotencyRecord? { tables.idempotency[key] }
    func put(_ record: IdempotencyRecord, at time: Timestamp) throws(CoreError) {
        if let stored = tables.idempotency[record.key], stored.expiresAt > time {
            throw CoreError(.alreadyExists, "A record with this id exists already.")
        }
        tables.idempotency[record.key] = record
    }

    func removeExpired(before time: Timestamp, limit: Int) throws(CoreError) -> Int {
        let expired = tables.idempotency.all.filter { $0.expiresAt < time }.sorted { $0.expiresAt < $1.expiresAt }
        for record in expired.prefix(limit) { tables.idempotency[record.key] = nil }
        return min(limit, expired.count)
    }
}

private struct MemoryAudit: AuditRepository {
    let tables: MemoryTables

    func append(_ entry: AuditEntry) throws(CoreError) {
        try tables.audit.insert(entry, as: tables.audit.all.count)
    }

    func newest(limit: Int) throws(CoreError) -> [AuditEntry] {
        let count = tables.audit.all.count
        return (max(0, count - limit)..<count).reversed().compactMap { tables.audit[$0] }
    }
}
