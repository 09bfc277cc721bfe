// Variables that scripts read, of an organization and of single scripts.

/// Reads variables.
public protocol EnvironmentReader {
    /// The variable with this key, or nil.
    func find(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> StoredVariable?
    /// At most `limit` variables of exactly this scope, behind `key`, by rising key.
    func list(_ scope: EnvironmentScope, after key: String?, limit: Int) throws(CoreError) -> [StoredVariable]
}

/// Reads and writes variables.
public protocol EnvironmentRepository: EnvironmentReader {
    /// Stores a variable, in the place of the one with its key.
    func put(_ variable: StoredVariable) throws(CoreError)
    /// Removes a variable; tells whether there was one.
    func remove(_ key: String, in scope: EnvironmentScope) throws(CoreError) -> Bool
    /// Removes every variable of exactly this scope.
    func removeAll(in scope: EnvironmentScope) throws(CoreError)
}
