// Scripts, their drafts and versions.

/// Reads scripts.
public protocol ScriptReader {
    /// The script of this name, or nil.
    func find(_ name: String, of organization: Identifier) throws(CoreError) -> Script?
    /// At most `limit` scripts behind `name`, by rising name.
    func list(of organization: Identifier, after name: String?, limit: Int) throws(CoreError) -> [Script]
    /// The draft of this script, or nil.
    func draft(of script: String, in organization: Identifier) throws(CoreError) -> ScriptDraft?
    /// This version of this script, or nil.
    func version(
        _ number: Int64, of script: String, in organization: Identifier
    ) throws(CoreError) -> ScriptVersion?
    /// At most `limit` versions of a script, the newest first; those before `number` when one is given.
    func versions(
        of script: String, in organization: Identifier, before number: Int64?, limit: Int
    ) throws(CoreError) -> [ScriptVersion]
    /// The version, other than `active`, that was last active; nil when none was.
    func lastActive(
        of script: String, in organization: Identifier, except active: Int64?
    ) throws(CoreError) -> ScriptVersion?
}

/// Reads and writes scripts.
///
/// Whoever changes a draft or a version changes its script in the same transaction, which raises the revision.
public protocol ScriptRepository: ScriptReader {
    func insert(_ script: Script) throws(CoreError)
    /// Replaces what changes of a script, provided that its revision is still `revision`; tells whether it was.
    func update(_ script: Script, from revision: Int64) throws(CoreError) -> Bool
    /// Stores a draft, in the place of the one before.
    func put(_ draft: ScriptDraft) throws(CoreError)
    func removeDraft(of script: String, in organization: Identifier) throws(CoreError)
    func insert(_ version: ScriptVersion) throws(CoreError)
    /// Notes that a version became the active one.
    func activate(
        _ number: Int64, of script: String, in organization: Identifier, at time: Timestamp
    ) throws(CoreError)
    /// Removes a script with its draft and versions.
    func remove(_ script: Script) throws(CoreError)
}
