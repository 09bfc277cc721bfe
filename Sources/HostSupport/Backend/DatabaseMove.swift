public import CoreDomain
import CorePlatform

/// Moves a database file into a database that several servers can share. The file stays as it is.
public enum DatabaseMove {
    /// A table that was moved.
    public struct Table: Hashable, Sendable {
        public let name: String
        public let rowCount: Int64
        /// Of its rows, in hexadecimal; equal on both sides.
        public let checksum: String

        /// A table of so many rows.
        public init(name: String, rowCount: Int64, checksum: String) {
            self.name = name
            self.rowCount = rowCount
            self.checksum = checksum
        }
    }

    /// Copies the database at `file` to the one at `target`, goes on where an earlier run was cut off, and compares both.
    /// Nobody may use the file meanwhile. `report` is told of each page of rows.
    ///
    /// - Throws: `DATABASE_IN_USE` when a process has the file; `REQUEST_INVALID` for a target of the wrong kind;
    ///   what
    ///   ``FillableStoreDriver/fill(_:from:_:_:report:)`` throws.
    public static func make(
        from file: String, to target: String, drivers: [any StoreDriver], services: Services,
        postgres: PostgresOptions = .standard, report: @escaping @Sendable (_ table: String, _ rows: Int64) -> Void
    ) async throws(CoreError) -> [Table] {
        let path = try DatabaseFile.existing(file)
        guard let driver = drivers.compactMap({ $0 as? any FillableStoreDriver }).first(where: { $0.accepts(target) })
        else {
            throw CoreError(
                .requestInvalid, "A database is moved into one that is named by a URL.",
                fix: "For example --to postgres://user@host/name.")
        }
        let source = try await WorkerThread.result {
            Result { () throws(CoreError) in try SQLiteDriver().open(path, postgres, services) }
        }
        let result: Result<[Table], CoreError>
        do throws(CoreError) {
            result = .success(
                try await driver.fill(target, from: source.store, postgres, services, report: report))
        } catch {
            result = .failure(error)
        }
        await source.store.close()
        source.release()
        return try result.get()
    }
}
