import CoreDomain

/// What is around the text of every page.
enum DocumentationLayout {
    private static let guides = [
        ("http", "HTTP"), ("threads", "Jobs and threads"), ("recipes", "Recipes"), ("ledger", "Ledger"),
        ("configuration", "Configuration"), ("metrics", "Metrics"), ("cli", "Command line"), ("c-api", "C"),
    ]

    /// A page of one document.
    static func page(title: String, text: String) -> String {
        shell(title: title, body: "<main class=\"page\" id=\"text\">\(text)</main>")
    }

    /// A whole page around `body`, which holds the element `main` with the id `text`.
    static func shell(title: String, body: String, script: Bool = false) -> String {
        let links = guides.filter { GuidePages.all[$0.0] != nil }.map { "<a href=\"/docs/\($0.0)\">\($0.1)</a>" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLText.escaped(title)) · Scriptorium</title>
            <link rel="stylesheet" href="/docs/style.css">
            <link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
            \(script ? "<script src=\"/docs/app.js\" defer></script>" : "")
            </head>
            <body>
            <a class="skip" href="#text">To the text</a>
            <header class="top">
            <a class="name" href="/docs">Scriptorium</a><span class="version">\(Version.current)</span>
            <nav aria-label="Documents"><a href="/docs">Reference</a>\(links.joined())<a href="/docs/errors">Errors</a></nav>
            </header>
            \(body)
            </body>
            </html>

            """
    }
}
