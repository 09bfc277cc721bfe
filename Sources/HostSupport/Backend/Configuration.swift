public import CoreDomain
import CoreLanguage
import CorePlatform

/// What an installation sets in its configuration file; a flag or a variable of the environment wins over it.
public struct Configuration: Message, Hashable {
    public let database: String?
    public let sealingKeyFile: String?
    public let host: String
    public let port: Int64
    public let recipesFolder: String?
    public let logLevel: Log.Level
    public let http: HTTPSettings
    public let postgres: PostgresOptions
    public let models: ModelSettings
    public let mcp: MCPSettings
    public let tools: RegisteredToolSettings

    public static let schema = ObjectSchema(
        "The configuration of an installation.",
        Configuration.init(database:sealingKeyFile:host:port:recipesFolder:logLevel:http:postgres:models:mcp:tools:),
        Field(
            optional: "database", \.database, .string(count: 1...4_096),
            "The database: a file, `:memory:`, or the URL of a PostgreSQL database."),
        Field(
            optional: "sealing_key_file", \.sealingKeyFile, .string(count: 1...4_096),
            "The file with the sealing key; by default it lies beside the database."),
        Field("host", \.host, .string(count: 1...255), default: "127.0.0.1", "The address that `serve` listens on."),
        Field("port", \.port, .integer(in: 0...65_535), default: 8_080, "The port; 0 takes any free one."),
        Field(
            optional: "recipes_folder", \.recipesFolder, .string(count: 1...4_096),
            "A folder of `*.avb.json` files that are published when the database is opened."),
        Field("log_level", \.logLevel, .word, default: .info, "The least level of events that are logged."),
        Field("http", \.http, .message, default: .standard, "How HTTP is served."),
        Field("postgres", \.postgres, .message, default: .standard, "How a PostgreSQL database is used."),
        Field("models", \.models, .message, default: .none, "Which models scripts may use, and where they are."),
        Field("mcp", \.mcp, .message, default: .none, "Which MCP servers scripts may call."),
        Field("tools", \.tools, .message, default: .standard, "How tools are called that organizations register."))

    /// Bytes of a configuration that are read at most.
    public static let bytesMax = 1_048_576

    /// The configuration in the file at `path`, or the default one when the file is missing and `mayBeMissing`.
    ///
    /// - Throws: `CONFIGURATION_INVALID`, naming the file and every fault in it.
    public static func read(_ path: String, mayBeMissing: Bool) throws(CoreError) -> Configuration {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path, limit: bytesMax)
        } catch {
            if error.kind == .notFound, mayBeMissing { return try parse(Array("{}".utf8), from: path) }
            throw CoreError(.configurationInvalid, "The configuration cannot be read: \(error.description).")
        }
        return try parse(bytes, from: path)
    }

    /// The configuration in `bytes`, which came from `place`.
    ///
    /// - Throws: `CONFIGURATION_INVALID`, naming the place and every fault.
    public static func parse(_ bytes: [UInt8], from place: String) throws(CoreError) -> Configuration {
        do throws(CoreError) {
            return try schema.decode(try JSONInput.parse(bytes))
        } catch {
            throw CoreError(
                .configurationInvalid, "\(place): \(error.message)", fix: error.fix, details: error.details)
        }
    }
}
