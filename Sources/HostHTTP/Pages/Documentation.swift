import CoreDomain
import CoreLanguage
import HostSupport
import Synchronization

/// The pages under `/docs`: the reference, made from the description of the API, and the documents that came along.
final class Documentation: Sendable {
    private let openAPI: [UInt8]
    private let reference = Mutex<[UInt8]?>(nil)

    private static let html = "text/html; charset=utf-8"

    /// Pages for the API that this OpenAPI document describes.
    init(openAPI: [UInt8]) {
        self.openAPI = openAPI
    }

    /// The page at `path`; nil when there is none.
    func content(_ path: String) throws(CoreError) -> Content? {
        switch path {
        case "/docs", "/docs/": return Content(Self.html, try page(), name: "docs")
        case "/docs/app.js":
            return Content(
                "text/javascript; charset=utf-8", Array(DocumentationAssets.script.utf8), name: "docs")
        case "/docs/style.css":
            return Content("text/css; charset=utf-8", Array(DocumentationAssets.style.utf8), name: "docs")
        case "/docs/icon.svg": return Content("image/svg+xml", Array(DocumentationAssets.icon.utf8), name: "docs")
        case "/docs/errors": return Self.document(ErrorPages.all[""])
        default:
            if path.hasPrefix("/docs/errors/") { return Self.document(ErrorPages.all[Self.name(path, from: 13)]) }
            return path.hasPrefix("/docs/") ? Self.document(GuidePages.all[Self.name(path, from: 6)]) : nil
        }
    }

    /// What follows the folder; the empty name is the folder's own.
    private static func name(_ path: String, from count: Int) -> String {
        let name = String(path.dropFirst(count))
        return name.isEmpty ? "/" : name
    }

    private static func document(_ found: (title: String, text: String)?) -> Content? {
        found.map { title, text in
            Content(html, Array(DocumentationLayout.page(title: title, text: text).utf8), name: "docs")
        }
    }

    /// Made when it is first asked for: a server that nobody reads about need not hold it.
    private func page() throws(CoreError) -> [UInt8] {
        if let page = reference.withLock({ $0 }) { return page }
        let page = Array(ReferencePage(try JSONInput.parse(openAPI)).html.utf8)
        reference.withLock { $0 = page }
        return page
    }
}
