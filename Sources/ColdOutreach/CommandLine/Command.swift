import Outreach

/// One command: a row of the table that parsing, help and running are made from.
struct Command: Sendable {
  /// An option of a command.
  struct Option: Sendable {
    /// With its two hyphens.
    let name: String
    /// The name of its value in the help; nil for an option without one.
    let value: String?
    /// The only values allowed; empty for any.
    let choices: [String]
    let help: String

    /// An option that is there or not.
    static func flag(_ name: String, _ help: String) -> Option { Option(name: name, value: nil, choices: [], help: help) }
    /// An option with a value.
    static func value(_ name: String, _ value: String, _ help: String) -> Option {
      Option(name: name, value: value, choices: [], help: help)
    }
    /// An option whose value is one of some words.
    static func choice(_ name: String, _ choices: [String], _ help: String) -> Option {
      Option(name: name, value: choices.joined(separator: "|"), choices: choices, help: help)
    }
  }

  /// What stands behind a command without a hyphen.
  struct Operands: Sendable {
    /// As in the help, such as `ID sent|not-sent`.
    let text: String
    let count: ClosedRange<Int>

    /// Nothing.
    static let none = Operands(text: "", count: 0...0)
    /// Exactly these, by the words of the text.
    static func exactly(_ text: String) -> Operands {
      let count = text.split(separator: " ").count
      return Operands(text: text, count: count...count)
    }
    /// One or nothing.
    static func optional(_ name: String) -> Operands { Operands(text: "[\(name)]", count: 0...1) }
    /// As many as wanted, or none.
    static func any(_ name: String) -> Operands { Operands(text: "[\(name)…]", count: 0...10_000) }
    /// One or more.
    static func some(_ name: String) -> Operands { Operands(text: "\(name)…", count: 1...10_000) }
  }

  /// The options of every command.
  static let common: [Option] = [
    .value("--home", "DIR", "Keeps everything in this folder."), .value("--resources", "DIR", "Where the pages and samples are."),
    .flag("--json", "Writes what a script can read."), .flag("--help", "Explains the command."),
  ]

  /// One or two words.
  let name: String
  /// One sentence.
  let summary: String
  let operands: Operands
  let options: [Option]
  /// What it does; returns the exit code: 0, or 1 for failed.
  let run: @Sendable (Context) async throws -> Int32

  /// A row of the table.
  init(
    _ name: String, _ summary: String, operands: Operands = .none, options: [Option] = [],
    run: @escaping @Sendable (Context) async throws -> Int32
  ) {
    (self.name, self.summary, self.operands, self.options, self.run) = (name, summary, operands, options, run)
  }

  /// Its words.
  var words: [String] { name.split(separator: " ").map(String.init) }
}

/// A command line that can't be understood; exit code 2.
struct UsageError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, and what was probably meant.
  let description: String

  /// An error with its sentence.
  init(_ description: String) { self.description = description }
}
