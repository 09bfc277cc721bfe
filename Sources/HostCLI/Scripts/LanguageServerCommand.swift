import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostLSP

struct LanguageServerCommand: StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp", abstract: "Serve an editor: the Language Server Protocol on standard input and output.")

    @Flag(help: "Standard input and output, which are used anyway. Some editors name them.")
    var stdio = false

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        try await WorkerThread.result { .success(Self.serve()) }
    }

    /// How long standard input is silent before the server looks whether the editor is still there.
    private static let silenceMilliseconds: Int32 = 2_000

    /// Serves until the editor says `exit`, or is gone.
    private static func serve() -> Int32 {
        var server = LanguageServer(version: Version.current)
        while server.exitCode == nil, awaitInput(from: server.clientProcessID.flatMap(SystemProcess.init)),
            let bytes = StandardStream.input.read(countMax: 65_536), !bytes.isEmpty
        {
            send(server.receive(bytes))
            if !StandardStream.input.hasMore { send(server.drain()) }
        }
        // An editor that went away without a word is no fault of this program, and still not how it should end.
        return server.exitCode ?? 1
    }

    /// Waits until there is something to read, or the end; false when the editor is gone before.
    private static func awaitInput(from editor: SystemProcess?) -> Bool {
        guard let editor else { return true }
        while !StandardStream.input.hasMore(withinMilliseconds: silenceMilliseconds) {
            if editor.isGone { return false }
        }
        return true
    }

    private static func send(_ messages: [[UInt8]]) {
        for message in messages { StandardStream.output.write(message) }
    }
}
