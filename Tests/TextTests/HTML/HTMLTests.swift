import Testing

@testable import Text

@Suite struct HTMLTests {
  @Test func `HTML reads as a person sees it`() {
    let rows: [(String, String)] = [
      ("<p>Hello</p><p>World</p>", "Hello\n\nWorld"), ("a<br>b<br/>c", "a\nb\nc"), ("<div>a</div><div>b</div>", "a\nb"),
      ("<div>a<br></div><div><br></div><div>b</div>", "a\n\nb"),
      ("  a \n b\t c ", "a b c"), ("a&nbsp;&amp;&#228;&#x20AC;&#150;&auml;&hellip;", "a &ä€–ä…"),
      ("&ampx &copy 1 &unknown; &#0;", "&x © 1 &unknown; \u{FFFD}"),
      ("<script>x</script>a<style>b</style><title>t</title>", "a"), ("<head><title>x</title><style>y</style></head><body>z", "z"),
      ("<head><meta>text", "text"),
      ("<ul><li>a<li>b</ul>", "- a\n- b"), ("<ol start=3><li>a</li><li>b</li></ol>x", "3. a\n4. b\n\nx"),
      ("<ul><li>a<ul><li>b</ul></ul>", "- a\n  - b"), ("<ul><li></li><li>x</li></ul>", "- x"),
      ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"), ("<b>a</b><i>b</i>", "ab"), ("a <b> b</b>", "a b"),
      ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
      ("<div style='display:none'>preview</div>a<span hidden>b</span>", "a"), ("<!-- x -->a<!--[if mso]>b<![endif]-->", "a"),
      ("<!-->a", "a"), ("a<!doctype x>b<?php x?>c", "abc"),
      ("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc"), ("<p>1 < 2 & 3 > 2</p>", "1 < 2 & 3 > 2"), ("<p>a<p>b", "a\n\nb"),
      ("<img alt='😀'> <img alt='logo'>x", "😀 x"),
      ("a</p>b", "a\n\nb"), ("<P CLASS=x>A", "A"), ("<a href=x>unclosed", "unclosed"), ("<", "<"), ("<a", ""), ("", ""),
      ("<td>lonely</td>", "lonely"), ("a\u{200B}b", "ab"), ("<o:p>&nbsp;</o:p>x", "x"),
      ("<textarea>a<b></textarea>c", "c"), ("<p>Hi&nbsp;&nbsp;you</p>\r\n\r\n<p>x</p>", "Hi you\n\nx"),
      ("<h1>T</h1>x<hr>y", "T\n\nx\ny"),
    ]
    for (html, text) in rows { #expect(HTMLText.text(of: html) == text, "\(html)") }
    let linked = "<a href='https://x.de/a'>page</a> <a href='https://x.de'>x.de</a> <a href='javascript:x'>y</a>"
    #expect(HTMLText.text(of: linked, options: .init(showsLinks: true)) == "page <https://x.de/a> x.de y")
  }

  @Test func `containers are found and cut`() {
    var document = HTMLDocument.parse("<div>new</div><div class='x_gmail_quote a'>old<p>older</div><div>after</div>")
    let quote = document.firstElement { $0.hasClass("gmail_quote") }
    #expect(quote != nil)
    document.remove(quote ?? 0)
    #expect(document.text() == "new\nafter")
    var outlook = HTMLDocument.parse(
      "<body><div><p>new</p><div id=divRplyFwdMsg style='border: none; Border-Top:solid #E1E1E1 1.0pt'>From</div><div>old</div></div><p>tail</body>"
    )
    let line = outlook.firstElement {
      $0.foldedStyle.contains("border-top:solid#e1e1e11.0pt") && $0.attribute("id") == "divRplyFwdMsg"
    }
    var siblings = outlook
    siblings.removeSiblings(after: line ?? 0)
    #expect(siblings.text() == "new\n\nFrom\n\ntail")
    outlook.removeFrom(line ?? 0)
    #expect(outlook.text() == "new")
    #expect(outlook.elements { $0.tag == "div" }.count == 1)
  }

  @Test func `clean HTML holds nothing that acts or loads`() {
    let rows: [(String, String)] = [
      ("<p onclick=x>a</p>", "<p>a</p>"), ("<script>alert(1)</script>a", "a"),
      ("<img src=cid:1><img src=http://x/y alt=logo>", "<img src=\"cid:1\">logo"),
      ("<img src='data:image/svg+xml;base64,x'>", ""),
      ("<img src=' data:image/png;base64,AA=='>", "<img src=\"data:image/png;base64,AA==\">"),
      ("<a href='java\nscript:x'>a</a>", "<a rel=\"noopener noreferrer nofollow\" target=\"_blank\">a</a>"),
      ("<form action=x><input><b>c</b></form>", "<b>c</b>"),
      (
        "<a href='https://x.de/?a&amp;b'>a</a>",
        "<a href=\"https://x.de/?a&amp;b\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">a</a>"
      ),
      (
        "<p style='color:red;background:url(x);position:fixed;COLOR : rgb(1, 2,3)'>a",
        "<p style=\"color:red;color:rgb(1, 2,3)\">a</p>"
      ),
      ("<p style='width:expression(alert(1))'>a", "<p>a</p>"), ("<p style='color:u\\72l(x)'>a", "<p>a</p>"),
      ("<svg><script>x</script></svg><math><mi>y</math>b", "b"),
      ("<iframe src=x></iframe><object data=x>y</object><base href=x>c", "c"),
      ("<div title='\"><script>x</script>'>d</div>", "<div title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">d</div>"),
      ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>e", "e"), ("<custom-thing><b>f", "<b>f</b>"),
      ("<td background='http://x'>g", "<td>g</td>"),
      ("<p style='color:rgb(1,2,3) url(x)'>h", "<p>h</p>"),
      ("<a href='data:text/html,x'>i</a>", "<a rel=\"noopener noreferrer nofollow\" target=\"_blank\">i</a>"),
    ]
    for (html, clean) in rows { #expect(HTMLSanitizer.clean(html).html == clean, "\(html)") }
    #expect(HTMLSanitizer.clean("<img src=http://x/y>").remoteImages == 1)
  }

  @Test func `hostile HTML costs no more than its length`() {
    let count = 50_000
    let rows: [(String, String)] = [
      ("deep", String(repeating: "<div>", count: count)), ("open comment", String(repeating: "<!--", count: count)),
      ("brackets", String(repeating: "<", count: count)),
      ("open tags", String(repeating: "<a b='", count: count)),
      ("attributes", "<a " + String(repeating: "x=1 ", count: count) + ">"), ("ends", String(repeating: "</div>", count: count)),
      ("raw", String(repeating: "<script></scrip", count: count)), ("ampersands", String(repeating: "&", count: count)),
      ("formatting", String(repeating: "<b><p></b>", count: count)),
      ("tables", String(repeating: "<table><tr><td>", count: count)), ("lists", String(repeating: "<ul><li>", count: count)),
      ("quotes", String(repeating: "<blockquote>x", count: count)),
      ("links", String(repeating: "<a href=http://x.de>y", count: count)), ("entities", String(repeating: "&notin", count: count)),
      ("names", "<" + String(repeating: "a", count: count) + " b>"),
    ]
    for (name, html) in rows {
      let bytes = Array(html.utf8)
      var tokenizer = HTMLTokenizer(bytes)
      while tokenizer.next() != nil {}
      #expect(tokenizer.steps <= bytes.count + 2, "\(name)")
      let document = HTMLDocument.parse(bytes)
      #expect(document.nodes.count <= HTMLLimits().nodes, "\(name)")
      #expect(document.text(options: .init(showsLinks: true)).utf8.count <= bytes.count * 12, "\(name)")
      _ = HTMLSanitizer.clean(document)
    }
  }
}
