import CoreDomain
import CoreLanguage
import Foundation
import HostSupport
import HostWire
import Testing

@Suite struct ErrorTableTests {
    @Test(arguments: WireDialect.allCases)
    func everyReasonHasAStatusThatFitsItsCode(dialect: WireDialect) {
        for reason in Reason.allCases {
            let status = ErrorTable.httpStatus(CoreError(reason, "m"), dialect)
            #expect((400...599).contains(status), "\(reason.name)")
            let isTheCallersFault: Set<CoreError.Code> = [
                .invalidArgument, .notFound, .unauthenticated, .permissionDenied,
            ]
            if isTheCallersFault.contains(reason.code) { #expect(status < 500, "\(reason.name)") }
        }
    }

    @Test func statusesThatClientsRelyOn() {
        let expected: [(Reason, Int)] = [
            (.inputInvalid, 422), (.jsonInvalid, 400), (.payloadTooLarge, 413), (.credentialMissing, 401),
            (.permissionDenied, 403), (.notFound, 404), (.methodNotAllowed, 405), (.idempotencyMismatch, 422),
            (.idempotencyKeyMissing, 400), (.databaseFull, 507), (.outcomeUnknown, 503), (.shuttingDown, 503),
        ]
        for (reason, status) in expected {
            #expect(ErrorTable.httpStatus(CoreError(reason, "m"), .problem) == status, "\(reason.name)")
        }
        #expect(ErrorTable.httpStatus(CoreError(.inputInvalid, "m"), .googleRPC) == 400)
        #expect(ErrorTable.httpStatus(CoreError(.inputInvalid, "m"), .detailText) == 400)
        #expect(ErrorTable.httpStatus(CoreError(.inputInvalid, "m"), .detailList) == 422)
    }

    @Test func everyReasonHasAPage() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "docs/errors")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        #expect(Set(pages) == Set(Reason.allCases.map { $0.name + ".md" } + ["README.md"]))
        let table = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        for reason in Reason.allCases {
            let page = try String(contentsOf: folder.appending(path: reason.name + ".md"), encoding: .utf8)
            let error = CoreError(reason, "m")
            let code = reason.code.canonicalName
            let (http, exit) = (ErrorTable.httpStatus(error, .problem), ErrorTable.exitStatus(error))
            let facts = """
                `\(code)` · HTTP \(http) · C status \(reason.code.rawValue) (`SCRIPTORIUM_\(code)`) · exit status \(exit)
                """
            #expect(page.contains(facts), "\(reason.name) lacks \"\(facts)\"")
            #expect(table.contains("| [\(reason.name)](\(reason.name).md) | `\(code)` | \(http) | \(exit) |"))
            for part in ["## What happened", "## What to do", "## Is a retry safe"] {
                #expect(page.contains(part), "\(reason.name) lacks \"\(part)\"")
            }
        }
    }
}
