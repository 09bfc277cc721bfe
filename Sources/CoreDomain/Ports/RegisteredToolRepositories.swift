// Tools that organizations offer to their scripts at URLs.

import CoreLanguage

/// Reads registered tools.
public protocol RegisteredToolReader {
    /// This version of a tool, also one that was removed; nil when there never was one.
    func find(_ name: String, version: Int64, of organization: Identifier) throws(CoreError) -> RegisteredTool?
    /// The newest version of a tool; `removed` says whether removed ones count.
    func newest(_ name: String, of organization: Identifier, removed: Bool) throws(CoreError) -> RegisteredTool?
    /// The newest version of every tool that has one which was not removed, by rising name; at most `limit`.
    func list(_ organization: Identifier, limit: Int) throws(CoreError) -> [RegisteredTool]
}

/// Reads and writes registered tools.
public protocol RegisteredToolRepository: RegisteredToolReader {
    func insert(_ tool: RegisteredTool) throws(CoreError)
    /// Removes a version, or all of them, at `time`; tells how many went. Those that went before stay as they are.
    func remove(
        _ name: String, version: Int64?, of organization: Identifier, at time: Timestamp
    ) throws(CoreError) -> Int
}

extension RegisteredToolReader {
    /// What the compiler knows of the tools of an organization.
    func signatures(of organization: Identifier) throws(CoreError) -> [ToolSignature] {
        try list(organization, limit: RegisteredTool.countMax).map(\.signature)
    }
}
