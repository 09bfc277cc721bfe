import CoreDomain
import Glibc

extension FolderFiles {
    /// Runs `body`, and says what goes wrong in the words of the script: its own path, and never the system's.
    func answering<Value>(
        _ path: ScriptFilePath, _ body: (FileOperation) throws(FileError) -> Value
    ) throws(CoreError) -> Value {
        do throws(FileError) {
            return try body(try FileOperation("use", path.text))
        } catch {
            throw Self.error(error, path)
        }
    }

    private static func error(_ error: FileError, _ path: ScriptFilePath) -> CoreError {
        let name = path.text.debugDescription
        return switch error.kind {
        case .notFound:
            CoreError(
                .notFound, "There is no file at \(name).",
                fix: "Look with file_glob which files there are; paths begin in the folder of the organization's files."
            )
        case .invalidPath, .alreadyExists:
            CoreError(
                .inputInvalid, "What is at \(name) cannot be used as a file: \(error.cause).",
                fix: "Name a regular file. Folders, symbolic links and pipes are not read or written.")
        case .full:
            CoreError(
                .databaseFull, "The disk is full: nothing was written to \(name).",
                fix: "Free space where the files lie.", retry: .later(after: .seconds(30)))
        case .tooLarge:
            CoreError(
                .payloadTooLarge, "The file \(name) is too large: \(error.cause).", fix: "Begin another file.")
        case .permission, .readOnly, .other:
            CoreError(
                .stepFailed, "The file \(name) cannot be used: \(error.cause).",
                fix: "Look at the rights of the folder that holds the files of scripts.")
        }
    }
}

extension Descriptor {
    /// At most `byteCount` bytes from `offset` on.
    func contents(
        from offset: Int64, upTo byteCount: Int, _ operation: FileOperation
    ) throws(FileError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(max(1, byteCount), 65_536))
        while contents.count < byteCount {
            let wanted = min(chunk.count, byteCount - contents.count)
            let (place, overflow) = offset.addingReportingOverflow(Int64(contents.count))
            if overflow { return contents }
            let count = try operation.check { pread(number, &chunk, wanted, off_t(place)) }
            if count == 0 { return contents }
            contents.append(contentsOf: chunk.prefix(count))
        }
        return contents
    }
}
