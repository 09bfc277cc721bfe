import CoreDomain
import CoreLanguage
import Providers
import Synchronization
import Testing

struct NativeToolTests {
    @Test func everySignatureHasATool() {
        let names = ToolWorld().tools.map(\.signature.tool.name)
        #expect(names == ToolSignatures.standard.names(from: "native"))
        #expect(names.contains("shell_exec") && names.contains("extract") && names.contains("chunk"))
    }

    @Test func echoGivesWhatItIsGiven() async throws {
        #expect(try await ToolWorld().call("echo", ["value": ["a": 1]]).output == ["a": 1])
    }

    @Test func textsAreCutIntoChunks() async throws {
        let text = Array(repeating: "One two three four five six.", count: 10).joined(separator: " ")
        let output = try await ToolWorld().call("chunk", ["text": .string(text), "limit": 20, "overlap": 0]).output
        #expect(output["count"] == 4)
        #expect(output["chunks"]?[0]?["words"] == 18)
        #expect(await ToolWorld().failure("chunk", ["text": "a", "limit": 1])?.reason == .inputInvalid)
        #expect(await ToolWorld().failure("chunk", ["text": "a", "unit": "lines"])?.reason == .inputInvalid)
        #expect(await ToolWorld().failure("chunk", [:])?.reason == .inputInvalid)
    }

    @Test func whatIsNoDocumentIsNotExtracted() async {
        #expect(await ToolWorld().failure("extract", ["document": ["blob": "x"]])?.reason == .stepFailed)
    }
}

struct ShellToolTests {
    @Test func programsRunOnlyWhereThatIsAllowed() async throws {
        let error = await ToolWorld().failure("shell_exec", ["command": "true"])
        #expect(error?.reason == .unsupported)
        #expect(error?.fix?.contains("SCRIPTORIUM_ALLOW_SHELL=1") == true)
    }

    @Test func whatAProgramLeavesIsGiven() async throws {
        let result = SubprocessResult(ending: .exited(3), output: Array("out".utf8), error: [0xff])
        let world = ToolWorld(allowsShell: true, result: result)
        let input: JSONValue = ["command": "sort", "arguments": ["-r", "; rm"], "stdin": "x", "timeout": 2_000]
        #expect(
            try await world.call("shell_exec", input).output
                == ["exit_code": 3, "stdout": "out", "stderr": "\u{fffd}", "truncated": false])
        let command = world.subprocess.commands.withLock { $0.first }
        #expect(command?.arguments == ["-r", "; rm"])
        #expect(command?.input == [0x78])
        #expect(command?.limits.duration == .seconds(2))
        #expect(world.effect("shell_exec", input) == .once)
    }

    @Test func signalsAreToldAsAShellDoes() async throws {
        let world = ToolWorld(allowsShell: true, result: SubprocessResult(ending: .signalled(9), output: [], error: []))
        #expect(try await world.call("shell_exec", ["command": "x"]).output["exit_code"] == 137)
    }

    @Test(
        arguments: [
            [:], ["command": ""], ["command": "/bin/sh"], ["command": "../x"], ["command": "ls -l"], ["command": 1],
            ["command": "ls", "arguments": "x"], ["command": "ls", "arguments": [1]],
            ["command": "ls", "arguments": ["a\u{0}"]],
            ["command": "ls", "timeout": 0],
        ] as [JSONValue])
    func wrongInputsAreRefused(_ input: JSONValue) async {
        let world = ToolWorld(allowsShell: true)
        #expect(await world.failure("shell_exec", input)?.reason == .inputInvalid)
        #expect(world.subprocess.commands.withLock { $0.isEmpty })
    }
}
