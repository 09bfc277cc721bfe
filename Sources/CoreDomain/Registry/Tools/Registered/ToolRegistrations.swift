import CoreLanguage

/// The operations on tools: those that an organization registers, and the list of all.
public struct ToolRegistrations: Sendable {
    private let library: ProgramLibrary
    private let entropy: any Entropy
    private let pageTokens: PageTokens
    private let vault: ToolVault

    /// Tools beside those of `library`, whose secrets `sealer` seals; without one none is registered.
    init(library: ProgramLibrary, entropy: any Entropy, pageTokens: PageTokens, sealer: Sealer?) {
        self.library = library
        self.entropy = entropy
        self.pageTokens = pageTokens
        vault = ToolVault(sealer: sealer)
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let (reading, writing) = (Access.member(.jobRead), Access.member(.toolWrite))
        return [
            .transaction(
                "tools.register", "Offer a tool at a URL to scripts, or a next version of it.", access: writing,
                idempotency: .optional, prepare: prepare, handle: register),
            .read("tools.get", "Show a tool.", access: reading, handle: get),
            .read("tools.list", "List the tools that scripts may call.", access: reading, handle: list),
            .transaction(
                "tools.unregister", "Take a registered tool away, or one of its versions.", access: writing,
                idempotency: .optional, handle: unregister),
        ]
    }

    // MARK: Registering

    @Sendable func prepare(
        _ input: ToolRegistration, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<CheckedTool> {
        let natives = library.signatures
        return .compute { try CheckedTool(input, natives: natives) }
    }

    @Sendable func register(
        _ checked: CheckedTool, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> ToolRegistered {
        let member = try Member(caller)
        let earlier = try tx.tools.newest(checked.name, of: member.organization, removed: true)
        let version = (earlier?.version ?? 0) + 1
        try check(checked, version, member, isNew: earlier?.removedAt != nil || earlier == nil, tx)
        let kept = try checked.rotatesSecret ? nil : secret(of: earlier)
        let signingSecret = if let kept { kept } else { try newSecret() }
        let secrets = ToolSecrets(signingSecret: signingSecret, headers: checked.headers)
        let tool = RegisteredTool(
            organization: member.organization, name: checked.name, version: version, createdAt: tx.now,
            principal: member.principal, facts: checked.facts,
            sealedSecrets: try vault.seal(secrets, checked.name, version: version, of: member.organization))
        try tx.tools.insert(tool)
        return ToolRegistered(tool: ToolDescription(tool), signingSecret: kept == nil ? signingSecret : nil)
    }

    private func secret(of tool: RegisteredTool?) throws(CoreError) -> Secret? {
        guard let tool else { return nil }
        return try vault.secrets(of: tool).signingSecret
    }

    private func newSecret() throws(CoreError) -> Secret {
        Secret("tsec_" + Base64URL.encode(try entropy.bytes(32)))
    }

    private func check(
        _ tool: CheckedTool, _ version: Int64, _ member: Member, isNew: Bool, _ tx: any WriteTransaction
    ) throws(CoreError) {
        guard version <= RegisteredTool.versionsMax else {
            throw CoreError(
                .stateConflict,
                "The tool \"\(tool.name)\" has \(RegisteredTool.versionsMax) versions, and may have no more.",
                fix: "Go on under another name.")
        }
        if let wanted = tool.version, wanted != String(version) {
            throw CoreError(
                .stateConflict,
                "The next version of the tool \"\(tool.name)\" is \(version), not \(wanted.prefix(16)).",
                fix: "Name that version, or none.")
        }
        let limit = RegisteredTool.countMax
        guard isNew, try tx.tools.list(member.organization, limit: limit).count >= limit else { return }
        throw CoreError(
            .stateConflict, "There would be more than \(limit) tools.", fix: "Remove some that nobody calls.")
    }

    // MARK: Looking, removing

    @Sendable func get(
        _ input: ToolReference, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ToolEnvelope {
        let organization = try Member(caller).organization
        if input.version.isEmpty {
            if let tool = try tx.tools.newest(input.name, of: organization, removed: false) {
                return ToolEnvelope(tool: ToolDescription(tool))
            }
            if let signature = library.signatures.all.first(where: { $0.tool.name == input.name }) {
                return ToolEnvelope(tool: ToolDescription(signature))
            }
        } else if let version = Int64(input.version),
            let tool = try tx.tools.find(input.name, version: version, of: organization), tool.removedAt == nil
        {
            return ToolEnvelope(tool: ToolDescription(tool))
        }
        throw try unknown(input.name, input.version, organization, tx)
    }

    @Sendable func unregister(
        _ input: ToolRemoval, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Nothing {
        let organization = try Member(caller).organization
        let version = Int64(input.version)
        let isReadable = input.version.isEmpty || (version ?? 0) > 0
        guard isReadable, try tx.tools.remove(input.name, version: version, of: organization, at: tx.now) > 0 else {
            throw try unknown(input.name, input.version, organization, tx.snapshot)
        }
        return Nothing()
    }

    private func unknown(
        _ name: String, _ version: String, _ organization: Identifier, _ tx: any ReadTransaction
    ) throws(CoreError) -> CoreError {
        let names = try tx.tools.list(organization, limit: RegisteredTool.countMax).map(\.name)
        let what = version.isEmpty ? "" : " of version \(version.prefix(16))"
        return CoreError(
            .notFound,
            "There is no tool \"\(name.prefix(64))\"\(what).\(Suggestion.sentence(for: name, among: names))",
            fix: "`tools.list` tells which there are.")
    }

    // MARK: The list

    @Sendable func list(
        _ input: ToolListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ToolList {
        let organization = try Member(caller).organization
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let filter = ToolListInput(source: input.source, query: input.query, pageSize: 0, pageToken: "")
        let scope =
            Array("tools.list/".utf8) + organization.bytes + ToolListInput.schema.encode(filter).canonicalBytes()
        let after = try request.token.map { token throws(CoreError) in
            String(decoding: try pageTokens.position(in: token, scope: scope), as: UTF8.self)
        }
        let registered = try tx.tools.list(organization, limit: RegisteredTool.countMax).map { ToolDescription($0) }
        let all = (library.signatures.all.map { ToolDescription($0) } + registered).filter { input.takes($0) }
            .sorted { $0.toolID.utf8.lexicographicallyPrecedes($1.toolID.utf8) }
        let rest = all.drop { tool in after.map { !$0.utf8.lexicographicallyPrecedes(tool.toolID.utf8) } ?? false }
        let page = rest.prefix(request.limit)
        let next = rest.count > page.count ? page.last : nil
        return ToolList(
            tools: Array(page),
            nextPageToken: next.map { pageTokens.token(position: Array($0.toolID.utf8), scope: scope) } ?? "")
    }
}

extension ToolListInput {
    fileprivate func takes(_ tool: ToolDescription) -> Bool {
        if let source, source.rawValue != tool.source { return false }
        let wanted = Self.words(query)
        guard !wanted.isEmpty else { return true }
        let words = Self.words(([tool.name, tool.description] + tool.tags).joined(separator: " "))
        return wanted.allSatisfy { word in words.contains { $0.hasPrefix(word) } }
    }

    /// The words of a text in small letters.
    private static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }
    }
}
