import CoreDomain
import CoreLanguage

extension StoreConformance {
    /// What is promised of registered tools.
    static let registeredTools: [StoreConformance] = [
        StoreConformance("tools: versions stay, the newest counts, each organization has its own") { store, clock in
            let now = clock.now()
            try await fill(store, at: now)
            let (first, newest, listed, others) = try await store.read { tx in
                (
                    try tx.tools.find("b", version: 1, of: Sample.id(1)),
                    try tx.tools.newest("b", of: Sample.id(1), removed: false),
                    try tx.tools.list(Sample.id(1), limit: 10).map { "\($0.name)\($0.version)" },
                    try tx.tools.list(Sample.id(2), limit: 10).map { "\($0.name)\($0.version)" }
                )
            }
            try expectEqual(first, tool("b", 1, of: 1, at: now), "the first version")
            try expectEqual(newest, tool("b", 2, of: 1, at: now), "the newest version")
            try expectEqual(listed, ["a1", "b2"], "the tools of one organization")
            try expectEqual(others, ["b1"], "the tools of another")
            let limited = try await store.read { try $0.tools.list(Sample.id(1), limit: 1).map(\.name) }
            try expectEqual(limited, ["a"], "so many and no more")
        },
        StoreConformance("tools: removed ones are kept, and count no more") { store, clock in
            let now = clock.now()
            try await fill(store, at: now)
            let later = now.adding(.seconds(1))
            let removed = try await store.write { tx in
                [
                    try tx.tools.remove("b", version: 2, of: Sample.id(1), at: later),
                    try tx.tools.remove("b", version: 2, of: Sample.id(1), at: later),
                    try tx.tools.remove("a", version: nil, of: Sample.id(1), at: later),
                    try tx.tools.remove("c", version: nil, of: Sample.id(1), at: later),
                ]
            }
            try expectEqual(removed, [1, 0, 1, 0], "how many went")
            let (kept, newest, all, listed) = try await store.read { tx in
                (
                    try tx.tools.find("b", version: 2, of: Sample.id(1))?.removedAt,
                    try tx.tools.newest("b", of: Sample.id(1), removed: false)?.version,
                    try tx.tools.newest("b", of: Sample.id(1), removed: true)?.version,
                    try tx.tools.list(Sample.id(1), limit: 10).map { "\($0.name)\($0.version)" }
                )
            }
            try expectEqual(kept, later, "when it went")
            try expectEqual(newest, 1, "the newest that is left")
            try expectEqual(all, 2, "the newest of all")
            try expectEqual(listed, ["b1"], "the tools that are left")
        },
    ]

    private static func fill(_ store: any Store, at now: Timestamp) async throws {
        try await store.write { tx in
            for number: UInt64 in [1, 2] { try tx.organizations.insert(Sample.organization(number, at: now)) }
            for (name, version, owner) in [("b", 1, 1), ("b", 2, 1), ("a", 1, 1), ("b", 1, 2)] {
                try tx.tools.insert(tool(name, Int64(version), of: UInt64(owner), at: now))
            }
        }
    }

    private static func tool(
        _ name: String, _ version: Int64, of organization: UInt64, at now: Timestamp
    ) -> RegisteredTool {
        RegisteredTool(
            organization: Sample.id(organization), name: name, version: version, createdAt: now,
            principal: Sample.id(9),
            facts: RegisteredToolFacts(
                description: "d", inputSchema: ["type": "object"], outputSchema: nil, repeated: .once, tags: ["x"],
                endpoint: "https://tools.example/\(name)", headerNames: ["a"], timeoutSeconds: 5, attempts: 2),
            sealedSecrets: [UInt8(truncatingIfNeeded: version)])
    }
}
