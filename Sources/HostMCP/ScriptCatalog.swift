import CoreDomain
import CoreLanguage

/// The scripts that can be run, as tools.
actor ScriptCatalog {
    /// What a version of a script takes and gives, which never changes.
    private struct Schemas {
        let version: Int64
        let input: JSONValue
        let output: JSONValue
    }

    private static let cachedMax = 2_000
    private let backend: any MCPBackend
    private var schemas: [String: Schemas] = [:]

    init(_ backend: any MCPBackend) { self.backend = backend }

    /// A page of tools, as `tools/list` answers.
    func page(_ cursor: String?) async throws(CoreError) -> JSONValue {
        var input: JSONObject = ["page_size": 50]
        if let cursor { input["page_token"] = .string(cursor) }
        let list = try await backend.perform("scripts.list", .object(input))
        var tools: [JSONValue] = []
        for script in list["scripts"]?.arrayValue ?? [] {
            if let tool = try await tool(script) { tools.append(tool) }
        }
        var page: JSONObject = ["tools": .array(tools)]
        if let next = list["next_page_token"]?.stringValue, !next.isEmpty { page["nextCursor"] = .string(next) }
        return .object(page)
    }

    /// The tool that a script is; nil for one that cannot be run.
    private func tool(_ script: JSONValue) async throws(CoreError) -> JSONValue? {
        guard script["status"] == "active", let name = script["name"]?.stringValue,
            let version = script["active_version"]?.int64Value, version > 0
        else { return .none }
        let schemas: Schemas
        do throws(CoreError) {
            schemas = try await self.schemas(name, version)
        } catch {
            // It was removed between the two questions.
            if error.reason == .notFound { return .none }
            throw error
        }
        var tool: JSONObject = ["name": .string(name), "inputSchema": schemas.input]
        if let description = script["description"]?.stringValue, !description.isEmpty {
            tool["description"] = .string(description)
        }
        // The protocol knows results that are objects only, which those of scripts are.
        if schemas.output["properties"]?.objectValue?.isEmpty == false { tool["outputSchema"] = schemas.output }
        return .object(tool)
    }

    private func schemas(_ name: String, _ version: Int64) async throws(CoreError) -> Schemas {
        if let known = schemas[name], known.version == version { return known }
        let code = try await backend.perform("scripts.code", ["name": .string(name), "version": .integer(version)])
        let program = code["program"] ?? .null
        let found = Schemas(
            version: version, input: Self.object(program["input_schema"]), output: Self.object(program["output_schema"])
        )
        if schemas.count >= Self.cachedMax { schemas = [:] }
        schemas[name] = found
        return found
    }

    /// A schema with the `type` that the protocol wants to see.
    private static func object(_ schema: JSONValue?) -> JSONValue {
        guard case .object(var members)? = schema else { return ["type": "object"] }
        members["type"] = "object"
        return .object(members)
    }
}
