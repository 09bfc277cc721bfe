import CoreDomain
import CorePlatform
import Glibc

/// A folder for one test, gone when the test is.
struct TemporaryFolder: ~Copyable {
    private let folder: String

    init() throws {
        let name = (0..<8).map { _ in String(UInt8.random(in: .min ... .max), radix: 16) }
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        folder = parent + "/scriptorium-tests/" + name.joined()
        try Files.createFolders(folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    deinit {
        guard let entries = opendir(folder) else { return }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(path(name))
        }
        closedir(entries)
        rmdir(folder)
    }
}
