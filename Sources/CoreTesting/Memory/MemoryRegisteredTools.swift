import CoreDomain

struct MemoryRegisteredTools: RegisteredToolRepository {
    /// Names a version of a tool.
    struct Key: Hashable {
        let organization: Identifier
        let name: String
        let version: Int64
    }

    let tables: MemoryTables

    func find(_ name: String, version: Int64, of organization: Identifier) throws(CoreError) -> RegisteredTool? {
        tables.tools[Key(organization: organization, name: name, version: version)]
    }

    func newest(_ name: String, of organization: Identifier, removed: Bool) throws(CoreError) -> RegisteredTool? {
        let found = tables.tools.all.filter { tool in
            tool.organization == organization && tool.name == name && (removed || tool.removedAt == nil)
        }
        return found.max { $0.version < $1.version }
    }

    func list(_ organization: Identifier, limit: Int) throws(CoreError) -> [RegisteredTool] {
        let found = tables.tools.all.filter { $0.organization == organization && $0.removedAt == nil }
        let newest = Dictionary(grouping: found, by: \.name).values.compactMap { versions in
            versions.max { $0.version < $1.version }
        }
        return Array(newest.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.prefix(limit))
    }

    func insert(_ tool: RegisteredTool) throws(CoreError) {
        try tables.tools.insert(
            tool, as: Key(organization: tool.organization, name: tool.name, version: tool.version))
    }

    func remove(
        _ name: String, version: Int64?, of organization: Identifier, at time: Timestamp
    ) throws(CoreError) -> Int {
        let going = tables.tools.all.filter { tool in
            tool.organization == organization && tool.name == name && tool.removedAt == nil
                && (version == nil || tool.version == version)
        }
        for tool in going {
            tables.tools[Key(organization: organization, name: name, version: tool.version)] = RegisteredTool(
                organization: organization, name: name, version: tool.version, createdAt: tool.createdAt,
                principal: tool.principal, facts: tool.facts, sealedSecrets: tool.sealedSecrets, removedAt: time)
        }
        return going.count
    }
}
