import CoreDomain
import CoreLanguage
import CorePlatform
import CoreStorage

/// Looks at a database file, beside its owner if it has one, and changes nothing.
public struct DatabaseDoctor: Sendable {
    private let path: String
    private let key: SealingKeySource
    private let drivers: [any StoreDriver]
    private let services: Services

    /// A doctor for the database at `path`.
    public init(_ path: String, key: SealingKeySource, drivers: [any StoreDriver], services: Services) {
        self.path = path
        self.key = key
        self.drivers = drivers
        self.services = services
    }

    /// Everything that can be told of the database; what hangs on something that failed is left out.
    public func examine() async -> [Finding] {
        let file: String
        do throws(CoreError) {
            file = try DatabaseFile.existing(path)
        } catch {
            return [Finding("database", error)]
        }
        var findings = [rights(file), owner(file)]
        let inspected = await inspect(file)
        findings += inspected
        guard !inspected.contains(where: { $0.verdict == .fault }) else { return findings }
        return findings + (await contents(file))
    }

    private func rights(_ file: String) -> Finding {
        do throws(FileError) {
            let facts = try Files.facts(of: file)
            let size = ByteText.text(try Files.byteCount(of: file))
            if facts.linkCount > 1 {
                return Finding(
                    "database", .fault, "\(file) has \(facts.linkCount) names.", advice: "Keep one of its hard links.")
            }
            if let exposure = try Files.exposure(of: file) {
                return Finding("database", .warning, "\(exposure.description), \(size)")
            }
            return Finding("database", .good, "\(file), \(size)")
        } catch {
            return Finding("database", .fault, error.description, advice: "Give this user the right to read it.")
        }
    }

    private func owner(_ file: String) -> Finding {
        do throws(CoreError) {
            guard let owner = try DatabaseOwner.current(of: file) else {
                return Finding("owner", .good, "no process has it open")
            }
            return Finding("owner", .good, owner.text)
        } catch {
            return Finding("owner", error)
        }
    }

    private func inspect(_ file: String) async -> [Finding] {
        do throws(CoreError) {
            return try await WorkerThread.result { Self.inspection(file) }
        } catch {
            return [Finding("integrity", error)]
        }
    }

    /// Blocks, for long on a large file.
    private static func inspection(_ file: String) -> Result<[Finding], CoreError> {
        Result { () throws(CoreError) in
            let inspection = try SQLiteInspection(path: file)
            let (found, known) = try inspection.schemaVersion()
            let schema =
                found == known
                ? Finding("schema", .good, "version \(found)")
                : Finding(
                    "schema", .fault, "version \(found); this program's is \(known)",
                    advice: "Make a backup, then open it once for writing: `scriptorium serve`.")
            if let fault = try inspection.fault() {
                return [
                    schema,
                    Finding("integrity", .fault, "SQLite found: \(fault)", advice: "Restore the file from a backup."),
                ]
            }
            return [schema, Finding("integrity", .good, "every page is sound")]
        }
    }

    private func contents(_ file: String) async -> [Finding] {
        do throws(CoreError) {
            let backend = try await Backend.openForReading(file, key: key, drivers: drivers, services: services)
            let findings = [
                Finding("sealing key", .good, "it is the one that the database was made with"),
                await LedgerDoctor(backend: backend).examine(), await ClockDoctor(backend: backend).examine(),
            ]
            await backend.close()
            return findings
        } catch {
            return [Finding("sealing key", error)]
        }
    }
}
