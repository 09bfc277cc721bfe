import ArgumentParser
import CoreLanguage
import CorePlatform

/// How a command prints what it got.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    /// Prints one object: a line for each member, or JSON.
    func print(_ value: JSONValue) {
        guard !json, case .object(let object) = value else {
            return StandardStream.output.write(value.serializedString(.pretty) + "\n")
        }
        write(object)
    }

    /// Prints a list that is the member `name` of `value`: a paragraph for each of its objects, then where the list goes
    /// on; or JSON.
    func print(_ value: JSONValue, listing name: String) {
        guard !json, case .object(var rest) = value, let items = rest[name]?.arrayValue else { return print(value) }
        rest[name] = nil
        for (number, item) in items.enumerated() {
            if number > 0 { StandardStream.output.write("\n") }
            print(item)
        }
        guard rest.contains(where: { $0.value != .null }) else { return }
        StandardStream.output.write("\n")
        write(rest)
    }

    private func write(_ object: JSONObject) {
        let lines = Self.flattened(object)
        let width = lines.map(\.name.count).max() ?? 0
        for (name, value) in lines {
            let text = value.stringValue ?? value.serializedString()
            StandardStream.output.write(name + String(repeating: " ", count: width - name.count + 2) + text + "\n")
        }
    }

    /// The members, those of an inner object under its name and a point.
    private static func flattened(_ object: JSONObject) -> [(name: String, value: JSONValue)] {
        object.flatMap { name, value -> [(name: String, value: JSONValue)] in
            guard case .object(let inner) = value else { return [(name, value)] }
            return flattened(inner).map { ("\(name).\($0.name)", $0.value) }
        }
    }
}
