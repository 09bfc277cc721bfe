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
        let width = object.keys.map(\.count).max() ?? 0
        for (name, value) in object {
            let text = value.stringValue ?? value.serializedString()
            StandardStream.output.write(name + String(repeating: " ", count: width - name.count + 2) + text + "\n")
        }
    }
}
