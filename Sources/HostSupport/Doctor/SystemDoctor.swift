import CorePlatform

/// Looks at what the machine gives a server.
public struct SystemDoctor: Sendable {
    private let environment: [String: String]

    /// A doctor of the machine, with the program's environment.
    public init(environment: [String: String]) { self.environment = environment }

    private static let diskBytesMin = 256 * 1_024 * 1_024
    private static let memoryBytesMin = 128 * 1_024 * 1_024
    private static let openFilesMin = 1_024

    /// What the machine gives; `path` is a file or folder on the disk that matters.
    public func examine(diskOf path: String) -> [Finding] {
        [disk(path), memory(), openFiles(), pdftotext()]
    }

    private func disk(_ path: String) -> Finding {
        do throws(FileError) {
            let free = try Files.freeBytes(at: path)
            if free < Self.diskBytesMin {
                return Finding(
                    "disk space", .fault, "only \(ByteText.text(free)) are free",
                    advice: "Free some space: a full disk stops every change.")
            }
            return Finding("disk space", .good, "\(ByteText.text(free)) are free")
        } catch {
            return Finding("disk space", .fault, error.description)
        }
    }

    private func memory() -> Finding {
        guard let available = ProcessLimits.availableMemory else {
            return Finding("memory", .good, "the system does not tell")
        }
        let text = "\(ByteText.text(available)) are available"
        guard available < Self.memoryBytesMin else { return Finding("memory", .good, text) }
        return Finding("memory", .warning, "only " + text, advice: "A busy server needs more.")
    }

    private func openFiles() -> Finding {
        guard let limit = ProcessLimits.openFiles else { return Finding("open files", .good, "without a limit") }
        guard limit < Self.openFilesMin else { return Finding("open files", .good, "\(limit) at once") }
        return Finding(
            "open files", .warning, "only \(limit) at once, and each connection is one",
            advice: "Raise the limit: `ulimit -n 4096`.")
    }

    private func pdftotext() -> Finding {
        let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        if let folder = folders.first(where: { Files.isExecutable("\($0)/pdftotext") }) {
            return Finding("pdftotext", .good, "\(folder)/pdftotext")
        }
        return Finding(
            "pdftotext", .warning, "not found, so PDF documents cannot be read",
            advice: "Install it (Debian: poppler-utils).")
    }
}
