import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire

struct DoctorCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for what is wrong with an installation; change nothing.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let findings = target.url == nil ? await onFile(host) : try await atServer(host)
        let isHealthy = !findings.contains { $0.verdict == .fault }
        if output.json {
            OutputOptions.writeJSON(["is_healthy": .bool(isHealthy), "checks": .array(findings.map(\.json))])
        } else {
            Self.write(findings)
        }
        return isHealthy ? 0 : ErrorTable.ExitStatus.failed.rawValue
    }

    private func onFile(_ host: CommandLineHost) async -> [Finding] {
        let configuration: Configuration
        let location: String
        do throws(CoreError) {
            configuration = try target.backend.configuration(host)
            location = try target.backend.location(host, configuration).path
        } catch {
            return [Finding("configuration", error)]
        }
        let findings = [Finding("configuration", .good, "it is valid")]
        guard location != ":memory:" else {
            return findings + [Finding("database", .good, "in memory: nothing to look at")]
        }
        do throws(CoreError) {
            let doctor = DatabaseDoctor(
                location, key: target.backend.key(host, configuration), drivers: host.drivers,
                services: try Services.system(log: .none), postgres: configuration.postgres)
            let machine = SystemDoctor(environment: host.environment).examine(
                diskOf: location.contains("://") ? "/" : Files.folder(of: location))
            return findings + (await doctor.examine()) + machine
        } catch {
            return findings + [Finding("program", error)]
        }
    }

    private func atServer(_ host: CommandLineHost) async throws(CoreError) -> [Finding] {
        try await target.withSession(host, .reading) { session in await ServerDoctor(session: session).examine() }
    }

    private static func write(_ findings: [Finding]) {
        let width = findings.map(\.subject.count).max() ?? 0
        for finding in findings {
            let gap = String(repeating: " ", count: width - finding.subject.count + 2)
            let line = "\(finding.verdict.sign) \(finding.subject)\(gap)\(TerminalText.clean(finding.text))\n"
            StandardStream.output.write(line)
            guard finding.verdict != .good, let advice = finding.advice else { continue }
            StandardStream.output.write(
                String(repeating: " ", count: width + 4) + "→ " + TerminalText.clean(advice) + "\n")
        }
    }
}

extension Finding.Verdict {
    fileprivate var sign: String {
        switch self {
        case .good: "✓"
        case .warning: "!"
        case .fault: "✗"
        }
    }
}

/// Looks at a server from outside.
struct ServerDoctor {
    let session: any Session

    func examine() async -> [Finding] {
        var findings: [Finding] = []
        for (subject, operation) in [("server", "system.health"), ("store", "system.ready"), ("token", "accounts.get")]
        {
            do throws(CoreError) {
                findings.append(Finding(subject, .good, Self.text(subject, try await session.perform(operation, [:]))))
            } catch {
                findings.append(Finding(subject, error))
                if subject == "server" { break }
            }
        }
        return findings
    }

    private static func text(_ subject: String, _ answer: JSONValue) -> String {
        switch subject {
        case "server":
            "version \(answer["version"]?.stringValue ?? "?"), up for \(answer["uptime_seconds"]?.int64Value ?? 0) s"
        case "store": "it takes changes"
        default: "it is of the account \(answer["organization_id"]?.stringValue ?? "?")"
        }
    }
}
