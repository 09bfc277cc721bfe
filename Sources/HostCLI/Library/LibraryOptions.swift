import ArgumentParser
import CoreDomain
import CoreLanguage

/// What every command about stored scripts is told: where, whose, and how to print.
struct LibraryOptions: ParsableArguments {
    @OptionGroup var target: TargetOptions
    @OptionGroup var owner: ActingOptions
    @OptionGroup var output: OutputOptions

    func perform(
        _ operation: String, _ members: [(String, JSONValue?)], idempotencyKey: String? = nil, _ host: CommandLineHost
    ) async throws(CoreError) -> JSONValue {
        var input = JSONObject()
        for (name, value) in members { input[name] = value }
        return try await target.withSession(host, .owning, account: owner.account) { session in
            try await session.perform(operation, .object(input), idempotencyKey: idempotencyKey)
        }
    }

    /// Prints the list `name`, and where it goes on.
    func print(
        _ value: JSONValue, listing name: String, _ columns: [TableColumn], none: String, in host: CommandLineHost
    ) {
        output.print(value, listing: name, columns, none: none, in: host)
        if !output.json, let token = value["next_page_token"]?.stringValue, !token.isEmpty {
            OutputOptions.writeText("\n")
            OutputOptions.write([("next_page_token", token)])
        }
    }
}

/// Which part of a list of the Scriptum family is asked for.
struct LibraryPageOptions: ParsableArguments {
    @Option(help: "How many, at most 200. (default: 50)")
    var pageSize: Int64?

    @Option(help: "Where to go on: the next_page_token of the list before.")
    var pageToken: String?

    /// The members of the input.
    var members: [(String, JSONValue?)] {
        [("page_size", pageSize.map { .integer($0) }), ("page_token", pageToken.map { .string($0) })]
    }
}

/// What people say of a script.
struct ScriptDetailOptions: ParsableArguments {
    @Option(help: "What it is for.")
    var description: String?

    @Option(name: .customLong("tag"), help: "A word to find it by; may be given again.")
    var tags: [String] = []

    @Option(name: .customLong("label"), help: "A name with a value to find it by, KEY=VALUE; may be given again.")
    var labels: [String] = []

    /// The members of the input; those that were not given are absent.
    func members() throws(CoreError) -> [(String, JSONValue?)] {
        [
            ("description", description.map { .string($0) }),
            ("tags", tags.isEmpty ? .none : .some(.array(tags.map { .string($0) }))),
            ("labels", labels.isEmpty ? .none : .some(try Self.labels(labels))),
        ]
    }

    /// `KEY=VALUE` of each text, those of one key together.
    static func labels(_ texts: [String]) throws(CoreError) -> JSONValue {
        var values: [(key: String, values: [JSONValue])] = []
        for text in texts {
            guard let equals = text.firstIndex(of: "=") else {
                throw CoreError(
                    .requestInvalid, "The label \"\(text.prefix(64))\" has no value.", fix: "Write KEY=VALUE.")
            }
            let (key, value) = (String(text[..<equals]), JSONValue.string(String(text[text.index(after: equals)...])))
            if let place = values.firstIndex(where: { $0.key == key }) {
                values[place].values.append(value)
            } else {
                values.append((key, [value]))
            }
        }
        return .array(values.map { ["key": .string($0.key), "values": .array($0.values)] })
    }
}
