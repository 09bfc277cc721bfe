/// The elements that matter to the text of a document; the others are as if their tags were not there.
enum HTMLElement: String {
    case script, style, template, nav, iframe, noembed, noframes, svg, math, object, select, datalist, canvas
    case title, head, body, html
    case h1, h2, h3, h4, h5, h6
    case p, div, ul, ol, dl, table, blockquote, pre, section, article, aside, header, footer, main, form, fieldset
    case figure, address, details, hr, center, dir, menu, xmp, textarea, listing, hgroup, search
    case li, dt, dd, tr, caption, figcaption, summary, legend, option, thead, tbody, tfoot
    case td, th, br

    /// Whether its contents are no part of the text.
    var isDropped: Bool {
        switch self {
        case .script, .style, .template, .nav, .iframe, .noembed, .noframes, .svg, .math, .object, .select, .datalist,
            .canvas, .title:
            true
        default: false
        }
    }

    /// Whether it has no contents and no end tag.
    var isVoid: Bool { self == .br || self == .hr }

    /// Whether white space counts in it.
    var keepsSpace: Bool { self == .pre || self == .textarea || self == .xmp || self == .listing }

    /// Its level, if it is a heading.
    var headingLevel: Int? {
        switch self {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }

    /// Line ends between it and what stands before and behind: two for a paragraph, one for a line.
    var lineEnds: Int {
        switch self {
        case .td, .th, .br, .title, .script, .style, .template, .iframe, .noembed, .noframes, .svg, .math, .object,
            .select, .datalist, .canvas:
            0
        case .div, .li, .dt, .dd, .tr, .caption, .figcaption, .summary, .legend, .option, .thead, .tbody, .tfoot,
            .head, .body, .html:
            1
        default: 2
        }
    }
}
