import CoreLanguage

/// A thread as one text: lines of JSON, each of which holds the hash of all before it.
///
/// The first line tells what the thread is, the second its program; one line for each entry of its journal follows, and
/// the last tells how it ended. Whoever has the text can run the thread through again, without the store.
enum ThreadBundle {
    /// The form of the lines.
    static let format = "scriptorium.thread/1"

    /// What a line is.
    enum Line: String {
        case head
        case program
        case entry
        case end
    }

    /// The line of `body`, and the hash that the next one continues.
    static func line(
        _ line: Line, _ body: JSONObject, after hash: [UInt8], _ cryptography: any Cryptography
    ) -> (text: JSONValue, hash: [UInt8]) {
        var members: JSONObject = ["line": .string(line.rawValue)]
        for (name, value) in body { members[name] = value }
        let digest = cryptography.sha256(hash + JSONValue.object(members).serialized(.canonical))
        members["hash"] = .string(Hexadecimal.text(digest))
        return (.object(members), digest)
    }

    /// What the hash of a line is to be; nil when the line has none.
    static func hash(
        of text: JSONValue, after hash: [UInt8], _ cryptography: any Cryptography
    ) -> (told: String, counted: [UInt8])? {
        guard case .object(var members) = text, let told = members["hash"]?.stringValue else { return nil }
        members["hash"] = nil
        return (told, cryptography.sha256(hash + JSONValue.object(members).serialized(.canonical)))
    }

    /// The head of a thread. Variables are told by name; their values only where the caller may see secrets.
    static func head(_ thread: Thread, environment: JSONObject, reveals: Bool) -> JSONObject {
        var head: JSONObject = [
            "format": .string(format), "thread": .string(IdentifierForm.thread.text(thread.id)),
            "kind": .string(thread.kind.rawValue), "name": .string(thread.program.name),
            "version": .string(thread.program.version),
            "program_sha256": .string(Hexadecimal.text(thread.program.digest)),
            "created_at": .string(thread.createdAt.description),
        ]
        if reveals {
            head["environment"] = .object(environment)
        } else if !environment.isEmpty {
            head["environment_keys"] = .array(environment.map { .string($0.key) })
        }
        return head
    }

    /// An entry of a journal.
    static func entry(_ entry: JournalEntry) throws(CoreError) -> JSONObject {
        let event = entry.event
        var body: JSONObject = [
            "seq": .integer(event.sequence), "at": .string(event.at.description), "kind": .string(event.kind.rawValue),
        ]
        if !event.path.isEmpty { body["path"] = .string(event.path) }
        if event.body.objectValue?.isEmpty != true { body["body"] = event.body }
        if let value = try entry.value { body["payload"] = value }
        return body
    }

    /// How a thread stands.
    static func end(_ thread: Thread, result: [UInt8]?, _ cryptography: any Cryptography) -> JSONObject {
        var body: JSONObject = [
            "status": .string(ThreadRecord.Status(thread.status.state).rawValue),
            "entries": .integer(thread.status.sequence),
        ]
        if let result { body["result_sha256"] = .string(Hexadecimal.text(cryptography.sha256(result))) }
        return body
    }
}
