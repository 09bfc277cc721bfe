import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

/// The options that make the input of a run.
struct RecipeInput: ParsableArguments {
    @Option(help: "The input: JSON, `@FILE`, or `-` for standard input.")
    var input: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Sets one member of the input. A value that is JSON is taken as such, any other as text.",
            valueName: "name=value"))
    var members: [String] = []

    @Option(
        name: .customLong("document"),
        help: ArgumentHelp("Sets one member of the input to the document in a file.", valueName: "name=path"))
    var documents: [String] = []

    /// The input, each later option over the ones before: `--input`, `--set`, `--document`.
    func value() throws(CoreError) -> JSONValue {
        guard case .object(var object) = try input.map({ text throws(CoreError) in try InputText.json(text) }) ?? [:]
        else {
            throw CoreError(
                .inputInvalid, "The input of a recipe is a JSON object.", fix: "For one member use --set name=value.")
        }
        for member in members {
            let (name, text) = try Self.pair(member, option: "--set")
            object[name] = Self.json(text) ?? .string(text)
        }
        for document in documents {
            let (name, path) = try Self.pair(document, option: "--document")
            object[name] = try DocumentInput.read(path)
        }
        return .object(object)
    }

    private static func pair(_ text: String, option: String) throws(CoreError) -> (name: String, value: String) {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw CoreError(.requestInvalid, "\(option) takes name=value, not \(text.prefix(100).debugDescription).")
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private static func json(_ text: String) -> JSONValue? {
        do throws(JSONError) { return try JSONValue.parse(text) } catch { return nil }
    }
}

/// A document on its way into a recipe.
enum DocumentInput {
    private static let mediaTypes = [
        "pdf": "application/pdf", "txt": "text/plain", "text": "text/plain", "md": "text/markdown",
        "markdown": "text/markdown", "html": "text/html", "htm": "text/html",
    ]

    /// `{"name","media_type","data"}`, the data in base64, of the file at `path`.
    ///
    /// - Throws: `REQUEST_INVALID` for a file that cannot be read or whose name tells of no known type.
    static func read(_ path: String) throws(CoreError) -> JSONValue {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard name.contains("."), let mediaType = mediaTypes[ending] else {
            throw CoreError(
                .requestInvalid, "The name \(name.debugDescription) tells of no document that can be read.",
                fix: "Its name must end in .pdf, .txt, .md or .html.")
        }
        let bytes = try InputText.file(path)
        return ["name": .string(name), "media_type": .string(mediaType), "data": .string(Base64.encode(bytes))]
    }
}
