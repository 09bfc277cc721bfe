import CoreLanguage
import Foundation
import Testing

/// The files of the JSON parsing test suite, which lie beside the project where they are installed.
private enum JSONSuiteFiles {
    static let folder: URL? = {
        var root = URL(filePath: #filePath).deletingLastPathComponent()
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root = root.deletingLastPathComponent()
        }
        let folder = root.deletingLastPathComponent().appending(path: "shared/vectors/json/test_parsing")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func named(_ prefix: String) throws -> [URL] {
        guard let folder else {
            return []
        }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix(prefix) && $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
    }
}

@Suite("JSON parsing suite", .enabled(if: JSONSuiteFiles.folder != nil, "the folder of the suite is not there"))
struct JSONSuiteTests {
    @Test("every y_ file is accepted")
    func accepted() throws {
        let files = try looked(at: "y_")
        for file in files {
            let bytes = try [UInt8](Data(contentsOf: file))
            let value = try? JSONValue.parse(bytes)
            #expect(value != nil, "\(file.lastPathComponent)")
            #expect(try value.map { try JSONValue.parse($0.serialized()) } == value, "\(file.lastPathComponent)")
        }
    }

    @Test("every n_ file is refused")
    func refused() throws {
        for file in try looked(at: "n_") {
            let bytes = try [UInt8](Data(contentsOf: file))
            #expect(throws: JSONError.self, "\(file.lastPathComponent)") { try JSONValue.parse(bytes) }
        }
    }

    @Test("every i_ file is read or refused")
    func indeterminate() throws {
        for file in try looked(at: "i_") {
            let bytes = try [UInt8](Data(contentsOf: file))
            if let value = try? JSONValue.parse(bytes) {
                #expect(try JSONValue.parse(value.serialized()) == value, "\(file.lastPathComponent)")
            }
        }
    }

    /// The files whose names begin with `prefix`, of which there must be some.
    private func looked(at prefix: String) throws -> [URL] {
        let files = try JSONSuiteFiles.named(prefix)
        print("JSON parsing suite: \(files.count) files \(prefix)")
        try #require(!files.isEmpty)
        return files
    }
}
