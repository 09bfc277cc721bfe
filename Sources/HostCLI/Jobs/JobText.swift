import CoreLanguage
import CorePlatform

/// A job as people read it.
enum JobText {
    /// A line for each fact, then the result as JSON.
    static func write(_ job: JSONValue) {
        var lines: [(name: String, text: String)] = []
        for (title, name) in facts {
            guard let value = job[name], value != .null else { continue }
            lines.append((title, OutputOptions.text(value)))
        }
        for (title, name) in [("cost", "cost"), ("held", "held")] {
            if let money = job[name] { lines.append((title, MoneyText.text(money))) }
        }
        if let error = job["error"] {
            let reason = error["reason"]?.stringValue ?? ""
            lines.append(("error", "\(reason): \(error["message"]?.stringValue ?? "")"))
            if let step = error["step"]?.stringValue { lines.append(("at step", step)) }
            if let fix = error["fix"]?.stringValue { lines.append(("fix", fix)) }
        }
        OutputOptions.write(lines)
        if let result = job["result"] {
            StandardStream.output.write("\n")
            OutputOptions.writeJSON(result)
        }
    }

    private static let facts = [
        ("job", "job_id"), ("recipe", "recipe_id"), ("version", "recipe_version"), ("reference", "reference_id"),
        ("status", "status"), ("created", "created_at"), ("finished", "finished_at"), ("expires", "expires_at"),
    ]

    /// The columns of a list of jobs.
    static let columns = [
        TableColumn("JOB", "job_id"), TableColumn("RECIPE", "recipe_id"), TableColumn("STATUS", "status"),
        TableColumn("STEPS") { job in
            "\(job["steps_done"]?.int64Value ?? 0)/\(job["steps_total"]?.int64Value ?? 0)"
        },
        TableColumn.money("COST", "cost"), TableColumn.time("CREATED", "created_at"),
        TableColumn("REFERENCE", "reference_id"),
    ]

    /// The columns of a list of steps.
    static let stepColumns = [
        TableColumn("STEP", "step"), TableColumn("STATUS", "status"), TableColumn("ATTEMPT", "attempt"),
        TableColumn("MS", "duration_ms"), TableColumn.money("COST", "cost"),
        TableColumn("ERROR") { $0["error"]?["message"]?.stringValue ?? "" },
    ]
}
