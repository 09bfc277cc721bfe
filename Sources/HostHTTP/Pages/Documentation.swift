import CoreDomain
import CoreLanguage
import CorePlatform

/// The pages under `/docs`: the reference, made from the description of the API, and the documents that came along.
struct Documentation: Sendable {
    /// A server that nobody reads about need not hold it.
    private let reference: Lazy<[UInt8]>

    private static let html = "text/html; charset=utf-8"

    /// Pages for the API that the OpenAPI document describes which `openAPI` gives.
    init(openAPI: @escaping @Sendable () -> JSONValue) {
        reference = Lazy { Array(ReferencePage(openAPI()).html.utf8) }
    }

    /// The page at `path`; nil when there is none.
    func content(_ path: String) -> Content? {
        switch path {
        case "/docs", "/docs/": return Content(Self.html, reference.get(), name: "docs")
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
}
