import CoreDomain

extension StoreConformance {
    /// What is promised of variables.
    static let environments: [StoreConformance] = [
        StoreConformance("variables: by scope and key, the last value counts") { store, clock in
            let now = clock.now()
            let scopes = [(1, nil), (1, "a"), (2, "a")].map { (number: UInt64, script: String?) in
                EnvironmentScope(organization: Sample.id(number), script: script)
            }
            try await store.write { tx in
                for number: UInt64 in [1, 2] { try tx.organizations.insert(Sample.organization(number, at: now)) }
                for (number, scope) in scopes.enumerated() {
                    for key in ["b", "A", "_"] { try tx.environment.put(variable(key, 0, scope, at: now)) }
                    try tx.environment.put(variable("b", UInt8(number), scope, at: now.adding(.seconds(1))))
                }
            }
            for (number, scope) in scopes.enumerated() {
                let (found, listed, behind) = try await store.read { tx in
                    (
                        try tx.environment.find("b", in: scope),
                        try tx.environment.list(scope, after: nil, limit: 10).map(\.key),
                        try tx.environment.list(scope, after: "A", limit: 1).map(\.key)
                    )
                }
                try expectEqual(
                    found, variable("b", UInt8(number), scope, at: now.adding(.seconds(1))), "variable \(number)")
                try expectEqual(listed, ["A", "_", "b"], "the keys")
                try expectEqual(behind, ["_"], "the keys behind one")
            }
        },
        StoreConformance("variables: removed alone, and with their scope") { store, clock in
            let now = clock.now()
            let (common, own) = (
                EnvironmentScope(organization: Sample.id(1), script: nil),
                EnvironmentScope(organization: Sample.id(1), script: "a")
            )
            let removed = try await store.write { tx in
                try tx.organizations.insert(Sample.organization(1, at: now))
                for scope in [common, own] {
                    for key in ["x", "y"] { try tx.environment.put(variable(key, 0, scope, at: now)) }
                }
                return [try tx.environment.remove("x", in: common), try tx.environment.remove("x", in: common)]
            }
            try expectEqual(removed, [true, false], "whether there was one")
            try await store.write { try $0.environment.removeAll(in: own) }
            for (scope, keys) in [(common, ["y"]), (own, [])] {
                let found = try await store.read { try $0.environment.list(scope, after: nil, limit: 9).map(\.key) }
                try expectEqual(found, keys, "what is left")
            }
        },
    ]

    private static func variable(
        _ key: String, _ value: UInt8, _ scope: EnvironmentScope, at now: Timestamp
    ) -> StoredVariable {
        StoredVariable(
            scope: scope, key: key, sealedValue: [value], isSecret: value == 1, updatedAt: now)
    }
}
