import CoreLanguage

/// The form with which a reader calls an operation from the page; the script brings it to life.
struct TryForm {
    private let section: OperationSection

    init(_ section: OperationSection) { self.section = section }

    var html: String {
        """
        <details hidden><summary>Try it</summary>
        <form class="try" data-method="\(section.method.uppercased())" data-path="\(HTMLText.escaped(section.path))" novalidate>
        \(section.parameters.enumerated().map(field).joined())\(streamField)\(bodyField)
        <div class="row"><button type="submit">Send</button>
        <button type="button" class="quiet" data-stop hidden>Stop</button></div>
        <output aria-live="polite"></output>
        </form></details>
        """
    }

    private func field(_ index: Int, _ parameter: JSONValue) -> String {
        let (name, place) = (parameter["name"]?.stringValue ?? "", parameter["in"]?.stringValue ?? "")
        let isRequired = parameter["required"] == true
        let value = place == "path" ? CurlExample.example(parameter, section) : ""
        let isList = parameter["schema"]?["type"] == "array"
        let id = "\(section.id)-\(index)"
        let draw =
            name == "Idempotency-Key"
            ? "<button type=\"button\" class=\"quiet\" data-draw>Draw a key</button>" : ""
        return """
            <label for="\(id)">\(HTMLText.escaped(name)) <span class="hint">\(place)\(isRequired ? ", needed" : "")\
            \(isList ? ", several between commas" : "")</span></label>
            <input id="\(id)" name="\(place):\(HTMLText.escaped(name))" value="\(HTMLText.escaped(value))" autocomplete="off"\
            \(isRequired ? " required" : "")\(isList ? " data-list=\"1\"" : "")>\(draw)
            """
    }

    private var streamField: String {
        guard section.isStream else { return "" }
        return """
            <label for="\(section.id)-after">Last-Event-ID <span class="hint">header, to go on behind an event</span></label>
            <input id="\(section.id)-after" name="header:Last-Event-ID" inputmode="numeric" autocomplete="off">
            """
    }

    private var bodyField: String {
        if section.takesContent {
            return """
                <label for="\(section.id)-file">Content <span class="hint">a file, needed</span></label>
                <input id="\(section.id)-file" name="file" type="file" required>
                """
        }
        guard let schema = section.bodySchema else { return "" }
        let example = section.reader.example(schema).serializedString(.pretty)
        return """
            <label for="\(section.id)-body">Body <span class="hint">JSON</span></label>
            <textarea id="\(section.id)-body" name="body" spellcheck="false" autocomplete="off">\(HTMLText.escaped(example))</textarea>
            """
    }
}
