import Glibc
import ThreadSimulation

// `simulate-threads FIRST COUNT [PLANT]` plays the runs of so many seeds and tells what was counted; it ends with the
// first in which something was found. `simulate-threads SEED` plays one and prints all that happens in it. The status is 1
// when something was found.
let arguments = CommandLine.arguments.dropFirst()
guard let first = arguments.first.flatMap({ UInt64($0) }) else {
    print("usage: simulate-threads SEED | simulate-threads FIRST COUNT [PLANT]")
    print("plants: \(Plant.allCases.map(\.rawValue).joined(separator: " "))")
    exit(2)
}
let isPrinted = arguments.count == 1
let count = arguments.dropFirst().first.flatMap { UInt64($0) } ?? 1
let plant = arguments.dropFirst(2).first.flatMap { Plant(rawValue: $0) }
/// Every so many runs one is played again.
let repetition: UInt64 = 100

let stage = try await Stage()
var summary = Summary()
for seed in first..<first + count {
    let outcome = stage.play(seed, plant: plant, isPrinted: isPrinted)
    summary.add(outcome)
    if !outcome.findings.isEmpty {
        print("seed \(seed): \(outcome.findings.joined(separator: "\n  "))")
        break
    }
    if seed % repetition == 0, !summary.add(outcome, again: stage.play(seed, plant: plant)) {
        print("seed \(seed): played again, it takes another course")
        break
    }
}
print(summary.text)
exit(summary.findings > 0 ? 1 : 0)
