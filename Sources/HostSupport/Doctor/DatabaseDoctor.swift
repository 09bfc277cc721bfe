import CoreDomain
import CoreLanguage
import CorePlatform

/// Looks at a database, beside whoever has it open, and changes nothing.
public struct DatabaseDoctor: Sendable {
    private let database: String
    private let key: SealingKeySource
    private let drivers: [any StoreDriver]
    private let services: Services
    private let options: PostgresOptions

    /// A doctor for the database at this location.
    public init(
        _ database: String, key: SealingKeySource, drivers: [any StoreDriver], services: Services,
        postgres: PostgresOptions = .standard
    ) {
        self.database = database
        self.key = key
        self.drivers = drivers
        self.services = services
        options = postgres
    }

    /// Everything that can be told of the database; what hangs on something that failed is left out.
    public func examine() async -> [Finding] {
        let found = await store()
        guard !found.contains(where: { $0.verdict == .fault }) else { return found }
        return found + (await contents())
    }

    private func store() async -> [Finding] {
        do throws(CoreError) {
            let driver = try Backend.driver(for: database, drivers)
            return try await WorkerThread.result { .success(driver.examine(database, options, services)) }
        } catch {
            return [Finding("database", error)]
        }
    }

    private func contents() async -> [Finding] {
        do throws(CoreError) {
            let backend = try await Backend.openForReading(
                database, key: key, drivers: drivers, services: services, postgres: options)
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
