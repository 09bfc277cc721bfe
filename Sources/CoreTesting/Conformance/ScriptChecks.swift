import CoreDomain
import CoreLanguage

extension StoreConformance {
    /// What is promised of scripts, drafts and versions.
    static let scripts: [StoreConformance] = [
        StoreConformance("scripts: what goes in comes out, by name, and is each organization's own") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            let (plain, full) = (script("b", 1, at: now), script("a", 1, at: now, isFull: true))
            try await store.write { tx in
                for each in [plain, full, script("a", 2, at: now)] { try tx.scripts.insert(each) }
            }
            let (found, other, listed, behind) = try await store.read { tx in
                (
                    try tx.scripts.find("a", of: Sample.id(1)), try tx.scripts.find("b", of: Sample.id(2)),
                    try tx.scripts.list(of: Sample.id(1), after: nil, limit: 10),
                    try tx.scripts.list(of: Sample.id(1), after: "a", limit: 10)
                )
            }
            try expectEqual(found, full, "the script")
            try expectEqual(other, nil, "another organization's view")
            try expectEqual(listed, [full, plain], "the list")
            try expectEqual(behind, [plain], "the list behind a name")
            try expectEqual(
                try await store.read { try $0.scripts.list(of: Sample.id(1), after: nil, limit: 1) }, [full],
                "the list, cut")
            try await expectFailure(.alreadyExists, "a name that is taken") { () throws(CoreError) in
                try await store.write { try $0.scripts.insert(plain) }
            }
        },
        StoreConformance("scripts: names are in the order of their bytes") { store, clock in
            try await prepare(store, at: clock.now())
            let names = ["A", "B", "Z", "a", "a-", "a.", "a0", "aA", "a_", "aa", "b"]
            let now = clock.now()
            try await store.write { tx in
                for name in names.reversed() { try tx.scripts.insert(script(name, 1, at: now)) }
            }
            let found = try await store.read { try $0.scripts.list(of: Sample.id(1), after: nil, limit: 20) }
            try expectEqual(found.map(\.name), names, "the order")
        },
        StoreConformance("scripts: a change is made on the revision that was read, and on no other") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            try await store.write { try $0.scripts.insert(script("a", 1, at: now)) }
            var changed = script("a", 1, at: now, isFull: true)
            changed.revision = 8
            let next = changed
            let outcomes = try await store.write { tx in
                (try tx.scripts.update(next, from: 1), try tx.scripts.find("a", of: Sample.id(1)))
            }
            try expect(outcomes.0, "the change of revision 1")
            try expectEqual(outcomes.1, next, "the script inside of the transaction")
            // A store may presume that a change is made; whoever is wrong then stores nothing at all.
            let isStale = try await store.write { tx -> Bool in
                guard try !tx.scripts.update(next, from: 1) else { return false }
                return true
            }
            try expect(isStale, "the change of a revision that is gone")
            let stored = try await store.read { try $0.scripts.find("a", of: Sample.id(1)) }
            try expectEqual(stored, next, "the script")
        },
        StoreConformance("drafts: one for each script, the last one counts") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            let first = draft("a", .source("let a = \u{0}1\n"), .failed, at: now)
            let second = draft("a", .program([0x7b, 0x7d]), .compiled, at: now.adding(.seconds(1)))
            func stored() async throws -> ScriptDraft? {
                try await store.read { try $0.scripts.draft(of: "a", in: Sample.id(1)) }
            }
            for each in [first, second] {
                try await store.write { try $0.scripts.put(each) }
                try expectEqual(try await stored(), each, "the draft")
            }
            try await store.write { try $0.scripts.removeDraft(of: "a", in: Sample.id(2)) }
            try expectEqual(try await stored(), second, "the draft, after another organization's was removed")
            try await store.write { try $0.scripts.removeDraft(of: "a", in: Sample.id(1)) }
            try expectEqual(try await stored(), nil, "the draft that was removed")
        },
        StoreConformance("versions: the newest first, and the one that was active before") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            let versions = (1...4).map { version("a", Int64($0), at: now) }
            let here = Sample.id(1)
            try await store.write { tx in
                for each in versions + [version("b", 9, at: now)] { try tx.scripts.insert(each) }
                for (number, seconds) in [(Int64(3), Int64(1)), (1, 2), (2, 2)] {
                    try tx.scripts.activate(number, of: "a", in: here, at: now.adding(.seconds(seconds)))
                }
            }
            let found = try await store.read { try $0.scripts.versions(of: "a", in: here, before: nil, limit: 3) }
            try expectEqual(found.map(\.number), [4, 3, 2], "the newest")
            let older = try await store.read { try $0.scripts.versions(of: "a", in: here, before: 2, limit: 3) }
            try expectEqual(older.map(\.number), [1], "those before")
            let fourth = try await store.read { try $0.scripts.version(4, of: "a", in: here) }
            try expectEqual(fourth, versions[3], "the version")
            try expectEqual(
                try await store.read { try $0.scripts.version(4, of: "a", in: Sample.id(2)) }, nil,
                "another organization's version")
            for (active, before) in [(Int64?.none, Int64?.some(2)), (2, 1), (1, 2), (4, 2)] {
                let last = try await store.read { tx in
                    try tx.scripts.lastActive(of: "a", in: here, except: active)?.number
                }
                try expectEqual(last, before, "the one before \(active.map { "\($0)" } ?? "none")")
            }
            try expectEqual(
                try await store.read { try $0.scripts.lastActive(of: "b", in: here, except: nil) }, nil,
                "of versions that were never active")
        },
        StoreConformance("scripts: removed with all that belongs to them, and with nothing else") { store, clock in
            let now = clock.now()
            try await prepare(store, at: now)
            let (gone, kept) = (script("a", 1, at: now), script("b", 1, at: now))
            try await store.write { tx in
                for each in [gone, kept] {
                    try tx.scripts.insert(each)
                    try tx.scripts.put(draft(each.name, .source(""), .draft, at: now))
                    try tx.scripts.insert(version(each.name, 1, at: now))
                }
                try tx.scripts.remove(gone)
            }
            for (name, isThere) in [("a", false), ("b", true)] {
                let found = try await store.read { tx in
                    [
                        try tx.scripts.find(name, of: Sample.id(1)) != nil,
                        try tx.scripts.draft(of: name, in: Sample.id(1)) != nil,
                        try tx.scripts.version(1, of: name, in: Sample.id(1)) != nil,
                    ]
                }
                try expectEqual(found, [isThere, isThere, isThere], "what there is of \(name)")
            }
        },
    ]

    private static func prepare(_ store: any Store, at now: Timestamp) async throws {
        try await store.write { tx in
            for number: UInt64 in [1, 2] { try tx.organizations.insert(Sample.organization(number, at: now)) }
        }
    }

    private static func script(
        _ name: String, _ organization: UInt64, at now: Timestamp, isFull: Bool = false
    ) -> Script {
        let labels = [ScriptLabel(key: "team", values: ["x", "é"])]
        return Script(
            organization: Sample.id(organization), name: name, createdAt: now, revision: isFull ? 7 : 1,
            updatedAt: now.adding(.seconds(1)),
            details: ScriptDetails(
                description: isFull ? "What it does." : "", tags: isFull ? ["a", "b"] : [], labels: isFull ? labels : []
            ),
            availability: isFull ? .archived : .enabled, activeVersion: isFull ? 3 : nil,
            latestVersion: isFull ? 4 : 0, draft: isFull ? .compiled : nil, contract: isFull ? [0x7b, 0x7d] : nil)
    }

    private static let findings = ScriptFindings(
        diagnostics: [], errors: 2, contract: ["inputs": []], toolsRequired: ["native:echo"])

    private static func draft(
        _ script: String, _ content: ScriptContent, _ state: ScriptDraft.State, at now: Timestamp
    ) -> ScriptDraft {
        let program = ScriptProgram(digest: Array(repeating: 1, count: 32), bytes: [0x7b, 0x7d])
        return ScriptDraft(
            organization: Sample.id(1), script: script, savedAt: now, content: content, state: state,
            findings: findings, program: state == .compiled ? program : nil)
    }

    private static func version(_ script: String, _ number: Int64, at now: Timestamp) -> ScriptVersion {
        ScriptVersion(
            organization: Sample.id(1), script: script, number: number, createdAt: now, principal: Sample.id(10),
            content: .source("-- \(number)\n"), contentDigest: Array(repeating: 2, count: 32),
            program: Array(repeating: UInt8(number), count: 32), findings: findings, changeNote: "Change \(number).",
            activatedAt: nil)
    }
}
