import CoreDomain
import CorePlatform
import CoreStorage
import CoreTesting
import Glibc

// One run on a new database: `LedgerBenchmark MODE FILE COUNT WIDTH` prints transfers a second; `together`
// prints a JSON object, and how often the store was busy. FILE is a file of SQLite's,
// or postgres://…, which several of these processes may use at the same time.
//
//   make         makes the database with accounts and their funds, so that others find it made
//   together     as `single`, in the process with this NUMBER, from 1: prints `ready`, and begins when a line comes in
//   verify       verifies that there are COUNT charges
//   batch        the ledger, WIDTH transfers in each write
//   bare         a C loop that inserts the same rows, WIDTH in each commit
//   single       the ledger, one transfer in each write, from WIDTH tasks at once
//   bare-single  a C loop that inserts the same rows and sets both accounts, WIDTH rows in each commit

guard CommandLine.arguments.count == 5 || CommandLine.arguments.count == 6,
    let count = Int(CommandLine.arguments[3]), let width = Int(CommandLine.arguments[4]), count >= 0, width > 0
else {
    print("usage: LedgerBenchmark make|together|verify|batch|bare|single|bare-single FILE COUNT WIDTH [NUMBER]")
    throw CoreError(.requestInvalid, "The arguments are wrong.")
}
let path = CommandLine.arguments[2]
let number = UInt64(CommandLine.arguments.last ?? "") ?? 1
if CommandLine.arguments[1] == "verify" {
    try await Workload.verify(path: path, charges: count)
    exit(0)
}
var workload = try await Workload(path: path, count: count, seed: number)
if CommandLine.arguments[1] == "together" {
    workload.together = {
        print("ready")
        fflush(nil)
        _ = readLine()
    }
}
let seconds: Double
switch CommandLine.arguments[1] {
case "make": seconds = 1
case "batch": seconds = try await workload.batches(of: width)
case "single", "together": seconds = try await workload.singles(tasks: width)
case "bare": seconds = try await workload.bare(commit: width, updatesAccounts: false)
default: seconds = try await workload.bare(commit: width, updatesAccounts: true)
}
let rate = Double(count) / seconds
let isAlone = CommandLine.arguments[1] != "together"
print(isAlone ? "\(rate)" : "{\"rate\": \(rate), \"busy\": \(workload.refusals.count.load(ordering: .relaxed))}")
