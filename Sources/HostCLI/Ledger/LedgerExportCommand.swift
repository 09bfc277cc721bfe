import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct LedgerExportCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print every account and every transfer, a line for each.")

    @OptionGroup var target: TargetOptions

    @Option(help: "ndjson: accounts and transfers as JSON; csv: one of the two, see --part.")
    var format = ExportFormat.ndjson

    @Option(help: "accounts or transfers. (default: both as ndjson, transfers as csv)")
    var part: ExportPart?

    func run(in host: CommandLineHost) async throws(CoreError) {
        try await target.withSession(host, .reading) { session in
            let export = LedgerPages(session: session)
            switch format {
            case .ndjson: try await Self.writeNDJSON(export, part)
            case .csv: try await Self.writeCSV(export, part ?? .transfers)
            }
        }
    }

    private static func writeNDJSON(_ export: LedgerPages, _ part: ExportPart?) async throws(CoreError) {
        for each in ExportPart.allCases where part == nil || part == each {
            try await export.each(each) { item in
                guard case .object(let members) = item else { return }
                var line: JSONObject = ["type": .string(each.lineType)]
                for (name, value) in members { line[name] = value }
                OutputOptions.writeJSON(.object(line), style: .compact)
            }
        }
    }

    private static func writeCSV(_ export: LedgerPages, _ part: ExportPart) async throws(CoreError) {
        let columns = part.columns
        StandardStream.output.write(CSVText.line(columns))
        try await export.each(part) { item in
            StandardStream.output.write(
                CSVText.line(columns.map { name in item[name].map { $0 == .null ? "" : OutputOptions.text($0) } ?? "" })
            )
        }
    }
}

/// In which form the ledger is written.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case ndjson
    case csv
}

/// What of the ledger is written.
enum ExportPart: String, ExpressibleByArgument, CaseIterable {
    case accounts
    case transfers

    /// What a line of NDJSON calls itself.
    var lineType: String { self == .accounts ? "account" : "transfer" }

    var operation: String { "ledger.export.\(rawValue)" }

    /// The fields of an item, in the order of its schema.
    var columns: [String] {
        switch self {
        case .accounts: ExportedAccount.schema.fields.map(\.name)
        case .transfers: ExportedTransfer.schema.fields.map(\.name)
        }
    }
}

/// Reads the ledger page by page; one page is in memory at a time.
struct LedgerPages {
    let session: any Session

    /// Calls `body` for each item, in order.
    func each(_ part: ExportPart, _ body: (JSONValue) -> Void) async throws(CoreError) {
        var input = JSONObject()
        while true {
            let page = try await session.perform(part.operation, .object(input))
            for item in page[part.rawValue]?.arrayValue ?? [] { body(item) }
            guard let next = page["next_after"], next != .null else { return }
            input["after"] = next
        }
    }
}

/// Comma-separated values (RFC 4180).
enum CSVText {
    /// One record. A field that a spreadsheet would take for a formula is a text of ours, never its own command.
    static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
