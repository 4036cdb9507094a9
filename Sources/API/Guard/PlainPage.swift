import Net

/// A page of a few sentences that needs nothing but a style sheet: log-in, its refusals, and trouble at start.
public struct PlainPage: Sendable, Hashable {
  /// The heading.
  public var title: String
  /// What happened, and what to do.
  public var paragraphs: [String]
  /// A link that goes on; nil for none.
  public var link: Link?
  /// A script of ours, such as `/login.js`; nil for none.
  public var script: String?
  /// Buttons that the script brings to life: the word, and the path that it posts to.
  public var actions: [Action] = []
  /// Asks for a secret before the first action: the word for it; nil for nothing.
  public var asks: String?
  /// Why what was entered was no good; empty for nothing entered yet.
  public var wrong = ""
  /// Whether something goes on that ends by itself.
  public var isBusy = false

  /// Where a link goes.
  public struct Link: Sendable, Hashable {
    public let text: String
    public let path: String

    /// A link.
    public init(_ text: String, _ path: String) { (self.text, self.path) = (text, path) }
  }

  /// What a button does.
  public struct Action: Sendable, Hashable {
    public let text: String
    /// The route that it posts to.
    public let path: String

    /// A button.
    public init(_ text: String, _ path: String) { (self.text, self.path) = (text, path) }
  }

  /// A page of text.
  public init(_ title: String, _ paragraphs: [String], link: Link? = nil, script: String? = nil) {
    (self.title, self.paragraphs, self.link, self.script) = (title, paragraphs, link, script)
  }

  /// The answer.
  public func response(status: Int) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "text/html; charset=utf-8"], body: Array(html.utf8))
  }

  private var html: String {
    let script = "<script type=\"module\" src=\"\(Self.escaped(script ?? "/login-look.js"))\"></script>"
    let text = paragraphs.map { "<p>\(Self.escaped($0))</p>" }.joined()
    let link =
      link.map { "<p><a id=\"next\" class=\"button\" href=\"\(Self.escaped($0.path))\">\(Self.escaped($0.text))</a></p>" } ?? ""
    let bars = isBusy ? "<span class=\"state-bars\" aria-hidden=\"true\"><i></i><i></i><i></i></span>" : ""
    return """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
      <title>\(Self.escaped(title)) · Cold Outreach Agent</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">\
      <link rel="stylesheet" href="/login.css">\(script)</head><body><main class="plain">\
      <p class="plain-brand"><img src="/favicon.svg" alt="" width="28" height="28">Cold Outreach</p>\
      <h1>\(Self.escaped(title))</h1>\(text)\(bars)<form id="ways" class="stack">\(field)\(buttons)</form>\(link)\
      <p id="note" class="plain-note" role="status"></p></main></body></html>
      """
  }

  private var field: String {
    guard let asks else { return "" }
    return """
      <div class="field\(wrong.isEmpty ? "" : " field-bad")"><label class="field-label" for="passphrase">\(Self.escaped(asks))</label>\
      <input class="input" id="passphrase" type="password" autocomplete="current-password" spellcheck="false" autofocus required \
      aria-describedby="wrong"\(wrong.isEmpty ? "" : " aria-invalid=\"true\"")>\
      <p class="field-error" id="wrong" role="alert">\(Self.escaped(wrong))</p>\
      <label class="tick"><input type="checkbox" id="shown">Show what I type</label></div>
      """
  }

  /// The first button is what Enter does.
  private var buttons: String {
    guard !actions.isEmpty else { return "" }
    let all = actions.enumerated().map { index, action in
      let kind = index == 0 ? "button button-main button-large\" type=\"submit" : "button button-large\" type=\"button"
      return "<button class=\"\(kind)\" data-post=\"\(Self.escaped(action.path))\">\(Self.escaped(action.text))</button>"
    }
    return "<div class=\"row\">\(all.joined())</div>"
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
