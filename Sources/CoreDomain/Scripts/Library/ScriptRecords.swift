import CoreLanguage

extension ScriptDraftRecord {
    init(_ draft: ScriptDraft, of script: Script) throws(CoreError) {
        self.init(
            scriptName: draft.script, status: draft.state, source: draft.content.source,
            program: try draft.program.map { program throws(CoreError) in try .stored(program.bytes) },
            diagnostics: draft.findings.diagnostics, contract: draft.findings.contract,
            toolsRequired: draft.findings.toolsRequired, updatedAt: draft.savedAt, etag: script.etag)
    }
}

extension ScriptVersionRecord {
    init(_ version: ScriptVersion, of script: Script) {
        self.init(
            scriptName: version.script, version: version.number, status: version.state(in: script),
            toolsRequired: version.findings.toolsRequired, contract: version.findings.contract,
            createdAt: version.createdAt, sourceSHA256: Hexadecimal.text(version.contentDigest),
            programSHA256: Hexadecimal.text(version.program), programFormat: Program.format,
            changeNote: version.changeNote)
    }
}
