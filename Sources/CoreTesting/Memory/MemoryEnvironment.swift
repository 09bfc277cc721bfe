import CoreDomain

struct MemoryEnvironment: EnvironmentRepository {
    /// Names a variable.
    struct Key: Hashable {
        let scope: EnvironmentScope
        let key: String
    }

    let tables: MemoryTables

    func find(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> StoredVariable? {
        tables.environment[Key(scope: scope, key: key)]
    }

    func list(_ scope: EnvironmentScope, after key: String?, limit: Int) throws(CoreError) -> [StoredVariable] {
        let found = tables.environment.all.filter { variable in
            variable.scope == scope && key.map { $0.utf8.lexicographicallyPrecedes(variable.key.utf8) } ?? true
        }
        return Array(found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.prefix(limit))
    }

    func put(_ variable: StoredVariable) throws(CoreError) {
        tables.environment[Key(scope: variable.scope, key: variable.key)] = variable
    }

    func remove(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> Bool {
        guard try find(key, in: scope) != nil else { return false }
        tables.environment[Key(scope: scope, key: key)] = nil
        return true
    }

    func removeAll(in scope: EnvironmentScope) throws(CoreError) {
        for variable in tables.environment.all.filter({ $0.scope == scope }) {
            tables.environment[Key(scope: scope, key: variable.key)] = nil
        }
    }
}
