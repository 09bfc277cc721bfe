import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostYAML

/// A script, or a program in its stored form, as a user names it.
struct ScriptFile {
    let path: String
    private let bytes: [UInt8]

    /// What the file at `path` holds, or standard input for `-`.
    ///
    /// - Throws: `REQUEST_INVALID`, `PAYLOAD_TOO_LARGE`.
    static func read(_ path: String) throws(CoreError) -> ScriptFile {
        ScriptFile(path: path, bytes: try path == "-" ? InputText.standardInput() : InputText.file(path))
    }

    var isStandardInput: Bool { path == "-" }

    /// How the file is called where faults are told.
    var name: String { isStandardInput ? "<stdin>" : path }

    /// The members of an operation's input that hold the source.
    func input(report: String) -> JSONObject {
        var input: JSONObject = ["file": .string(String(name.prefix(4_096))), "report": .string(report)]
        if let text = String(validating: bytes, as: UTF8.self) {
            input["source"] = .string(text)
        } else {
            input["source_base64"] = .string(Base64.encode(bytes))
        }
        return input
    }

    /// What it holds as text.
    ///
    /// - Throws: `REQUEST_INVALID` for bytes that are no UTF-8.
    func text() throws(CoreError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        throw CoreError(
            .requestInvalid, "\(name) is not UTF-8.", fix: "Save it as UTF-8; `script check` shows the place.")
    }

    /// Whether it holds a program, by its name: JSON or YAML.
    var isProgram: Bool { isJSON || isYAML }
    private var isJSON: Bool { path.hasSuffix(".json") }
    private var isYAML: Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

    /// The JSON that it holds, as JSON or YAML.
    func value() throws(CoreError) -> JSONValue {
        guard isYAML else { return try JSONInput.parse(bytes) }
        do throws(YAMLError) {
            return try YAMLReader.parse(bytes)
        } catch {
            throw CoreError(.inputInvalid, "\(name):\(error.line):\(error.column): \(error.message)")
        }
    }

    func replace(with text: String) throws(CoreError) {
        do throws(FileError) {
            try Files.replace(path, contents: Array(text.utf8))
        } catch {
            throw CoreError(.requestInvalid, "The script cannot be written: \(error.description).")
        }
    }
}

/// Operations that need no store.
enum LocalOperation {
    static func compute(_ name: String, _ input: JSONValue) async throws(CoreError) -> JSONValue {
        let operation = try Backend.catalogue(try .system(log: .none)).operation(name)
        return try await WorkerThread.result {
            do throws(CoreError) { return .success(try operation.compute(input)) } catch { return .failure(error) }
        }
    }
}
