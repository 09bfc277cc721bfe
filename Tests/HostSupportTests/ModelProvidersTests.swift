import CoreDomain
import CoreLanguage
import CorePlatform
import CoreTesting
import Foundation
import HostSupport
import Testing

@Suite final class ModelProvidersTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "scriptorium-models-\(UUID().uuidString)"
        try Files.createFolders(folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }  // reason: it lies among temporary files

    private struct Unreachable: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
            throw CoreError(.serverUnreachable, "There is nobody.")
        }
        func close() async {}
    }

    private func router(
        _ provider: String, environment: [String: String] = ["KEY": "sk-1"]
    ) throws(CoreError) -> ModelRouter {
        let text = """
            {"models": {"providers": {"cloud": {\(provider)}}, "models": {"m": {"provider": "cloud"}}}}
            """
        let settings = try Configuration.parse(Array(text.utf8), from: "file").models
        return try ModelProviders(
            transport: Unreachable(), clock: ManualClock(), environment: environment, log: .none
        ).router(settings)
    }

    @Test func theConfigurationLeadsToAModel() throws {
        try Files.createPrivate(folder + "/key", contents: Array(" sk-2\n".utf8))
        for key in ["\"api_key_env\": \"KEY\"", "\"api_key_file\": \"\(folder)/key\"", "\"kind\": \"openai\""] {
            let route = try router("\"base_url\": \"https://models.example/v1\", \(key)").route(nil, for: .llm)
            #expect(route.model == "m")
            #expect(route.provider.name == "cloud")
        }
        #expect(try Configuration.parse(Array("{}".utf8), from: "file").models == .none)
    }

    @Test func whatCannotBeUsedIsRefusedWithoutTheKey() throws {
        try Files.createPrivate(folder + "/empty", contents: [])
        for provider in [
            "\"base_url\": \"models.example\"", "\"base_url\": \"https://h\", \"api_key_env\": \"NIX\"",
            "\"base_url\": \"https://h\", \"api_key_file\": \"\(folder)/nix\"",
            "\"base_url\": \"https://h\", \"api_key_file\": \"\(folder)/empty\"",
            "\"base_url\": \"https://h\", \"api_key_file\": \"a\", \"api_key_env\": \"KEY\"",
            "\"base_url\": \"https://h\", \"api_key\": \"sk-secret\"",
            "\"kind\": \"other\", \"base_url\": \"https://h\"",
            "\"kind\": \"openai\"",
        ] {
            let error = #expect(throws: CoreError.self) { try router(provider) }
            #expect(error?.reason == .configurationInvalid, "\(provider)")
            #expect(error.map { "\($0)".contains("sk-secret") } == false)
        }
    }
}
