import CoreDomain
import CoreLanguage

/// `fetch_url`: reads a page of the web as text, wherever redirects lead.
struct FetchURLTool: Sendable {
    static let redirectsMax = 5
    static let bytesMax: Int64 = 8 * 1_024 * 1_024
    private static let bytesUsual: Int64 = 4 * 1_024 * 1_024
    private static let redirects: Set = [301, 302, 303, 307, 308]

    let client: WebClient
    let workers: any Workers

    private struct Page: Sendable {
        let url: WebURL
        let answer: WebClient.Answer
    }

    @Sendable func call(_ input: JSONValue, _ context: StepContext) async throws -> StepOutput {
        let input = ToolInput(input)
        let url = try WebClient.url(input)
        let bytesMax = try input.integer("max_bytes", in: 1...Self.bytesMax, default: Self.bytesUsual)
        let timeout = try input.timeout(WebClient.timeoutUsual)
        let late = CoreError(
            .stepTimedOut, "The page did not come within \(timeout.inMilliseconds) ms.", fix: "Give a longer timeout.",
            retry: .later(after: .seconds(1)))
        let page = try await client.within(timeout, late: late) { () async throws(CoreError) -> Page in
            try await follow(url, bytesMax: Int(bytesMax), timeout)
        }
        let output = await workers.run { flag in
            Result { () throws(CoreError) in try Self.output(page, flag) }
        }
        return StepOutput(try output.get())
    }

    // MARK: Redirects

    private func follow(_ url: WebURL, bytesMax: Int, _ timeout: Duration) async throws(CoreError) -> Page {
        var url = url
        for _ in 0...Self.redirectsMax {
            let answer = try await client.answer(to: Self.request(url, timeout), bytesMax: bytesMax)
            guard Self.redirects.contains(answer.status), let place = answer.header("location") else {
                return Page(url: url, answer: answer)
            }
            do throws(WebURL.Fault) {
                url = try url.resolving(place)
            } catch {
                throw CoreError(
                    .stepFailed, "The page redirects to what cannot be followed. \(error.message)",
                    fix: "Give the URL that the page is at.")
            }
        }
        throw CoreError(
            .stepFailed, "The page redirects more than \(Self.redirectsMax) times.",
            fix: "Give the URL that the page is at.")
    }

    private static func request(_ url: WebURL, _ timeout: Duration) -> HTTPRequest {
        HTTPRequest(
            method: "GET", url: url.text,
            headers: [
                ("user-agent", "scriptorium"),
                ("accept", "text/html, text/plain, application/json, text/*;q=0.9, */*;q=0.1"),
            ], patience: timeout)
    }

    // MARK: Text

    private static func output(_ page: Page, _ flag: CancellationFlag) throws(CoreError) -> JSONValue {
        let declared = page.answer.header("content-type") ?? ""
        let bytes = page.answer.isCut ? WebText.withoutCutCharacter(page.answer.body) : page.answer.body
        let (text, title) = try text(
            SourceDocument(name: "page", mediaType: declared, content: bytes), flag)
        var output: JSONObject = [
            "status": .integer(Int64(page.answer.status)), "url": .string(page.url.text),
            "media_type": .string(MediaType(declared).essence),
        ]
        output["title"] = title.map { .string($0) }
        output["text"] = .string(text)
        output["truncated"] = .bool(page.answer.isCut)
        return .object(output)
    }

    private static func text(
        _ document: SourceDocument, _ flag: CancellationFlag
    ) throws(CoreError) -> (text: String, title: String?) {
        let charset = MediaType(document.mediaType).charset
        switch try kind(of: document) {
        case .html:
            let page = try HTMLReader.text(of: document.content, charset: charset, flag)
            return (page.pages.joined(separator: "\n"), page.title)
        case .markdown, .plain: return (TextCharset.decode(document.content, declared: charset).text, nil)
        case .pdf: throw noText(document)
        }
    }

    private static func kind(of document: SourceDocument) throws(CoreError) -> DocumentKind {
        do throws(CoreError) {
            return try DocumentKind(of: document)
        } catch {
            throw noText(document)
        }
    }

    private static func noText(_ document: SourceDocument) -> CoreError {
        let type = MediaType(document.mediaType).essence.prefix(100)
        return CoreError(
            .documentUnreadable,
            "The page is no text: its media type is \(type.isEmpty ? "not told" : String(type).debugDescription).",
            fix: "Read pages of HTML, plain text, Markdown or JSON. Store a PDF as a blob and read it with extract.")
    }
}
