import Foundation
import Testing

/// The plan that docs/recipes.md shows.
enum RecipeExample {
    static var plan: String {
        get throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            let page = try String(contentsOf: root.appending(path: "docs/recipes.md"), encoding: .utf8)
            let behind = try #require(page.range(of: "```json\n")).upperBound
            let end = try #require(page.range(of: "\n```", range: behind..<page.endIndex)).lowerBound
            return String(page[behind..<end])
        }
    }
}
