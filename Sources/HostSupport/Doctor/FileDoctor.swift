import CoreDomain
import CorePlatform
import CoreStorage

/// Looks at a database file itself, beside its owner if it has one.
struct FileDoctor {
    let path: String

    /// Blocks, for long on a large file: every page is read.
    func examine() -> [Finding] {
        do throws(CoreError) {
            let file = try DatabaseFile.existing(path)
            return [rights(file), owner(file)] + inspection(file)
        } catch {
            return [Finding("database", error)]
        }
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

    private func inspection(_ file: String) -> [Finding] {
        do throws(CoreError) {
            let inspection = try SQLiteInspection(path: file)
            let schema = Finding(schema: try inspection.schemaVersion())
            guard let fault = try inspection.fault() else {
                return [schema, Finding("integrity", .good, "every page is sound")]
            }
            return [
                schema,
                Finding("integrity", .fault, "SQLite found: \(fault)", advice: "Restore the file from a backup."),
            ]
        } catch {
            return [Finding("integrity", error)]
        }
    }
}
