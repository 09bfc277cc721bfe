import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

struct CallCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call any operation by its name, with canonical JSON in and out.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var acting: ActingOptions

    @Flag(help: "List the operations instead.")
    var list = false

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
        let isStream = try isStream(operation)
        let input = try InputText.json(input)
        try await target.withSession(host, .owning, account: acting.account) { session in
            if isStream { return try await Self.follow(operation, input, session) }
            let output = try await session.perform(operation, input, idempotencyKey: idempotencyKey)
            OutputOptions.writeJSON(output)
            JobHints.afterCall(operation, output, session)
        }
    }

    /// Whether the operation answers with a stream. A server may know operations that this program does not.
    private func isStream(_ operation: String) throws(CoreError) -> Bool {
        let catalogue = Backend.catalogue(try .system(log: .none))
        return target.url == nil ? try catalogue.operation(operation).isStream : catalogue.hasStream(operation)
    }

    /// Prints each item on a line of its own, until the stream is over. What it follows is run meanwhile.
    private static func follow(
        _ operation: String, _ input: JSONValue, _ session: any Session
    ) async throws(CoreError) {
        let stream = try await session.follow(operation, input)
        while let item = try await stream.next() { OutputOptions.writeJSON(item, style: .compact) }
    }

    private static func table(_ catalogue: Catalogue) -> String {
        let width = catalogue.operations.map(\.name.count).max() ?? 0
        return catalogue.operations.map { operation in
            operation.name + String(repeating: " ", count: width - operation.name.count + 2) + operation.summary + "\n"
        }.joined()
    }
}
