import CoreDomain
import CoreLanguage
import CorePlatform
import Foundation
import HostSupport
import Testing

@Suite final class BackendTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "scriptorium-backend-\(UUID().uuidString)"
        try Files.createFolders(folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }  // reason: it lies among temporary files

    private func open(_ key: SealingKeySource = .storeDefault) async throws(CoreError) -> Backend {
        try await Backend.open(
            folder + "/a.db", key: key, drivers: [SQLiteDriver()], services: .system(log: .none))
    }

    private func failure(_ key: SealingKeySource = .storeDefault) async -> CoreError? {
        do throws(CoreError) {
            await (try open(key)).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func theKeyIsMadeOnceAndKept() async throws {
        await (try open()).close()
        let key = try Files.read(folder + "/a.db-key", limit: 100)
        await (try open()).close()
        #expect(try Files.read(folder + "/a.db-key", limit: 100) == key)
        #expect(try Files.exposure(of: folder + "/a.db-key") == nil)
        #expect(try Files.exposure(of: folder + "/a.db") == nil)
    }

    @Test func aWrongOrMissingKeyIsRefusedAndTheFileStaysFree() async throws {
        await (try open()).close()
        let other = try #require(SealingKey(bytes: Array(repeating: 1, count: 32)))
        #expect(await failure(.key(other))?.reason == .sealingKeyWrong)
        try FileManager.default.moveItem(atPath: folder + "/a.db-key", toPath: folder + "/elsewhere")
        #expect(await failure()?.reason == .sealingKeyMissing)
        #expect(await failure(.file(folder + "/nix"))?.reason == .sealingKeyInvalid)
        #expect(await failure(.file(folder + "/elsewhere")) == nil)
        try Files.createPrivate(folder + "/short", contents: Array("abc".utf8))
        #expect(await failure(.file(folder + "/short"))?.reason == .sealingKeyInvalid)
    }

    @Test func aSecondOwnerIsTurnedAway() async throws {
        let first = try await open()
        first.announce(url: "http://127.0.0.1:1")
        let error = await failure()
        #expect(error?.reason == .databaseInUse)
        #expect(error?.message.contains("pid \(CurrentProcess.id)") == true)
        #expect(error?.message.contains("http://127.0.0.1:1") == true)
        await first.close()
        #expect(await failure() == nil)
    }

    @Test func aClosedBackendRefuses() async throws {
        let backend = try await open()
        await backend.close()
        await backend.close()
        let call = Call(authority: .opener, requestID: try backend.newRequestID())
        do throws(CoreError) {
            _ = try await backend.perform("accounts.get", [:], call)
            Issue.record("It was performed.")
        } catch {
            #expect(error.reason == .shuttingDown)
        }
    }

    @Test func unknownKeysOfTheConfigurationAreNamed() throws {
        do throws(CoreError) {
            _ = try Configuration.parse(Array(#"{"prot": 1, "port": 70000}"#.utf8), from: "file")
            Issue.record("It was accepted.")
        } catch {
            #expect(error.reason == .configurationInvalid)
            #expect(error.details.violations.map(\.rule) == ["out_of_range", "unknown_field"])
            #expect(error.details.violations.last?.message.contains("\"port\"") == true)
        }
    }
}
