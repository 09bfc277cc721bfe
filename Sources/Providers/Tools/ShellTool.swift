import CoreDomain
import CoreLanguage

/// `shell_exec`: runs a program of the server, where that is allowed.
struct ShellTool: Sendable {
    /// Characters of an output in bytes that are given; what is beyond is left out.
    static let textBytesMax = 2 * 1_024 * 1_024
    /// Arguments, bytes of them together, and bytes of the input.
    private static let (argumentsMax, argumentBytesMax, inputBytesMax) = (1_000, 100_000, 8 * 1_024 * 1_024)

    let subprocess: any Subprocess
    let isAllowed: Bool

    @Sendable func call(_ input: JSONValue, _ context: StepContext) async throws -> StepOutput {
        guard isAllowed else {
            throw CoreError(
                .unsupported, "This server runs no programs for scripts.",
                fix: "Ask its operator, who can start it with SCRIPTORIUM_ALLOW_SHELL=1.")
        }
        let result = try await subprocess.run(try Self.command(ToolInput(input)))
        let (output, error) = (Self.text(result.output), Self.text(result.error))
        let isCut = output.isCut || error.isCut || result.error.count >= SubprocessLimits().errorBytes
        return StepOutput([
            "exit_code": .integer(try Self.status(result.ending)), "stdout": .string(output.text),
            "stderr": .string(error.text), "truncated": .bool(isCut),
        ])
    }

    private static func command(_ input: ToolInput) throws(CoreError) -> SubprocessCommand {
        let program = try input.text("command")
        let isName =
            (1...255).contains(program.utf8.count) && !program.utf8.contains { $0 <= 0x20 || $0 == 0x2f || $0 == 0x7f }
        guard isName else {
            throw input.fault(
                "command", "program_invalid",
                "Expected the name of a program, without a path and without spaces. Put what follows it into arguments."
            )
        }
        let arguments = try input.texts("arguments")
        let bytes = arguments.reduce(0) { $0 + $1.utf8.count }
        guard arguments.count <= argumentsMax, bytes <= argumentBytesMax,
            !arguments.contains(where: { $0.utf8.contains(0) })
        else {
            throw input.fault(
                "arguments", "arguments_invalid",
                "Expected at most \(argumentsMax) arguments of \(argumentBytesMax) bytes together, without NUL.")
        }
        let stdin = Array((try input.optionalText("stdin") ?? "").utf8)
        guard stdin.count <= inputBytesMax else {
            throw input.fault("stdin", "too_long", "Expected at most \(inputBytesMax) bytes.")
        }
        var limits = SubprocessLimits()
        limits.duration = try input.timeout(limits.duration)
        limits.cpuSeconds = UInt64(clamping: max(1, limits.duration.components.seconds))
        return SubprocessCommand(
            program: program, package: "that brings it", arguments: arguments, input: stdin, limits: limits)
    }

    /// As a shell tells it: 128 and the number of a signal.
    private static func status(_ ending: SubprocessResult.Ending) throws(CoreError) -> Int64 {
        switch ending {
        case .exited(let status): return Int64(status)
        case .signalled(let signal): return 128 + Int64(signal)
        case .unknown:
            throw CoreError(
                .outcomeUnknown, "The program ended, and how is not known.", fix: "Look at what it did.",
                retry: .sameKey)
        }
    }

    /// What is no UTF-8 becomes U+FFFD.
    private static func text(_ bytes: [UInt8]) -> (text: String, isCut: Bool) {
        let isCut = bytes.count > textBytesMax
        let kept = isCut ? WebText.withoutCutCharacter(Array(bytes.prefix(textBytesMax))) : bytes
        return (String(decoding: kept, as: UTF8.self), isCut)
    }
}
