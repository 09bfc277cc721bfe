import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

struct CallCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call any operation by its name, with canonical JSON in and out.")

    /// Bytes of an input that are read at most.
    private static let inputBytesMax = 32 * 1_024 * 1_024

    @OptionGroup var backend: BackendOptions

    @Flag(help: "List the operations instead.")
    var list = false

    @Option(help: "Act as this account: its user_id or its organization_id.")
    var account: String?

    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    @Argument(help: "The operation, such as accounts.get.")
    var operation: String?

    @Argument(help: "The input: JSON, `@FILE`, or `-` for standard input.")
    var input: String = "{}"

    func validate() throws {
        if operation == nil, !list { throw ValidationError("Name an operation, or use --list.") }
    }

    func run(in host: CommandLineHost) async throws(CoreError) {
        guard let operation, !list else {
            return StandardStream.output.write(Self.table(Backend.catalogue(try .system(log: .none))))
        }
        // What is wrong with the call is told before a database is opened, or made, for it.
        let isStream = try Backend.catalogue(try .system(log: .none)).operation(operation).isStream
        let input = try JSONInput.parse(try inputBytes())
        try await backend.withBackend(host) { backend in
            let call = try backend.openerCall(account: account, idempotencyKey: idempotencyKey)
            if isStream { return try await Self.follow(operation, input, call, backend) }
            let output = try await backend.perform(operation, input, call)
            StandardStream.output.write(output.serializedString(.pretty) + "\n")
        }
    }

    /// Prints each item on a line of its own, until the stream is over. What it follows is run meanwhile.
    private static func follow(
        _ operation: String, _ input: JSONValue, _ call: Call, _ backend: Backend
    ) async throws(CoreError) {
        try await backend.runThreads()
        let stream = try await backend.stream(operation, input, after: nil, call)
        while true {
            switch try await stream.next(patience: .seconds(60)) {
            case .item(let item): StandardStream.output.write(item.output.serializedString() + "\n")
            case .quiet: continue
            case .over: return
            }
        }
    }

    private func inputBytes() throws(CoreError) -> [UInt8] {
        if input == "-" {
            guard let bytes = StandardStream.input.readAll(limit: Self.inputBytesMax) else {
                throw CoreError(.payloadTooLarge, "Standard input cannot be read, or is larger than 32 MiB.")
            }
            return bytes
        }
        guard input.hasPrefix("@") else { return Array(input.utf8) }
        do throws(FileError) {
            return try Files.read(String(input.dropFirst()), limit: Self.inputBytesMax)
        } catch {
            throw CoreError(.requestInvalid, "The input cannot be read: \(error.description).")
        }
    }

    private static func table(_ catalogue: Catalogue) -> String {
        let width = catalogue.operations.map(\.name.count).max() ?? 0
        return catalogue.operations.map { operation in
            operation.name + String(repeating: " ", count: width - operation.name.count + 2) + operation.summary + "\n"
        }.joined()
    }
}
