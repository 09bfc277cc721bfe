import CoreLanguage

extension ReadTransaction {
    /// The caller's script of this name.
    ///
    /// - Throws: `NOT_FOUND`, with the nearest name.
    func script(_ name: String, _ caller: Caller) throws(CoreError) -> Script {
        let organization = try Member(caller).organization
        if let script = try scripts.find(name, of: organization) { return script }
        let names = try scripts.list(of: organization, after: nil, limit: 1_000).map(\.name)
        throw CoreError(
            .notFound, "There is no script \"\(name)\".\(Suggestion.sentence(for: name, among: names))",
            fix: "`scripts.list` tells which there are, `scripts.create` makes one.")
    }

    /// A version of a script.
    ///
    /// - Throws: `NOT_FOUND`, with the versions there are.
    func version(_ number: Int64, of script: Script) throws(CoreError) -> ScriptVersion {
        if let version = try scripts.version(number, of: script.name, in: script.organization) { return version }
        let range = script.latestVersion == 0 ? "It has none." : "The newest is \(script.latestVersion)."
        throw CoreError(.notFound, "The script \"\(script.name)\" has no version \(number). \(range)")
    }

    /// The draft of a script.
    ///
    /// - Throws: `NOT_FOUND`.
    func draft(of script: Script) throws(CoreError) -> ScriptDraft {
        if let draft = try scripts.draft(of: script.name, in: script.organization) { return draft }
        throw CoreError(
            .notFound, "The script \"\(script.name)\" has no draft.", fix: "Save one by `scripts.draft.save`.")
    }
}

extension WriteTransaction {
    /// Stores a script that was changed, under the next revision.
    ///
    /// - Throws: `STATE_CONFLICT` when somebody else changed it since it was read.
    func store(_ script: Script) throws(CoreError) -> Script {
        var changed = script
        changed.revision += 1
        changed.updatedAt = now
        guard try scripts.update(changed, from: script.revision) else { throw script.changed }
        return changed
    }
}

extension Script {
    /// Refuses a caller who saw the script as it was before.
    func check(etag: String?) throws(CoreError) {
        guard let etag, etag != self.etag else { return }
        throw changed
    }

    fileprivate var changed: CoreError {
        CoreError(
            .etagMismatch, "The script \"\(name)\" was changed since it was read.",
            fix: "Read it again, and make the change on what is there now.")
    }
}

extension JSONValue {
    /// JSON that this program stored.
    static func stored(_ bytes: [UInt8]) throws(CoreError) -> JSONValue {
        do {
            return try JSONValue.parse(bytes, limits: .program)
        } catch {
            throw CoreError(.databaseCorrupt, "What is stored of a script does not decode.")
        }
    }
}
