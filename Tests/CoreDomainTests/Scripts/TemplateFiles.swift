import CoreDomain
import CoreLanguage
import Foundation
import Testing

/// A template, and the world in which it is rehearsed.
struct TemplateFile: CustomTestStringConvertible, Sendable {
    let template: ScriptTemplate
    /// `input`, `world`, and the members of the `outcome` that count.
    let rehearsal: JSONValue

    static let all: [TemplateFile] = {
        do { return try ScriptTemplate.all.map { try TemplateFile($0) } } catch { return [] }
    }()

    private init(_ template: ScriptTemplate) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../templates/worlds")
        self.template = template
        rehearsal = try JSONValue.parse(Array(Data(contentsOf: folder.appending(path: "\(template.id).json"))))
    }

    var testDescription: String { template.id }
}
