import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct ScriptExplainCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tell what a script takes, gives, and can do to the world.",
        discussion: "Of a code such as E301 it tells what the diagnostic means.")

    @OptionGroup var output: OutputOptions

    @Argument(help: "The script, `-` for standard input, or the code of a diagnostic.")
    var file: String

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        if Self.isCode(file) { return try await explain(code: file) }
        let source = try ScriptFile.read(file)
        let report = output.json ? "none" : ScriptReport.style(.error, host)
        let result = try await LocalOperation.compute("scripts.explain", .object(source.input(report: report)))
        let isValid = result["check"]?["is_valid"] == true
        if output.json {
            OutputOptions.writeJSON(result)
        } else {
            if let check = result["check"] { ScriptReport.write(check, to: .error) }
            ScriptExplanationText(result).write(in: host)
        }
        return isValid ? 0 : 1
    }
}

extension ScriptExplainCommand {
    /// A letter and three digits: no script is called so.
    private static func isCode(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 4 && "EWew".utf8.contains(bytes[0]) && bytes.dropFirst().allSatisfy { 0x30...0x39 ~= $0 }
    }

    private func explain(code: String) async throws(CoreError) -> Int32 {
        let meaning = try await LocalOperation.compute("scripts.diagnostics", ["code": .string(code)])
        guard !output.json else {
            OutputOptions.writeJSON(meaning)
            return 0
        }
        func text(_ name: String) -> String? { meaning[name]?.stringValue }
        var parts = ["\(text("code") ?? ""): \(text("title") ?? "")", text("meaning") ?? ""]
        for (title, name) in [("With the fault:", "bad"), ("Mended:", "good")] {
            guard let script = text(name) else { continue }
            let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
            parts.append(title + "\n\n" + lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n"))
        }
        StandardStream.output.write(parts.map { $0.trimmed }.joined(separator: "\n\n") + "\n")
        return 0
    }
}

extension String {
    /// Without line breaks at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}

/// An explanation for people.
private struct ScriptExplanationText {
    private let explanation: JSONValue

    init(_ explanation: JSONValue) { self.explanation = explanation }

    private static let columns = [
        TableColumn("CAN", "kind"),
        TableColumn("WHAT") { effect in effect["name"]?.stringValue ?? "" },
        TableColumn("TIMES") { effect in effect["times_max"].map { "at most \(OutputOptions.text($0))" } ?? "any number"
        },
        TableColumn("A SECOND CALL") { effect in
            switch effect["repeated"]?.stringValue {
            case "pure": "does nothing"
            case "idempotent": "does the same"
            case "atomic": "is never made"
            case "once": "does it again"
            default: ""
            }
        },
        TableColumn("LINE", "line"),
    ]

    func write(in host: CommandLineHost) {
        for (title, member) in [("takes", "inputs"), ("gives", "outputs"), ("yields", "stream"), ("reads", "env")] {
            for (index, field) in (explanation["contract"]?[member]?.arrayValue ?? []).enumerated() {
                StandardStream.output.write(Self.line(index == 0 ? title : "", field))
            }
        }
        let effects = explanation["effects"]?.arrayValue ?? []
        var table = TextTable(Self.columns.map(\.title))
        for effect in effects { table.add(Self.columns.map { $0.text(effect) }) }
        if effects.isEmpty {
            StandardStream.output.write("It does nothing to the world.\n")
        } else {
            StandardStream.output.write("\n")
            OutputOptions.write(table, in: host)
        }
        let price = explanation["maximum_price"]?.stringValue
        StandardStream.output.write(
            "\nprice  " + (price.map { "at most \($0)" } ?? "without a bound that is known") + "\n")
    }

    private static func line(_ title: String, _ field: JSONValue) -> String {
        let name = field["name"]?.stringValue ?? ""
        let isNeeded = field["required"] == true ? "" : "?"
        let description = field["description"]?.stringValue ?? ""
        let text = "\(name)\(isNeeded): \(typeText(field["type"]))" + (description.isEmpty ? "" : " -- \(description)")
        return title + String(repeating: " ", count: 8 - title.count) + TerminalText.clean(text) + "\n"
    }

    private static func typeText(_ type: JSONValue?) -> String {
        guard let base = type?["base"]?.stringValue else { return "any" }
        if let name = type?["enum_name"]?.stringValue, !name.isEmpty { return name }
        if base == "list", let element = type?["element"] { return "list<\(typeText(element))>" }
        return base
    }
}
