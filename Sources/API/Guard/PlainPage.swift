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
    let script = script.map { "<script type=\"module\" src=\"\(Self.escaped($0))\"></script>" } ?? ""
    let text = paragraphs.map { "<p>\(Self.escaped($0))</p>" }.joined()
    let link = link.map { "<p><a id=\"next\" href=\"\(Self.escaped($0.path))\">\(Self.escaped($0.text))</a></p>" } ?? ""
    let phrase =
      asks.map {
        "<p><label for=\"passphrase\">\(Self.escaped($0))</label><input id=\"passphrase\" type=\"password\" autocomplete=\"current-password\" autofocus></p>"
      } ?? ""
    let buttons = actions.map { "<button type=\"button\" data-post=\"\(Self.escaped($0.path))\">\(Self.escaped($0.text))</button>" }
      .joined(separator: " ")
    return """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
      <title>\(Self.escaped(title)) · Cold Outreach</title><link rel="stylesheet" href="/login.css">\(script)</head>\
      <body><main><h1>\(Self.escaped(title))</h1>\(text)\(phrase)\(buttons.isEmpty ? "" : "<p>\(buttons)</p>")\(link)\
      <p id="note" role="status"></p></main></body></html>
      """
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
