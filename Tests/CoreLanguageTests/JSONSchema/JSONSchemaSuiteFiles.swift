import CoreLanguage
import Foundation

/// The files of the JSON Schema test suite, which lie beside the project where they are installed.
enum JSONSchemaSuiteFiles {
    static let folder: URL? = {
        var root = URL(filePath: #filePath).deletingLastPathComponent()
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root = root.deletingLastPathComponent()
        }
        let folder = root.deletingLastPathComponent().appending(path: "shared/vectors/json-schema")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The files directly in a folder of tests, by name.
    static func tests(in path: String) throws -> [URL] {
        guard let folder = folder?.appending(path: "tests/\(path)") else {
            return []
        }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
    }

    /// The documents that tests refer to, by the URIs they expect them at.
    static func remotes() throws -> [String: JSONValue] {
        guard let folder = folder?.appending(path: "remotes") else {
            return [:]
        }
        var remotes: [String: JSONValue] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        for name in names where name.hasSuffix(".json") && !name.hasPrefix("v1/") {
            let isOther = name.hasPrefix("draft") && !name.hasPrefix("draft2020-12")
            if !isOther {
                remotes["http://localhost:1234/\(name)"] = try value(folder.appending(path: name))
            }
        }
        return remotes
    }

    static func value(_ file: URL) throws -> JSONValue {
        try JSONValue.parse([UInt8](Data(contentsOf: file)))
    }
}
