import CoreDomain
import Testing

@testable import Providers

@Suite("Text of HTML")
struct HTMLTests {
    @Test(
        "What a reader of the page sees",
        arguments: [
            ("a  b\n\tc", "a b c"),
            ("<p>a</p><p>b</p>", "a\n\nb"),
            ("<div>a<div>b</div>c</div>", "a\nb\nc"),
            ("a<br>b<br><br>c", "a\nb\n\nc"),
            ("a<b>b</b> <i>c</i>d", "ab cd"), ("<pre>a</p>  b</pre>", "a  b"), ("<nav>x</p>y</nav>z", "z"),
            ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
            ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td> <td>d e</td></tr></table>x", "a\tb\nc\td e\n\nx"),
            ("a<pre> b\n  c\n</pre>d", "a\n\n b\n  c\n\n\nd"),
            ("a<script>if (x<y) '</p>'</script>b", "ab"), ("a<style>p{}</style >b", "ab"),
            ("a<SCRIPT>x</sCript>b", "ab"), ("a<script>x</scripty></script>b", "ab"),
            ("a<template><p>x</p></template>b", "ab"),
            ("a<nav>x<nav>y</nav>z</nav>b", "a\n\nb"),
            ("<div>a<nav>x</div>b", "a\n\nb"),
            ("a<!-- x -- > y -->b<!---->c<!-->d<!--->e<!-- x --!>f", "abcdef"),
            ("a<!DOCTYPE x>b<?php x ?>c</ x>d<!x>e", "abcde"),
            ("a<!-- never ended <p>b", "a"), ("a<script>never ended", "a"), ("a<p class=\"never ended>b", "a"),
            ("1 < 2 > 0 <3 <", "1 < 2 > 0 <3 <"), ("a</>b", "ab"), ("a</p>b</div></table>c", "abc"),
            ("<p title='>'>a<p title=\">\">b<p title=>c<p a/b/>d<p =x>e", "a\n\nb\n\nc\n\nd\n\ne"),
            ("<textarea>a <b> &amp;</textarea>", "a <b> &"), ("<unknown>a</unknown>b", "ab"),
            ("<a href=x>a</a\n>b", "ab"), ("<svg><title>x</title><p>y</svg>b", "b"),
        ])
    func text(_ html: String, _ expected: String) async throws {
        #expect(try await page(html, "text/html") == expected)
    }

    @Test(
        "Character references",
        arguments: [
            ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&Scaron;&ccedil;&hellip;&euro;", "Šç…€"),
            ("&#269;&#x10D;&#X10d", "ččč"), ("&amp &copy2", "& &copy2"), ("&ccedil x", "ç x"),
            ("&hellip x", "&hellip x"),
            ("&#128;&#x99;&#0;&#xD800;&#x110000;&#99999999999999999999;", "€™\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            ("&;&#;&#x;&nothing;&", "&;&#;&#x;&nothing;&"), ("x&#7;y&#x7f;z&#xd;w", "xyz w"), ("&thetasym;", "ϑ"),
            ("a&#x85;b", "a…b"), ("a&#10;b", "a b"),
        ])
    func references(_ html: String, _ expected: String) async throws {
        #expect(try await page("|" + html, "text/html") == "|" + expected)
    }

    @Test("Headings, title and language")
    func outline() async throws {
        let html = """
            <!doctype html><html lang="hr-HR"><head><title> A
             &amp; B </title></head><body><h1>First <em>one</em></h1><p>text</p><h3></h3><nav><h2>no</h2></nav>
            <h6>Last<h2>Unended
            """
        let text = try await extracted(html, "text/html")
        #expect(text.title == "A & B")
        #expect(text.language == "hr-HR")
        #expect(
            text.headings == [
                .init(level: 1, title: "First one", page: 1), .init(level: 6, title: "Last", page: 1),
                .init(level: 2, title: "Unended", page: 1),
            ])
        #expect(text.pages == ["First one\n\ntext\n\nLast\n\nUnended"])
    }

    @Test("A heading names the page it is on")
    func headingPages() async throws {
        let chapter = "<p>" + String(repeating: "word ", count: 500) + "</p>"
        let html = (1...6).map { "<h2>Chapter \($0)</h2>" + chapter }.joined()
        let text = try await extracted(html, "text/html")
        #expect(text.headings.count == 6)
        for heading in text.headings {
            #expect(text.pages[heading.page - 1].contains(heading.title), "\(heading)")
        }
        #expect(text.pages.count > 3)
    }

    @Test("The encoding that a document names itself")
    func charset() async throws {
        let head = Array("<html><head><meta http-equiv=x content='text/html; charset=windows-1250'></head>".utf8)
        let text = try await extracted(head + [0x9a, 0xe8, 0xf0, 0x3c, 0x62, 0x3e], "text/html")
        #expect(text.pages == ["ščđ"])
        #expect(text.charset == "windows-1250")
        let short = Array("<meta charset=\"ISO-8859-2\">".utf8) + [0xb9, 0xe8]
        #expect(try await extracted(short, "text/html").pages == ["šč"])
        #expect(try await extracted(short, "text/html; charset=windows-1252").pages == ["¹è"])
    }

    @Test(
        "Any nesting and any length end soon",
        arguments: [
            String(repeating: "<div>", count: 30_000), String(repeating: "<", count: 40_000),
            String(repeating: "<!-- ", count: 25_000), String(repeating: "</p>", count: 30_000),
            String(repeating: "<a b='", count: 25_000), String(repeating: "&#", count: 20_000),
            String(repeating: "<script>", count: 40_000), String(repeating: "<title></titl", count: 20_000),
            String(repeating: "<nav><p></b>", count: 20_000), "<a " + String(repeating: "b ", count: 20_000),
            String(repeating: "<!--->", count: 40_000) + String(repeating: "<!---", count: 40_000),
            String(repeating: "<b></i></u>", count: 20_000),
        ])
    func isLinear(_ html: String) async throws {
        let clock = ContinuousClock()
        let time = try await clock.measure { _ = try await extracted("x" + html, "text/html") }
        #expect(time < .seconds(40), "\(html.prefix(20))")
    }
}
