import CoreLanguage
import Foundation

// `LanguageBenchmark check FILE ROUNDS` checks a script again and again, `run FILE ROUNDS` runs one that asks nothing of the
// world. Both print the milliseconds of each round as JSON.

let arguments = CommandLine.arguments
guard arguments.count == 4, let rounds = Int(arguments[3]),
    let data = FileManager.default.contents(atPath: arguments[2])
else {
    print("usage: LanguageBenchmark check|run FILE ROUNDS")
    exit(2)
}
let bytes = [UInt8](data)

/// Ends the program when the script is not as the benchmark needs it.
func stop(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
}

/// Milliseconds that `body` takes.
func time(_ body: () -> Void) -> Double {
    ContinuousClock().measure(body) / .milliseconds(1)
}

func check() -> Double {
    var diagnostics: [Diagnostic] = []
    let duration = time { diagnostics = ScriptCompiler.compile(SourceText(bytes: bytes)).diagnostics }
    if let first = diagnostics.first { stop("the script has faults: \(first.code.name) \(first.message)") }
    return duration
}

/// A run with all its limits, of which the number of instructions is high enough.
func run(_ code: MachineCode) -> Double {
    var state = code.start(inputs: [:], limits: MachineLimits(instructionsPerAdvance: 1 << 40, instructions: 1 << 40))
    var status = MachineStatus.ready
    let duration = time { status = code.advance(&state, .start).status }
    guard case .completed = status else { stop("the script did not complete: \(status)") }
    return duration
}

let times: [Double]
if arguments[1] == "check" {
    times = (0..<rounds).map { _ in check() }
} else {
    guard let program = ScriptCompiler.compile(SourceText(bytes: bytes)).program else { stop("the script has faults") }
    let code = try MachineCode(program)
    times = (0..<rounds).map { _ in run(code) }
}
print("[\(times.map { String($0) }.joined(separator: ","))]")
