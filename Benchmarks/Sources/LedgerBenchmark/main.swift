import CoreDomain
import CorePlatform
import CoreStorage
import CoreTesting

// One run on a new database: `LedgerBenchmark MODE FILE COUNT WIDTH` prints transfers a second.
//
//   batch        the ledger, WIDTH transfers in each write
//   bare         a C loop that inserts the same rows, WIDTH in each commit
//   single       the ledger, one transfer in each write, from WIDTH tasks at once
//   bare-single  a C loop that inserts the same rows and sets both accounts, WIDTH rows in each commit

guard CommandLine.arguments.count == 5, let count = Int(CommandLine.arguments[3]),
    let width = Int(CommandLine.arguments[4]), count > 0, width > 0
else {
    print("usage: LedgerBenchmark batch|bare|single|bare-single FILE COUNT WIDTH")
    throw CoreError(.requestInvalid, "The arguments are wrong.")
}
let path = CommandLine.arguments[2]
let workload = try await Workload(path: path, count: count)
let seconds: Double
switch CommandLine.arguments[1] {
case "batch": seconds = try await workload.batches(of: width)
case "single": seconds = try await workload.singles(tasks: width)
case "bare": seconds = try await workload.bare(commit: width, updatesAccounts: false)
default: seconds = try await workload.bare(commit: width, updatesAccounts: true)
}
print(Double(count) / seconds)
