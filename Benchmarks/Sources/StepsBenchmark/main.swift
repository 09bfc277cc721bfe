import BareSteps
import CoreDomain
import Glibc

// One run on a database; prints a JSON object.
//
// FILE is a file of SQLite's, or postgres://…, which several of these processes may use at the same time.
//
//   make FILE                         makes the database and what is run, so that others find it made
//   engine FILE JOBS WIDTH            the engine, WIDTH jobs at once
//   together FILE JOBS WIDTH          the same; runs 20 jobs, prints `ready`, and begins when a line comes in
//   record FILE JOBS WIDTH RECORDING  the same, and records the statements of its writer
//   bare FILE RECORDING               a C loop that runs the recorded statements
//   sequence FILE JOBS                the engine, one job after the other
//   prepare FILE                      makes a thread that waits
//   park FILE COUNT                   adds COUNT threads that wait like it, for 30 days
//   restart FILE                      opens what is there and starts the engine
//   wake FILE COUNT                   adds COUNT threads that are due at one time, and waits until all are done
//   replay FILE RECORDS               a thread of so many steps goes on after a start
//
// `scripts` in front of `engine`, `record` or `sequence` runs threads of a script instead of jobs of a recipe, and `pure`
// threads of one whose steps are pure.

let words = Array(CommandLine.arguments.dropFirst())
let kind: Rig.Kind =
    switch words.first {
    case "scripts": .script
    case "pure": .pureScript
    default: .recipe
    }
let arguments = kind.isScript ? Array(words.dropFirst()) : words
let numbers = arguments.map { Int($0) ?? 0 }

func check(_ status: Int32) throws(CoreError) {
    if status != 0 { throw CoreError(.databaseUnavailable, "SQLite answered \(status).") }
}

func show(_ run: Measurement) {
    print(
        "{\"seconds\": \(run.seconds), \"cpu_seconds\": \(run.cpuSeconds), \"written_bytes\": \(run.writtenBytes)}")
}

/// Tells that everything is set up, and waits until whoever started this says that all others are, too.
func awaitTheOthers() {
    print("ready")
    fflush(nil)
    _ = readLine()
}

switch (arguments.first, arguments.count) {
case ("make", 2):
    try await Rig(path: arguments[1], width: 1) {}.close()
case ("together", 4):
    let run = try await runAtOnce(
        path: arguments[1], jobs: numbers[2], width: numbers[3], warmUp: 20, onReady: awaitTheOthers)
    show(run)
case ("engine", 4):
    show(try await runAtOnce(path: arguments[1], jobs: numbers[2], width: numbers[3], kind))
case ("record", 5):
    try check(bare_record_begin(arguments[4]))
    show(
        try await runAtOnce(path: arguments[1], jobs: numbers[2], width: numbers[3], kind) { bare_record_mark() })
    try check(bare_record_end())
case ("bare", 3):
    var result = bare_replay_result()
    try check(bare_replay(arguments[2], arguments[1], &result))
    print(
        """
        {"seconds": \(result.seconds), "cpu_seconds": \(result.usage.cpu_seconds), \
        "written_bytes": \(result.usage.written_bytes), "statements": \(result.statements), \
        "commits": \(result.commits), "rows": \(result.rows)}
        """)
case ("sequence", 3):
    print("{\"seconds\": \(try await runInSequence(path: arguments[1], jobs: numbers[2], kind))}")
case ("prepare", 2): try await Parking.prepare(path: arguments[1])
case ("park", 3):
    let assembly = try Assembly(path: arguments[1], width: 1, natives: [], tools: [])
    _ = try await Parking.park(numbers[2], ahead: .seconds(2_592_000), atOnce: false, in: assembly)
    await assembly.close()
case ("restart", 2): print(try await Parking.restart(path: arguments[1]))
case ("wake", 3): print(try await Parking.wake(numbers[2], path: arguments[1]))
case ("replay", 3): print(try await Parking.replay(numbers[2], path: arguments[1]))
default:
    print(
        "usage: StepsBenchmark make|engine|together|record|bare|sequence|prepare|park|restart|wake|replay FILE …; see main.swift"
    )
    throw CoreError(.requestInvalid, "The arguments are wrong.")
}
