import Outreach

/// The text of a menu entry (Desktop Entry Specification 1.1), made from the one that is shipped by naming the program where it lies.
struct DesktopEntry: Sendable, Hashable {
  /// The name of the file and of the icon.
  static let name = "cold-outreach-agent"

  let text: String

  /// A menu entry.
  /// - Parameters:
  ///   - template: the shipped entry, whose commands begin with `cold-outreach`.
  ///   - program: the path of the program.
  ///   - home: the folder that it is to keep everything in; nil for the usual ones.
  /// - Throws: `.badInput` for a path that can't stand in such a file.
  init(template: String, program: String, home: String?) throws(Fault) {
    let options = try home.map { home throws(Fault) in " --home \(try Self.quoted(home))" } ?? ""
    let start = try Self.quoted(program)
    text = template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.hasPrefix("Exec=cold-outreach") else { return String(line) }
      return "Exec=\(start)\(line.dropFirst("Exec=cold-outreach".count))\(options)"
    }.joined(separator: "\n")
  }

  /// An entry that starts the program at log-in, without a page.
  static func autostart(program: String, home: String?) throws(Fault) -> DesktopEntry {
    try DesktopEntry(
      template: """
        [Desktop Entry]
        Type=Application
        Version=1.1
        Name=Cold Outreach Agent
        Comment=Goes on sending what you approved, and notices answers
        Exec=cold-outreach serve --no-browser
        Icon=\(name)
        Terminal=false
        X-GNOME-Autostart-enabled=true

        """, program: program, home: home)
  }

  /// An argument of an Exec line: quoted, and its backslashes doubled once more, as every text of such a file has it.
  private static func quoted(_ argument: String) throws(Fault) -> String {
    guard !argument.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw Fault(.badInput, "A folder's name has a line break or another control character; move the program elsewhere.")
    }
    let inner = argument.reduce(into: "") { result, character in
      switch character {
      case "\\": result += #"\\\\"#
      case "\"", "`", "$": result += #"\\"# + String(character)
      case "%": result += "%%"
      default: result.append(character)
      }
    }
    return "\"\(inner)\""
  }
}
