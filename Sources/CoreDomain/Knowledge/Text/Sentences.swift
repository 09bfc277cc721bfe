/// Finds sentences after UAX #29, section 5, with what plain text needs besides: abbreviations, initials, ordinals and quotations.
enum SentenceBreaks {
    /// The sentences of a paragraph, in order, without the blanks between them.
    static func sentences(
        in scalars: [Unicode.Scalar], _ range: Range<Int>, into sentences: inout [Range<Int>], _ ticker: inout Ticker
    ) throws(CoreError) {
        var start = range.lowerBound
        var at = range.lowerBound
        while at < range.upperBound {
            let kind = ScalarKind.of(scalars[at])
            guard kind == .stop || kind == .terminator || kind == .wideTerminator else {
                at += 1
                try ticker.tick()
                continue
            }
            let mark = at
            let end = endOfMarks(scalars, at, range.upperBound)
            try ticker.tick(end - at)
            at = end
            if isBreak(scalars, start: start, mark: mark, end: end, range.upperBound) {
                append(scalars, start..<end, &sentences)
                start = end
            }
        }
        append(scalars, start..<range.upperBound, &sentences)
    }

    private static func append(_ scalars: [Unicode.Scalar], _ range: Range<Int>, _ sentences: inout [Range<Int>]) {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, scalars[low] == " " { low += 1 }
        while high > low, scalars[high - 1] == " " { high -= 1 }
        if low < high { sentences.append(low..<high) }
    }

    /// The end of the marks that begin at `at`, with the brackets and quotes that close after them.
    private static func endOfMarks(_ scalars: [Unicode.Scalar], _ at: Int, _ end: Int) -> Int {
        var at = at + 1
        while at < end {
            switch ScalarKind.of(scalars[at]) {
            case .stop, .terminator, .wideTerminator, .closer: at += 1
            case .quote where at + 1 == end || scalars[at + 1] == " ": at += 1
            default: return at
            }
        }
        return at
    }

    private static func isBreak(
        _ scalars: [Unicode.Scalar], start: Int, mark: Int, end: Int, _ limit: Int
    ) -> Bool {
        guard end < limit else { return true }
        let isWide = (mark..<end).contains { ScalarKind.of(scalars[$0]) == .wideTerminator }
        if isWide { return !quotationGoesOn(scalars, end) }
        let next = ScalarKind.of(scalars[end])
        guard next == .space || (next.isUnspaced && ScalarKind.of(scalars[mark]) == .terminator && end > mark + 1)
        else {
            return false
        }
        guard let first = firstOfNext(scalars, end, limit) else { return true }
        if scalars[first].isLower { return false }
        guard ScalarKind.of(scalars[mark]) == .stop, end == mark + 1 else { return true }
        return !isAbbreviation(scalars, start: start, mark: mark, next: first)
    }

    /// After `。」` a particle goes on with the sentence that the quotation stands in.
    private static func quotationGoesOn(_ scalars: [Unicode.Scalar], _ end: Int) -> Bool {
        guard ScalarKind.of(scalars[end - 1]) == .closer else { return false }
        switch scalars[end] {
        case "と", "っ", "を", "は", "が", "の", "に", "も", "や", "で", "な", "、": return true
        default: return false
        }
    }

    /// The first scalar after the blanks, brackets and quotes that open the next sentence.
    private static func firstOfNext(_ scalars: [Unicode.Scalar], _ from: Int, _ limit: Int) -> Int? {
        var at = from
        while at < limit, at - from < 8 {
            switch ScalarKind.of(scalars[at]) {
            case .space, .opener, .quote: at += 1
            default: return at
            }
        }
        return at < limit ? at : nil
    }

    private static func isAbbreviation(_ scalars: [Unicode.Scalar], start: Int, mark: Int, next: Int) -> Bool {
        var begin = mark
        while begin > start, mark - begin < 20, !endsToken(scalars[begin - 1]) { begin -= 1 }
        guard begin < mark else { return false }
        let token = scalars[begin..<mark]
        if token.allSatisfy({ ScalarKind.of($0) == .digit }) {
            return token.count <= 3
                && (begin == start || (token.count <= 2 && Abbreviations.leadsOrdinal(before(scalars, begin, start))))
        }
        if token.count == 1, let only = token.first { return only.isUpper && only != "I" }
        var word = ""
        for scalar in token { word.unicodeScalars.append(scalar.folded) }
        if Abbreviations.always.contains(word) { return true }
        return Abbreviations.beforeNumbers.contains(word) && ScalarKind.of(scalars[next]) == .digit
    }

    private static func endsToken(_ scalar: Unicode.Scalar) -> Bool {
        switch ScalarKind.of(scalar) {
        case .letter, .mark, .digit, .stop: false
        default: true
        }
    }

    /// The word before `begin`, in lower case; empty when it is long or there is none.
    private static func before(_ scalars: [Unicode.Scalar], _ begin: Int, _ start: Int) -> String {
        var end = begin
        while end > start, scalars[end - 1] == " " { end -= 1 }
        var low = end
        while low > start, end - low < 8, ScalarKind.of(scalars[low - 1]) == .letter { low -= 1 }
        var word = ""
        for scalar in scalars[low..<end] { word.unicodeScalars.append(scalar.folded) }
        return word
    }
}

/// Short forms whose full stop ends no sentence, of the European languages together.
enum Abbreviations {
    static let always = set(
        """
        dr mr mrs ms prof rev hon gen col capt lt sgt st messrs mmes mme jr sr gov sen rep e.g i.e eg ie cf viz vs al approx resp incl \
        esp ed eds trans dept univ inc ltd co corp bzw z.b d.h u.a ca vgl evtl ggf inkl zzgl hr fr nr dipl ing npr tj tzv usp odn sv gđa \
        gosp mr.sc dr.sc n.p par tzn np tzw m.in prof.dr mgr inż ul im red wg por tzv např tj resp mj sg sig dott ecc.ad avv sra srta ud uds \
        bijv o.a m.b.t d.w.z t.o.v bl.a t.ex dvs bl f.eks osv.d pl ún s.a т.е т.д им ул г-н т.н нпр тј др.sc
        """)
    static let beforeNumbers = set(
        """
        no nos fig figs art arts vol vols p pp ch chap sec sect para eq eqs str br god čl st nr núm num pág págs abb kap bd s č r sl tab \
        table cap fasc ed ст стр рис гл т п № oko c
        """)

    /// Whether a number with a full stop after this word is an ordinal.
    static func leadsOrdinal(_ word: String) -> Bool { ordinalLeads.contains(word) }

    private static let ordinalLeads = set(
        "am der die das den dem des im vom zum zur beim bis seit ab und dne od do dana u iz v ve na")

    private static func set(_ list: StaticString) -> Set<String> {
        Set(list.description.split(separator: " ").map(String.init))
    }
}
