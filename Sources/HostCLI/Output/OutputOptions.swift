import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

/// How a command prints what it got.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs; errors too.")
    var json = false

    /// Prints one object: a line for each member, or JSON.
    func print(_ value: JSONValue) {
        guard !json, case .object(let object) = value else { return Self.writeJSON(value) }
        Self.write(Self.flattened(object).map { ($0.name, Self.text($0.value)) })
    }

    /// Prints a list that is the member `name` of `value` as a table of `columns`, then where the list goes on; or JSON.
    func print(
        _ value: JSONValue, listing name: String, _ columns: [TableColumn], none: String, in host: CommandLineHost
    ) {
        guard !json, let items = value[name]?.arrayValue else { return Self.writeJSON(value) }
        if items.isEmpty {
            StandardStream.output.write(none + "\n")
        } else {
            var table = TextTable(columns.map(\.title))
            for item in items { table.add(columns.map { $0.text(item) }) }
            Self.write(table, in: host)
        }
        if let cursor = value["next_cursor"]?.stringValue {
            StandardStream.output.write("\nnext_cursor  \(TerminalText.clean(cursor))\n")
        }
    }

    /// Names and values under each other.
    static func write(_ lines: [(name: String, text: String)]) {
        let width = lines.map { DisplayWidth.of($0.name) }.max() ?? 0
        for (name, text) in lines {
            let name = TerminalText.clean(name)
            StandardStream.output.write(
                name + String(repeating: " ", count: max(0, width - DisplayWidth.of(name)) + 2)
                    + TerminalText.clean(text) + "\n")
        }
    }

    static func write(_ table: TextTable, in host: CommandLineHost) {
        let width = Terminal.width(fileDescriptor: StandardStream.output.rawValue)
        for line in table.lines(width: width, isStyled: host.isStyled(.output)) {
            StandardStream.output.write(line + "\n")
        }
    }

    /// Text of several lines: to a terminal without what it would obey, to a file or a program as it is.
    static func writeText(_ text: String) {
        let isTerminal = Terminal.width(fileDescriptor: StandardStream.output.rawValue) != nil
        StandardStream.output.write(isTerminal ? TerminalText.cleanLines(text) : text)
    }

    static func writeJSON(_ value: JSONValue, style: JSONStyle = .pretty) {
        StandardStream.output.write(TerminalText.json(value.serializedString(style)) + "\n")
    }

    /// A value as people read it.
    static func text(_ value: JSONValue) -> String { value.stringValue ?? value.serializedString() }

    /// The members, those of an inner object under its name and a point.
    private static func flattened(_ object: JSONObject) -> [(name: String, value: JSONValue)] {
        object.flatMap { name, value -> [(name: String, value: JSONValue)] in
            guard case .object(let inner) = value else { return [(name, value)] }
            return flattened(inner).map { ("\(name).\($0.name)", $0.value) }
        }
    }
}

/// A column of a table: its title, and how its text is taken from an item.
struct TableColumn: Sendable {
    let title: String
    let text: @Sendable (JSONValue) -> String

    /// The member `name` under `title`.
    init(_ title: String, _ name: String) {
        self.init(title) { item in item[name].map { $0 == .null ? "" : OutputOptions.text($0) } ?? "" }
    }

    init(_ title: String, _ text: @escaping @Sendable (JSONValue) -> String) {
        self.title = title
        self.text = text
    }

    /// A sum of money under `title`.
    static func money(_ title: String, _ name: String) -> TableColumn {
        TableColumn(title) { item in item[name].map { MoneyText.text($0) } ?? "" }
    }

    /// The time `name` under `title`, to the second.
    static func time(_ title: String, _ name: String) -> TableColumn {
        TableColumn(title) { item in
            guard let text = item[name]?.stringValue else { return "" }
            return String(text.prefix { $0 != "." && $0 != "Z" }.map { $0 == "T" ? " " : $0 })
        }
    }
}

/// A sum of money for people.
enum MoneyText {
    /// `0.3 USDC`.
    static func text(_ value: JSONValue) -> String {
        guard let amount = value["amount"]?.stringValue, let currency = value["currency"]?.stringValue else {
            return ""
        }
        return "\(amount) \(currency)"
    }
}
