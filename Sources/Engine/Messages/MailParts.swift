import Finding

/// The parts of a mail's text: what greets, what says it, what ends it, and what the law and the person's signature add.
///
/// A foreign text takes the place of the middle only, so that the greeting by name needs no name to leave the computer.
struct MailParts: Sendable, Hashable {
  private static let footerMark = "\n\n-- \n"
  /// Begins what is added below every HTML.
  static let htmlFooterMark = "\n<p>-- <br>"
  private static let longestEdge = 80
  private static let mostClosing = 2

  var greeting: String?
  var middle: [String]
  var closing: [String]
  /// With the line ends before it; empty where the person took it out.
  var footer: String

  /// The parts of a text.
  init(_ text: String) {
    let mark = text.ranges(of: Self.footerMark).last
    footer = mark.map { String(text[$0.lowerBound...]) } ?? ""
    let body = String(text[..<(mark?.lowerBound ?? text.endIndex)])
    var paragraphs = Self.paragraphs(of: body)
    greeting = nil
    if paragraphs.count > 1, Self.isEdge(paragraphs[0]), !paragraphs[0].contains("\n") { greeting = paragraphs.removeFirst() }
    closing = []
    while paragraphs.count > 1, closing.count < Self.mostClosing, let last = paragraphs.last, Self.isEdge(last) {
      closing.insert(paragraphs.removeLast(), at: 0)
    }
    middle = paragraphs
  }

  /// All paragraphs above the footer.
  var paragraphs: [String] { [greeting].compactMap { $0 } + middle + closing }

  /// Which of them are the middle.
  var middleRange: Range<Int> {
    let start = greeting == nil ? 0 : 1
    return start..<(start + middle.count)
  }

  /// The whole text again.
  var text: String { paragraphs.joined(separator: "\n\n") + footer }

  /// The same as HTML, every sign of it escaped, above the footer of the HTML that was there.
  func html(instead old: String) -> String {
    let footer = old.ranges(of: Self.htmlFooterMark).last.map { String(old[$0.lowerBound...]) } ?? ""
    return paragraphs.map(Self.paragraph).joined(separator: "\n") + footer
  }

  /// A paragraph of HTML from plain text.
  static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>" }

  /// Plain text as HTML.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "<br>"
      default: result.append(character)
      }
    }
  }

  /// HTML with one more paragraph behind its first, or before all where it has none.
  static func html(_ old: String, with text: String) -> String {
    guard let end = old.ranges(of: "</p>").first?.upperBound else { return paragraph(text) + old }
    return old[..<end] + "\n" + paragraph(text) + old[end...]
  }

  private static func paragraphs(of text: String) -> [String] {
    var paragraphs: [String] = []
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring()] {
      if !line.allSatisfy(\.isWhitespace) {
        lines.append(line)
      } else if !lines.isEmpty {
        paragraphs.append(lines.joined(separator: "\n"))
        lines = []
      }
    }
    return paragraphs
  }

  /// A greeting or a closing: short, and no whole sentence.
  private static func isEdge(_ paragraph: String) -> Bool {
    guard paragraph.count <= longestEdge, let end = paragraph.last(where: { !$0.isWhitespace }) else { return false }
    return !".?…".contains(end) && !paragraph.contains("?")
  }
}
