extension WireTables {
    /// The paths of Scriptum, with the messages of `api/scriptum.proto`.
    public static let scriptum: [Binding] =
        [
            bound("POST", "/scripts", "scripts.create", "CreateScript"),
            bound("GET", "/scripts", "scripts.list", "ListScripts"),
            bound("GET", "/scripts/{name}", "scripts.get", "GetScript"),
            bound("PATCH", "/scripts/{name}", "scripts.update", "UpdateScript"),
            bound("DELETE", "/scripts/{name}", "scripts.delete", "DeleteScript"),
            bound("POST", "/scripts/{name}/draft", "scripts.draft.save", "SaveScriptDraft"),
            bound("GET", "/scripts/{name}/draft", "scripts.draft.get", "GetDraftInfo"),
            bound("DELETE", "/scripts/{name}/draft", "scripts.draft.discard", "DiscardScriptDraft"),
            bound("POST", "/scripts/{name}/draft/compile", "scripts.draft.compile", "CompileScriptDraft"),
            bound("POST", "/scripts/{name}/draft/test", "scripts.draft.test", "TestScriptDraft"),
            bound("POST", "/scripts/{name}/draft/publish", "scripts.draft.publish", "PublishScriptDraft"),
            bound("POST", "/scripts/{name}/rollback", "scripts.rollback", "RollbackScript"),
            bound("GET", "/scripts/{name}/versions", "scripts.versions.list", "ListScriptVersions"),
            bound("GET", "/scripts/{name}/versions/{version}", "scripts.versions.get", "GetScriptVersion"),
            bound("GET", "/scripts/{name}/code", "scripts.code", "GetScriptCode"),
            bound("GET", "/scripts/{name}/code/versions/{version}", "scripts.code", "GetScriptCode"),
            bound("GET", "/scripts/{name}/env", "scripts.env.get", "GetScriptEnv"),
            bound("PATCH", "/scripts/{name}/env", "scripts.env.update", "UpdateScriptEnv"),
            bound("GET", "/tools", "tools.list", "ListTools"),
            bound("GET", "/tools/{name}", "tools.get", "GetTool"),
            bound("POST", "/tools", "tools.register", "RegisterTool"),
            bound("DELETE", "/tools/{name}", "tools.unregister", "UnregisterTool"),
            bound("PUT", "/env", "env.set", "SetEnvVar"),
            bound("GET", "/env", "env.list", "ListEnvVars"),
            bound("GET", "/env/{key}", "env.get", "GetEnvVar"),
            bound("DELETE", "/env/{key}", "env.delete", "DeleteEnvVar"),
            bound("POST", "/env/import", "env.import", "ImportEnvVars"),
            bound("GET", "/templates", "templates.list", "ListTemplates"),
            bound("GET", "/templates/{id}", "templates.get", "GetTemplate"),
            bound("POST", "/threads", "threads.create", "CreateThread"),
            bound("GET", "/threads", "threads.list", "ListThreads"),
            bound("GET", "/threads/{thread_id}", "threads.get", "GetThread"),
            bound("DELETE", "/threads/{thread_id}", "threads.delete", "DeleteThread"),
            bound("POST", "/threads/{thread_id}/cancel", "threads.cancel", "CancelThread"),
            bound("POST", "/threads/{thread_id}/resume", "threads.resume", "ResumeThread"),
            bound("POST", "/threads/{thread_id}/fork", "threads.fork", "ForkThread"),
            bound("POST", "/threads/{thread_id}/events", "threads.events.send", "SendThreadEvent"),
            bound("GET", "/threads/{thread_id}/steps", "threads.steps", "ListSteps"),
            bound("GET", "/threads/{thread_id}/result", "threads.result", "GetThreadResult"),
            bound("GET", "/asks", "threads.asks", "ListPendingAsks"),
            stream(
                "/threads/{thread_id}/result/stream", "threads.result.stream", "StreamThreadResult",
                of: "ThreadResultChunk"),
            stream(
                "/threads/{thread_id}/steps/stream", "threads.steps.stream", "StreamStepResult", of: "StepResultChunk"),
            stream("/threads/{thread_id}/watch", "threads.watch", "WatchThread", of: "ThreadEvent"),
        ]

    private static func stream(
        _ path: String, _ operation: String, _ call: String, of item: String
    ) -> Binding {
        Binding(
            "GET", "/v1/scriptum" + path, .operation(operation), eventName: "event",
            messages: ScriptumCall(call, item: item))
    }

    private static func bound(_ method: String, _ path: String, _ operation: String, _ call: String) -> Binding {
        Binding(method, "/v1/scriptum" + path, .operation(operation), messages: ScriptumCall(call))
    }
}

/// The messages of a call of the Scriptum family.
public struct ScriptumCall: Hashable, Sendable {
    /// The name of the call in the service.
    public let name: String

    /// The message of an item, of a call that answers with a stream.
    private let item: String?

    init(_ name: String, item: String? = nil) {
        self.name = name
        self.item = item
    }

    /// What messages call the key of a call.
    static let keyMembers = ["requestId", "request_id"]

    var request: String { name + "Request" }
    var response: String { item ?? name + "Response" }
}
