/// Where an installation keeps its files (XDG Base Directory Specification).
public struct Locations: Sendable {
    private let environment: [String: String]

    /// Locations under this environment.
    public init(environment: [String: String]) {
        self.environment = environment
    }

    /// The configuration file; nil when the environment names no home.
    public var configurationFile: String? {
        folder("XDG_CONFIG_HOME", inHome: ".config").map { $0 + "/scriptorium/config.json" }
    }

    /// The database that the environment names.
    public var database: String? {
        environment["SCRIPTORIUM_DATABASE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The database when none is named; nil when the environment names no home.
    public var standardDatabaseFile: String? {
        folder("XDG_DATA_HOME", inHome: ".local/share").map { $0 + "/scriptorium/scriptorium.db" }
    }

    /// Where the operator's first token is left by a server whose database is not a file; nil when the environment names
    /// no home.
    public var standardOperatorTokenFile: String? {
        folder("XDG_DATA_HOME", inHome: ".local/share").map { $0 + "/scriptorium/operator-token" }
    }

    /// Where the files of scripts are kept when the database is not a file; nil when the environment names no home.
    public var standardFilesFolder: String? {
        folder("XDG_DATA_HOME", inHome: ".local/share").map { $0 + "/scriptorium/files" }
    }

    /// The file of the sealing key, when the environment names one.
    public var sealingKeyFile: String? {
        environment["SCRIPTORIUM_SEALING_KEY_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func folder(_ variable: String, inHome name: String) -> String? {
        if let folder = environment[variable], folder.hasPrefix("/") { return folder }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/" + name : nil }
    }
}
